"""The small text in the corners of a slice pane: whose images, which slice, how it is shown."""

import math

import attrs

from viewer.model.display import Display
from viewer.model.geometry import Vec3, VolumeGeometry, dot
from viewer.model.orientation import UNKNOWN, principal
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.resolve import PaneView
from viewer.model.study import Series
from viewer.model.study_reference import StudyReference

_NAMES = {PlaneKind.AXIAL: "Ax", PlaneKind.SAGITTAL: "Sag", PlaneKind.CORONAL: "Cor"}
_ALIGNED = 1 - 1e-6
_TURNED_DEG = 0.05
# The letters of growing and falling x, y and z.
_SIDES = ("LR", "PA", "HF")
_ZERO_MM = 0.05

IDENTITY_HIDDEN = "Identity hidden"
SIDES_UNKNOWN = "Left and right unknown"


@attrs.frozen
class CornerText:
    """The lines of the four corners of a pane, topmost first."""

    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    bottom_left: tuple[str, ...] = ()
    bottom_right: tuple[str, ...] = ()


def corner_text(
    study: StudyReference,
    series: Series | None,
    display: Display,
    view: PaneView,
    geometry: VolumeGeometry,
    *,
    sides_known: bool = True,
) -> CornerText:
    """Return what the corners of a slice pane say.

    Identity is replaced by the words that it is hidden; the patient position is not identity and stays.
    Without `sides_known` no side is named, and the first line at the upper right says so.
    """
    return CornerText(
        top_left=identity_lines(study, hidden=display.identity_hidden),
        top_right=_present(
            series_line(series),
            "" if sides_known else SIDES_UNKNOWN,
            position_line(display.crosshair, view, geometry, sides_known=sides_known),
        ),
        bottom_left=_present(_turned_line(view), _slab_line(view, geometry)),
        bottom_right=_present(_window_line(display), _zoom_line(display, view)),
    )


def identity_lines(study: StudyReference, *, hidden: bool) -> tuple[str, ...]:
    """Return who was scanned, when, and in which position, as every picture carries it."""
    if hidden:
        return _present(IDENTITY_HIDDEN, study.patient_position)
    patient = study.patient
    born = f"born {patient.birth_date}" if patient.birth_date else ""
    scanned = f"Study {study.study_date}" if study.study_date else ""
    who = " · ".join(_present(patient.patient_id, born))
    return _present(patient.shown_name or "No patient name", who, scanned, study.patient_position)


def series_line(series: Series | None) -> str:
    """Return the number and description of a series."""
    if series is None:
        return ""
    number = "" if series.number is None else f"Se {series.number}"
    return " · ".join(_present(number, series.description))


def position_line(
    crosshair: Vec3, view: PaneView, geometry: VolumeGeometry, *, sides_known: bool = True
) -> str:
    """Return where a plane passes the crosshair and, along the grid, which slice of how many it is."""
    side = principal(view.plane.normal)
    axis = next(n for n, sides in enumerate(_SIDES) if side in sides)
    place_mm = view.plane.project(crosshair)[axis]
    # A sign that belongs to no side of a millimetre would flicker at zero.
    letter = _SIDES[axis][place_mm < -_ZERO_MM] if sides_known else UNKNOWN
    place = f"{_NAMES[view.kind]} {abs(place_mm):.1f} mm {letter}"
    return " · ".join(_present(place, _slice_of(view, geometry)))


def _slice_of(view: PaneView, geometry: VolumeGeometry) -> str:
    index = geometry.to_index(view.plane.point)
    for axis, place, count in zip(geometry.axes, index, reversed(geometry.shape), strict=True):
        if abs(dot(axis, view.plane.normal)) > _ALIGNED:
            return f"{round(place) + 1}/{count}"
    return ""


def turned_deg(view: PaneView) -> float:
    """Return the angle in degrees between a pane's plane and its reference plane."""
    straight = reference_plane(view.kind, view.plane.point).normal
    return math.degrees(math.acos(min(1.0, max(-1.0, dot(straight, view.plane.normal)))))


def _turned_line(view: PaneView) -> str:
    angle_deg = turned_deg(view)
    return f"Oblique {angle_deg:.1f}°" if angle_deg >= _TURNED_DEG else ""


def _slab_line(view: PaneView, geometry: VolumeGeometry) -> str:
    if view.slab_mm > 0:
        return f"Slab {view.slab_mm:g} mm {view.slab_mode.value}"
    for axis, spacing_mm in zip(geometry.axes, geometry.spacing_mm, strict=True):
        if abs(dot(axis, view.plane.normal)) > _ALIGNED:
            return f"Th {spacing_mm:.2f} mm"
    return ""


def _window_line(display: Display) -> str:
    numbers = f"W {display.window.width:g} L {display.window.centre:g}"
    return f"{display.preset} · {numbers}" if display.preset else numbers


def _zoom_line(display: Display, view: PaneView) -> str:
    return f"Zoom {100 * display.pane(view.kind).zoom:.0f} %"


def _present(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
