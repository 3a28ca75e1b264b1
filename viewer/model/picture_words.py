"""What the corners of a picture beside the CT say: whose it is, which one, where, and how it is shown."""

import math

from viewer.model.corner_text import CornerText, identity_lines, series_line
from viewer.model.display import Display
from viewer.model.geometry import Vec3
from viewer.model.orientation import principal
from viewer.model.picture import ColourPicture, GreyPicture, Picture, PictureInfo, Placement
from viewer.model.picture_view import PictureLook, nearest_kind
from viewer.model.plane import PlaneKind
from viewer.model.study import Patient, Series, SeriesKind, Study, WindowSetting
from viewer.model.study_reference import StudyReference

WITHHELD = "Hidden with the patient's identity: this picture may name the patient."
OTHER_PATIENT = "Another patient than the CT"
_NAMES = {PlaneKind.AXIAL: "Ax", PlaneKind.SAGITTAL: "Sag", PlaneKind.CORONAL: "Cor"}
_SIDES = ("LR", "PA", "HF")
_PROJECTIONS = frozenset((SeriesKind.RADIOGRAPH, SeriesKind.LOCALIZER))
_NAMING = frozenset((SeriesKind.CAPTURE, SeriesKind.REPORT))
_NEAR_MM = 0.05
_WIDE = 10.0
_OBLIQUE_DEG = 1.0


def may_name(series: Series) -> bool:
    """Whether the patient's name may stand in the pixels themselves: on pages and captured screens."""
    return series.kind in _NAMING


def is_projection(series: Series) -> bool:
    """Whether what is seen on the images of a series lies at unknown depths."""
    return series.kind in _PROJECTIONS


def corner_words(
    study: Study,
    series: Series,
    info: PictureInfo,
    picture: Picture | None,
    look: PictureLook,
    *,
    crosshair: Vec3 | None,
    hidden: bool,
) -> CornerText:
    """Return the corners of a picture; `crosshair` is the CT's where both share a frame of reference."""
    if series.kind is SeriesKind.REPORT:
        # A page says itself whose it is; words over it would cover what it says.
        return CornerText()
    projection = is_projection(series)
    note = "Projection: no sizes in mm" if projection else "For reading, not measured"
    lossy = "Compressed with loss" if series.lossy else ""
    return CornerText(
        top_left=identity_lines(_reference(study, series), hidden=hidden),
        top_right=_present(series_line(series), place_words(info.placement, info.size), info.label),
        bottom_left=_present(_distance(info, crosshair, projection=projection), lossy, note),
        bottom_right=_present(_shown(picture, look), f"Zoom {100 * look.zoom:.0f} %"),
    )


def place_words(placement: Placement | None, size: tuple[int, int] | None) -> str:
    """Return where the middle of a picture lies, as `Ax 104.3 mm H`, empty where that is unknown."""
    if placement is None:
        return ""
    normal = placement.plane.normal
    axis = next(n for n, sides in enumerate(_SIDES) if principal(normal) in sides)
    place_mm = _middle(placement, size)[axis]
    letter = _SIDES[axis][place_mm < -_NEAR_MM]
    tilt_deg = math.degrees(math.acos(min(1.0, abs(normal[axis]))))
    oblique = f" {tilt_deg:.0f}° oblique" if tilt_deg >= _OBLIQUE_DEG else ""
    return f"{_NAMES[nearest_kind(normal)]}{oblique} {abs(place_mm):.1f} mm {letter}"


def _middle(placement: Placement, size: tuple[int, int] | None) -> Vec3:
    rows, columns = size or (1, 1)
    down_mm, right_mm = placement.spacing_mm
    return placement.plane.at((columns - 1) / 2 * right_mm, (rows - 1) / 2 * down_mm)


def same_patient(one: Patient, other: Patient) -> bool:
    """Whether two studies may be of one person, by name and birth date, else by id: hospitals differ in ids."""
    names = (one.shown_name.casefold(), other.shown_name.casefold())
    births = (one.birth_date, other.birth_date)
    said = [pair for pair in (names, births) if all(pair)] or [(one.patient_id, other.patient_id)]
    return all(first == second for first, second in said)


def value_words(picture: Picture, place: tuple[int, int]) -> str:
    """Return what a picture holds at `(j, i)`; a unit stands only where the values have one."""
    j, i = place
    at = f"column {i + 1}, row {j + 1}"
    if isinstance(picture, ColourPicture):
        return f"RGB {' '.join(str(int(part)) for part in picture.rgb[j, i])} · {at}"
    value = f"{float(picture.values[j, i]):.5g}".replace("-", "\N{MINUS SIGN}")
    return f"{value} HU · {at}" if picture.unit == "HU" else f"Value {value} · {at}"


def shown_window(picture: Picture | None, look: PictureLook) -> WindowSetting | None:
    """Return the window in which a grey picture is drawn, None for colours."""
    if not isinstance(picture, GreyPicture):
        return None
    return look.window or picture.window


def crosshair_of(display: Display, info: PictureInfo, frame_of_reference_uid: str) -> Vec3 | None:
    """Return the CT's crosshair where a picture lies in the CT's frame of reference."""
    shared = info.placement is not None and info.frame_of_reference_uid == frame_of_reference_uid
    return display.crosshair if shared and frame_of_reference_uid else None


def _distance(info: PictureInfo, crosshair: Vec3 | None, *, projection: bool) -> str:
    if crosshair is None or info.placement is None or projection:
        return ""
    distance_mm = abs(info.placement.plane.distance_mm(crosshair))
    return f"Crosshair {distance_mm:.1f} mm off this plane" if distance_mm >= _NEAR_MM else ""


def _shown(picture: Picture | None, look: PictureLook) -> str:
    window = shown_window(picture, look)
    if window is None:
        return ""
    digits = 0 if window.width >= _WIDE else 2
    numbers = f"W {window.width:.{digits}f} L {window.centre:.{digits}f}"
    return f"Inverted · {numbers}" if look.inverted else numbers


def _reference(study: Study, series: Series) -> StudyReference:
    return StudyReference(
        patient=study.patient, study_date=series.date or study.date, patient_position=series.patient_position
    )


def _present(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
