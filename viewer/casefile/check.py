"""What a case must fulfil beyond its types before the program works with it."""

from collections.abc import Iterable, Iterator

from viewer.casefile.document import CaseDocument
from viewer.casefile.form_check import form_faults, form_planes, report_planes
from viewer.errors import CaseFileError, ViewerError
from viewer.model.annotation import Ellipse
from viewer.model.case import Case
from viewer.model.correction import SacCorrection
from viewer.model.display import Display
from viewer.model.geometry import Vec3, dot
from viewer.model.labels import check_order
from viewer.model.plane import PlaneKind
from viewer.model.spine import ROOTS

_AXIS_TOLERANCE = 1e-3


def check(document: CaseDocument) -> None:
    """Raise `CaseFileError` with the first thing in a document that makes no sense."""
    try:
        check_order(document.case.labels, document.case.numbering)
    except ViewerError as error:
        raise CaseFileError(error.message) from error
    for fault in (*_case_faults(document.case), *_display_faults(document.display)):
        raise CaseFileError(fault)


def _case_faults(case: Case) -> Iterator[str]:
    if not (11 <= case.numbering.thoracic <= 13 and 4 <= case.numbering.lumbar <= 6):
        yield "It counts more or fewer vertebrae than a patient has."
    identities = [mark.mark_id for mark in case.marks] + [one.annotation_id for one in case.annotations]
    if not all(identities) or len(set(identities)) < len(identities):
        yield "Two of its marks cannot be told apart."
    if any(root not in ROOTS for mark in case.marks for root in mark.roots):
        yield "It names a nerve root that does not exist."
    drawn = (*case.annotations, *(line for one in case.issued for line in one.annotations))
    if not all(_perpendicular(one.plane.right, one.plane.down) for one in drawn):
        yield "An annotation lies in no plane."
    ellipses = [one for one in drawn if isinstance(one, Ellipse)]
    if any(one.radius_right_mm < 0 or one.radius_down_mm < 0 for one in ellipses):
        yield "An ellipse has a negative size."
    yield from _correction_faults(case.correction)
    yield from form_faults(case.form)
    yield from _kept_faults(case)


def _kept_faults(case: Case) -> Iterator[str]:
    """Of what is kept for the report: key images, issued reports, and the planes numbers came from."""
    keys = [one.key_id for one in case.key_images]
    if not all(keys) or len(set(keys)) < len(keys):
        yield "Two of its key images cannot be told apart."
    shown = (*case.key_images, *(key for one in case.issued for key in one.report.key_images))
    for key in shown:
        yield from (f"A key image cannot be shown: {fault}" for fault in _display_faults(key.display))
    planes = [*form_planes(case.form), *(plane for one in case.issued for plane in report_planes(one.report))]
    if not all(_perpendicular(plane.right, plane.down) for plane in planes):
        yield "A number of its report was measured in no plane."


def _correction_faults(correction: SacCorrection) -> Iterator[str]:
    painted, erased = correction.painted, correction.erased
    if painted.without(erased) != painted:
        yield "A voxel of the sac is both painted and erased."
    if correction.grid is not None and not correction.fits(correction.grid):
        yield "The correction of the sac lies outside its volume."


def _display_faults(display: Display) -> Iterator[str]:
    panes = [display.pane(kind) for kind in PlaneKind]
    if display.window.width <= 0:
        yield "Its window has no width."
    if not all(_perpendicular(pane.right, pane.down) for pane in panes):
        yield "A pane lies in no plane."
    if any(pane.zoom <= 0 or pane.slab_mm < 0 for pane in panes):
        yield "A pane has an impossible zoom or slab."
    camera = display.camera
    if camera and (camera.height_mm <= 0 or not _directions((camera.towards_eye, camera.up))):
        yield "The 3D view looks nowhere."


def _perpendicular(a: Vec3, b: Vec3) -> bool:
    unit = all(abs(dot(axis, axis) - 1) <= _AXIS_TOLERANCE for axis in (a, b))
    return unit and abs(dot(a, b)) <= _AXIS_TOLERANCE


def _directions(vectors: Iterable[Vec3]) -> bool:
    return all(dot(vector, vector) > 0 for vector in vectors)
