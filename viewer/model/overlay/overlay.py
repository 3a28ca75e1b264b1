"""Everything drawn over a slice pane, as a pure function of the case, the display and the pane."""

from collections.abc import Iterator, Mapping

import attrs

from viewer.model.analysis import Analysis
from viewer.model.annotation import RegionResult
from viewer.model.automatic_levels import automatic_levels, found_positions
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry
from viewer.model.overlay.overlay_annotations import annotation_shapes
from viewer.model.overlay.overlay_frame import scale_bar, side_letters
from viewer.model.overlay.overlay_gaps import Gaps, gap_shapes
from viewer.model.overlay.overlay_planes import reference_lines
from viewer.model.overlay.overlay_sac import end_shapes
from viewer.model.overlay.overlay_sections import section_shapes
from viewer.model.overlay.overlay_shapes import Hatching, Shape, Target, Text
from viewer.model.overlay.overlay_spine import level_shapes, mark_shapes, nameless_shapes, seed_shapes
from viewer.model.resolve import PaneView

_NO_REGIONS: Mapping[str, RegionResult] = {}
_HOVER_WIDTH_PX = 2.0


def overlay(
    case: Case,
    display: Display,
    view: PaneView,
    geometry: VolumeGeometry,
    *,
    selection: str = "",
    hover: Target | None = None,
    regions: Mapping[str, RegionResult] = _NO_REGIONS,
    analysis: Analysis | None = None,
    gaps: Gaps = (),
    sides_known: bool = True,
) -> tuple[Shape, ...]:
    """Return the shapes over a slice pane, the first ones lowest.

    `view` is resolved for the pane's logical size, and so are the shapes; `case` is the preview while
    a gesture lasts; `regions` are the statistics of the ellipses by annotation id; `hover` is what
    the pointer is over; `analysis` gives the outline of the sac and the levels found; `gaps` are the
    slices of the volume that were never scanned; without `sides_known` no side is named. Gaps, the
    patient's sides and the scale stay when all other overlays are hidden.
    """
    unscanned = tuple(gap_shapes(gaps, geometry, view))
    shapes: list[Shape] = [one for one in unscanned if isinstance(one, Hatching)]
    if display.crosshair_shown:
        shapes += reference_lines(display, view)
    shapes += [one for one in unscanned if not isinstance(one, Hatching)]
    if display.overlays_shown:
        shapes += objects(
            case,
            view,
            geometry,
            selection=selection,
            regions=regions,
            analysis=analysis,
            sac_shown=display.sac_shown,
        )
    shapes += side_letters(view, known=sides_known)
    shapes += scale_bar(view)
    return tuple(shapes if hover is None else (_raised(shape, hover) for shape in shapes))


def objects(
    case: Case,
    view: PaneView,
    geometry: VolumeGeometry,
    *,
    selection: str = "",
    regions: Mapping[str, RegionResult] = _NO_REGIONS,
    analysis: Analysis | None = None,
    sac_shown: bool = False,
) -> tuple[Shape, ...]:
    """Return the shapes of what was measured and of what the case holds: annotations, labels, marks."""
    found = analysis.levels if analysis else ()
    nameless = tuple(one.centre for one in automatic_levels(case, found) if one.name is None)
    return (
        *(section_shapes(analysis.sections, view) if analysis and analysis.sections else ()),
        *_ends(case, view, analysis, named=sac_shown),
        *annotation_shapes(case.annotations, view, geometry, selection, regions),
        *seed_shapes(case, view, geometry),
        *nameless_shapes(nameless, view),
        *level_shapes(case, view, geometry, selection, found_positions(case, found)),
        *mark_shapes(case, view, geometry, selection, analysis),
    )


def _ends(case: Case, view: PaneView, analysis: Analysis | None, *, named: bool) -> Iterator[Shape]:
    if analysis is not None and analysis.sections is not None:
        yield from end_shapes(case, analysis.sections, view, named=named)


def _raised(shape: Shape, hover: Target) -> Shape:
    if isinstance(shape, (Text, Hatching)) or shape.target is None:
        return shape
    same = (shape.target.kind, shape.target.target_id) == (hover.kind, hover.target_id)
    return attrs.evolve(shape, width_px=_HOVER_WIDTH_PX) if same else shape
