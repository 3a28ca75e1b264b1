"""The ends of the measured sac in the panes along the canal: where it begins, and where it ends."""

from collections.abc import Iterator

import numpy as np

from viewer.model.case import Case
from viewer.model.correction import SacCorrection, SacEnd
from viewer.model.geometry import Vec3, dot, norm, scale, subtract, vec3
from viewer.model.overlay.overlay_shapes import (
    Anchor,
    Dot,
    Pixel,
    Polyline,
    Role,
    Shape,
    Symbol,
    Target,
    TargetKind,
    Text,
)
from viewer.model.resolve import PaneView
from viewer.model.sections import Sections, SectionState

_NEAR_MM = 12.0
_ACROSS = 0.7
_HALF_MM, _LEG_MM = 11.0, 3.0
_HANDLE_PX, _TEXT_GAP_PX, _LINE_PX = 4.0, 6.0, 9.0
_WORDS = {SacEnd.CRANIAL: "sac begins", SacEnd.CAUDAL: "sac ends"}
_MEASURED = (SectionState.OK, SectionState.METAL, SectionState.OBLITERATED)


def end_place(correction: SacCorrection, sections: Sections | None, end: SacEnd) -> Vec3 | None:
    """Return the LPS point where the sac begins or ends: as the reader says, else as it was measured."""
    moved = correction.cranial_end if end is SacEnd.CRANIAL else correction.caudal_end
    if moved is not None or sections is None:
        return moved
    measured = np.flatnonzero(sections.having(*_MEASURED))
    if not len(measured):
        return None
    return vec3(sections.point[measured[0 if end is SacEnd.CRANIAL else -1]])


def end_shapes(case: Case, sections: Sections, view: PaneView, *, named: bool) -> Iterator[Shape]:
    """Yield the two ends of the sac as brackets with a handle, in a plane that runs along the canal there.

    Their words stand there where they are `named`, or where the reader has moved them.
    """
    if not len(sections):
        return
    for end in SacEnd:
        place = end_place(case.correction, sections, end)
        if place is None or not view.shows(place, _NEAR_MM):
            continue
        tangent = vec3(sections.tangent[sections.nearest(place)])
        if abs(dot(tangent, view.plane.normal)) < _ACROSS:
            inwards = tangent if end is SacEnd.CRANIAL else scale(tangent, -1)
            yield from _bracket(case, end, place, inwards, view, named=named)


def _bracket(
    case: Case, end: SacEnd, place: Vec3, inwards: Vec3, view: PaneView, *, named: bool
) -> Iterator[Shape]:
    moved = end_place(case.correction, None, end) is not None
    target = Target(TargetKind.END, end.value)
    middle = view.to_px(place)
    along = _direction(inwards, view)
    across = (-along[1], along[0])
    half_px, leg_px = _HALF_MM / view.mm_per_px, _LEG_MM / view.mm_per_px
    ends = [_at(middle, across, sign * half_px) for sign in (-1.0, 1.0)]
    legs = [_at(one, along, leg_px) for one in ends]
    points = (legs[0], ends[0], ends[1], legs[1])
    yield Polyline(points, Role.SAC_END, dashed=not moved, width_px=1.4, opacity=0.9, target=target)
    yield Dot(middle, _HANDLE_PX, Role.SAC_END, Symbol.SQUARE, filled=moved, target=target)
    if not (named or moved):
        return
    words = f"{_WORDS[end]}, moved" if moved else _WORDS[end]
    # Towards the middle of the pane: its corners hold other words.
    to_left = middle[0] > view.width_px / 2
    x, y = min(ends) if to_left else max(ends)
    at, anchor = (x - _TEXT_GAP_PX, Anchor.RIGHT) if to_left else (x + _TEXT_GAP_PX, Anchor.LEFT)
    height = min(max(y, _LINE_PX), view.height_px - _LINE_PX)
    yield Text((at, height), words, Role.SAC_END, anchor, opacity=0.9)


def _direction(direction: Vec3, view: PaneView) -> Pixel:
    flat = subtract(direction, scale(view.plane.normal, dot(direction, view.plane.normal)))
    length = norm(flat)
    return (dot(flat, view.plane.right) / length, dot(flat, view.plane.down) / length)


def _at(start: Pixel, direction: Pixel, distance_px: float) -> Pixel:
    return (start[0] + direction[0] * distance_px, start[1] + direction[1] * distance_px)
