"""What the corners of a picture beside the CT say: whose it is, which one, where, and how it is shown."""

import math

from viewer.model.case import StudyReference
from viewer.model.corner_text import CornerText, identity_lines, series_line
from viewer.model.display import Display
from viewer.model.geometry import Vec3
from viewer.model.orientation import letters, principal
from viewer.model.picture import ColourPicture, GreyPicture, Picture, PictureInfo, Placement
from viewer.model.picture_view import PictureLook, nearest_kind
from viewer.model.plane import PlaneKind
from viewer.model.study import Patient, Series, SeriesKind, Study, WindowSetting

OTHER_PATIENT = "Another patient than the CT"
_NAMES = {PlaneKind.AXIAL: "Ax", PlaneKind.SAGITTAL: "Sag", PlaneKind.CORONAL: "Cor"}
_SIDES = ("LR", "PA", "HF")
_PROJECTIONS = frozenset((SeriesKind.RADIOGRAPH, SeriesKind.LOCALIZER))
_NEAR_MM = 0.05
_STRAIGHT = math.cos(math.radians(2))


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
    projection = is_projection(series)
    note = "Projection: no sizes in mm" if projection else "For reading, not measured"
    return CornerText(
        top_left=identity_lines(_reference(study, series), hidden=hidden),
        top_right=_present(series_line(series), place_words(info.placement, info.label)),
        bottom_left=_present(_distance(info, crosshair, projection=projection), note),
        bottom_right=_present(_shown(picture, look), f"Zoom {100 * look.zoom:.0f} %"),
    )


def place_words(placement: Placement | None, label: str) -> str:
    """Return where a picture lies, as `Ax 104.3 mm H`, and which of how many it is."""
    if placement is None:
        return label
    normal = placement.plane.normal
    kind = nearest_kind(normal)
    axis = next(n for n, sides in enumerate(_SIDES) if principal(normal) in sides)
    place_mm = placement.origin[axis]
    oblique = "" if abs(normal[axis]) >= _STRAIGHT else " oblique"
    letter = _SIDES[axis][place_mm < -_NEAR_MM]
    if oblique:
        return f"{_NAMES[kind]}{oblique} ({letters(normal)}) · {label}"
    return f"{_NAMES[kind]} {abs(place_mm):.1f} mm {letter} · {label}"


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
    return (
        f"Crosshair {distance_mm:.1f} mm off this plane"
        if distance_mm >= _NEAR_MM
        else "Crosshair in this plane"
    )


def _shown(picture: Picture | None, look: PictureLook) -> str:
    window = shown_window(picture, look)
    if window is None:
        return ""
    numbers = f"W {window.width:.5g} L {window.centre:.5g}"
    return f"Inverted · {numbers}" if look.inverted else numbers


def _reference(study: Study, series: Series) -> StudyReference:
    return StudyReference(
        patient=study.patient, study_date=series.date or study.date, patient_position=series.patient_position
    )


def _present(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
