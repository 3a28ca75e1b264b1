"""Cross-reference between the CT and a picture beside it, and what stands at the edges of the picture."""

import math
from collections.abc import Iterator

from viewer.model.display import Display
from viewer.model.geometry import Vec3, dot
from viewer.model.orientation import OPPOSITE
from viewer.model.overlay.overlay_frame import scale_bar, side_letters
from viewer.model.overlay.overlay_planes import REFERENCE_ROLES, clip
from viewer.model.overlay.overlay_shapes import Anchor, Line, Pixel, Role, Shape, Text
from viewer.model.picture import PictureInfo, Placement
from viewer.model.picture_view import PictureView
from viewer.model.plane import Plane, PlaneKind
from viewer.model.resolve import PaneView

_EDGE_PX = 6.0
# Planes that meet at a smaller angle cut each other along a line that says little.
_LEAST_SINE = math.sin(math.radians(15))
_STANDING_SINE = 0.5
_GAP_PX = 14.0
_BORDER_OPACITY = 0.45
_NAME_GAP_PX = 4.0


def picture_shapes(
    info: PictureInfo, view: PictureView, display: Display | None, *, projection: bool
) -> tuple[Shape, ...]:
    """Return what is drawn over a picture: sides, scale, and the CT's planes if `display` shares its frame.

    A projection has no scale: what is on it lies at unknown depths.
    """
    if info.placement is None:
        return _stated_sides(info, view)
    pane = view.in_patient(info.placement)
    shapes: list[Shape] = []
    if display is not None and display.crosshair_shown:
        shapes += _planes_of_the_ct(display, pane)
    shapes += side_letters(pane)
    if not projection:
        shapes += scale_bar(pane)
    return tuple(shapes)


def picture_lines(
    infos: tuple[PictureInfo, ...], number: int, view: PaneView, frame_of_reference_uid: str
) -> tuple[Shape, ...]:
    """Return where the picture of a `number` cuts a pane of the CT, and faintly the ends of its series.

    Only pictures of the CT's own frame of reference have a place in it.
    """
    shapes: list[Shape] = []
    for other in dict.fromkeys((0, len(infos) - 1, number)):
        info = infos[other]
        if (
            info.placement is None
            or info.size is None
            or info.frame_of_reference_uid != frame_of_reference_uid
        ):
            continue
        ends = _cut(info.placement, info.size, view)
        if ends is None:
            continue
        shown = other == number
        opacity = 1.0 if shown else _BORDER_OPACITY
        shapes.append(Line(*ends, Role.PICTURE, dashed=not shown, opacity=opacity))
        shapes += _name(str(other + 1), ends, opacity) if len(infos) > 1 else ()
    return tuple(shapes)


def _planes_of_the_ct(display: Display, pane: PaneView) -> Iterator[Shape]:
    """The lines of the planes that stand on the picture, open about the crosshair."""
    for kind in PlaneKind:
        plane = display.pane(kind).plane(display.crosshair)
        across = (dot(plane.normal, pane.plane.right), dot(plane.normal, pane.plane.down))
        steepness = math.hypot(*across)
        if steepness < _STANDING_SINE:
            continue
        # The plane cuts the picture where its distance from the middle of the pane is made up for.
        lacking_px = -plane.distance_mm(pane.plane.point) / steepness / pane.mm_per_px
        unit = (across[0] / steepness, across[1] / steepness)
        foot = (pane.width_px / 2 + lacking_px * unit[0], pane.height_px / 2 + lacking_px * unit[1])
        yield from _open_line(
            foot, (-unit[1], unit[0]), pane.to_px(display.crosshair), REFERENCE_ROLES[kind], pane
        )


def _open_line(
    foot: Pixel, direction: Pixel, crosshair: Pixel, role: Role, pane: PaneView
) -> Iterator[Shape]:
    reach = clip(foot, direction, pane)
    if reach is None:
        return
    middle = (crosshair[0] - foot[0]) * direction[0] + (crosshair[1] - foot[1]) * direction[1]
    for low, high in (
        (reach[0], min(reach[1], middle - _GAP_PX)),
        (max(reach[0], middle + _GAP_PX), reach[1]),
    ):
        if low < high:
            yield Line(_along(foot, direction, low), _along(foot, direction, high), role)


def _along(start: Pixel, direction: Pixel, distance_px: float) -> Pixel:
    return (start[0] + direction[0] * distance_px, start[1] + direction[1] * distance_px)


def _sine(one: Plane, other: Plane) -> float:
    return math.sqrt(max(0.0, 1 - dot(one.normal, other.normal) ** 2))


def _stated_sides(info: PictureInfo, view: PictureView) -> tuple[Shape, ...]:
    right, down = info.sides
    width, height = view.width_px, view.height_px
    said = (
        (right, (width - _EDGE_PX, height / 2), Anchor.RIGHT),
        (_opposite(right), (_EDGE_PX, height / 2), Anchor.LEFT),
        (down, (width / 2, height - _EDGE_PX), Anchor.BOTTOM),
        (_opposite(down), (width / 2, _EDGE_PX), Anchor.TOP),
    )
    return tuple(Text(at, side, Role.LETTER, anchor) for side, at, anchor in said if side)


def _opposite(side: str) -> str:
    return "".join(OPPOSITE[letter] for letter in side)


def _cut(placement: Placement, size: tuple[int, int], view: PaneView) -> tuple[Pixel, Pixel] | None:
    """Where the rectangle of a picture meets the plane of a pane, in pixels of the pane."""
    plane = placement.plane
    if _sine(plane, view.plane) < _LEAST_SINE:
        return None
    corners = _corners(placement, size)
    points: list[Pixel] = []
    for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
        a, b = view.plane.distance_mm(start), view.plane.distance_mm(end)
        if (a < 0) != (b < 0):
            points.append(_between(view.to_px(start), view.to_px(end), a / (a - b)))
    return (points[0], points[1]) if len(points) == 2 else None


def _corners(placement: Placement, size: tuple[int, int]) -> tuple[Vec3, ...]:
    """The outer corners of a picture, half a pixel beyond the centres of its first and last ones."""
    down_mm, right_mm = placement.spacing_mm
    low_x, high_x = -right_mm / 2, (size[1] - 0.5) * right_mm
    low_y, high_y = -down_mm / 2, (size[0] - 0.5) * down_mm
    around = ((low_x, low_y), (high_x, low_y), (high_x, high_y), (low_x, high_y))
    return tuple(placement.plane.at(*place) for place in around)


def _between(start: Pixel, end: Pixel, share: float) -> Pixel:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _name(words: str, ends: tuple[Pixel, Pixel], opacity: float) -> tuple[Shape, ...]:
    """The number of a picture at the end of its line that is further to the right."""
    x, y = max(ends)
    return (Text((x + _NAME_GAP_PX, y), words, Role.PICTURE, Anchor.LEFT, opacity=max(opacity, 0.7)),)
