"""A small myelogram on disk with a case that a reader has marked, measured and kept key images of."""

from pathlib import Path

import attrs

from viewer.analysis.phantom.case import lumbar_case, small, truth_of
from viewer.app.demo_case import write_demo
from viewer.casefile.document import CaseDocument
from viewer.casefile.file import write
from viewer.dicom.scan import scan
from viewer.model.annotation import Distance
from viewer.model.case import Case
from viewer.model.demo_case import DemoCase
from viewer.model.display import Display, PaneId
from viewer.model.finding import Cause, CompressionMark, Severity, Side, Zone
from viewer.model.geometry import subtract
from viewer.model.key_image import KeyImage
from viewer.model.labels import LevelLabel
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.spine import Level
from viewer.model.study import Series, Study
from viewer.progress import silent
from viewer.session.opening import reference_of

_SPEC = small(lumbar_case(), 2)


@attrs.frozen
class Reported:
    """The images of a study, and the case of them in a file of its own folder."""

    images: Path
    case_file: Path
    case: Case
    study: Study
    series: Series


def reported_case(folder: Path) -> Reported:
    """Write the study and its case below a folder."""
    images = folder / "images"
    write_demo(DemoCase.LUMBAR, _SPEC, images, silent)
    found = scan([images]).best()
    assert found is not None
    study, series = found
    case = _case(study, series)
    file = folder / "cases" / "one.thecal"
    file.parent.mkdir()
    write(file, CaseDocument(case, Display()))
    return Reported(images, file, case, study, series)


def _case(study: Study, series: Series) -> Case:
    truth = truth_of(_SPEC)
    centres, canal = truth.level_centres, truth.sac_points[Level("L4/L5")]
    axial = reference_plane(PlaneKind.AXIAL, canal)
    return Case(
        study=reference_of(study, series),
        labels=tuple(LevelLabel(Level(name), centres[Level(name)]) for name in ("L4/L5", "L5")),
        marks=(
            CompressionMark(
                "m1", canal, Severity.SEVERE, Side.LEFT, (Zone.CENTRAL,), (Cause.EXTRUSION,), ("L5",)
            ),
        ),
        annotations=(Distance("d1", axial, axial.at(-8.0, 0.0), axial.at(8.0, 3.0)),),
        key_images=key_images(canal, series),
    )


def key_images(point, series: Series) -> tuple[KeyImage, ...]:
    """An axial, a sagittal, a thick coronal and a 3D view of a point; the first is what was acquired."""
    assert series.geometry is not None
    x, y, _ = subtract(point, series.geometry.centre)
    display = Display(crosshair=point)
    zoomed = display.with_pane(PlaneKind.AXIAL, attrs.evolve(display.axial, zoom=2.5, pan_mm=(x, y)))
    thick = display.with_pane(PlaneKind.CORONAL, attrs.evolve(display.coronal, slab_mm=10.0))
    return (
        KeyImage("k1", PaneId.AXIAL, zoomed, "Worst level", note="left L5 root"),
        KeyImage("k2", PaneId.SAGITTAL, display, "Sagittal", burned_in=False),
        KeyImage("k3", PaneId.CORONAL, thick, "Coronal"),
        KeyImage("k4", PaneId.COLUMN, display, "Column"),
    )
