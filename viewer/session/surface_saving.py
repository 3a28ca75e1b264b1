"""Saving the contrast column as a surface that other programs read."""

from pathlib import Path

import attrs

from viewer.casefile import atomic
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.column import ContrastColumn
from viewer.model.display import SurfaceColour
from viewer.progress import Progress


@attrs.frozen(eq=False)
class ShownSurface:
    """What the 3D pane shows: the column, and what its colours are made from."""

    column: ContrastColumn
    colour: SurfaceColour
    case: Case
    analysis: Analysis | None


def save_surface(path: Path, shown: ShownSurface, progress: Progress) -> None:
    """Write a surface in LPS mm; the ending of `path` tells the format.

    The file appears once it is complete and replaces one that is there. `FormatError` if the ending
    tells none, `CaseFileError` if the place cannot be written to.
    """
    # VTK is heavy, and this job has its own thread.
    from viewer.scene.column_mesh import column_mesh
    from viewer.scene.export import check_ending, surface_file
    from viewer.scene.surface_paint import arcs_of, colours_at, surface_paint

    check_ending(path)
    mesh = column_mesh(shown.column).full
    progress(0.4, "Colouring the surface")
    paint = surface_paint(shown.colour, shown.case, shown.analysis)
    colours = None if paint is None else colours_at(paint, arcs_of(mesh, paint.sections))
    progress(0.6, "Writing the surface")
    atomic.replace(path, surface_file(path, mesh, colours))
    path.chmod(0o644)
