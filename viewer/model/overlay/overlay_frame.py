"""What stands at the edges of a slice pane: the patient's sides and a scale bar."""

from viewer.model.geometry import scale
from viewer.model.orientation import UNKNOWN, letters
from viewer.model.overlay.overlay_shapes import Anchor, Line, Role, Shape, Text
from viewer.model.resolve import PaneView

_EDGE_PX = 6.0
_SCALE_ABOVE_EDGE_PX = 32.0
_SCALE_SHARE = 0.3
_TICK_PX, _END_TICK_PX = 4.0, 7.0
# Length of the bar in mm and into how many parts its ticks divide it.
_SCALES = ((100.0, 10), (50.0, 5), (20.0, 4), (10.0, 10), (5.0, 5), (2.0, 4), (1.0, 2))


def side_letters(view: PaneView, *, known: bool = True) -> tuple[Shape, ...]:
    """Return the patient's side at each edge of a pane, several letters where it is oblique; `?` while unknown."""
    plane, width, height = view.plane, view.width_px, view.height_px
    edges = (
        (scale(plane.right, -1), (_EDGE_PX, height / 2), Anchor.LEFT),
        (plane.right, (width - _EDGE_PX, height / 2), Anchor.RIGHT),
        (scale(plane.down, -1), (width / 2, _EDGE_PX), Anchor.TOP),
        (plane.down, (width / 2, height - _EDGE_PX), Anchor.BOTTOM),
    )
    return tuple(
        Text(at, letters(direction) if known else UNKNOWN, Role.LETTER, anchor)
        for direction, at, anchor in edges
    )


def scale_bar(view: PaneView) -> tuple[Shape, ...]:
    """Return a bar of a round length with ticks and its length in mm, above the lower edge."""
    fitting = (one for one in _SCALES if one[0] / view.mm_per_px <= _SCALE_SHARE * view.width_px)
    length_mm, parts = next(fitting, _SCALES[-1])
    length_px = length_mm / view.mm_per_px
    left, y = (view.width_px - length_px) / 2, view.height_px - _SCALE_ABOVE_EDGE_PX
    shapes: list[Shape] = [Line((left, y), (left + length_px, y), Role.SCALE)]
    for n in range(parts + 1):
        x, tick = left + n * length_px / parts, _END_TICK_PX if n in (0, parts) else _TICK_PX
        shapes.append(Line((x, y), (x, y - tick), Role.SCALE))
    # At its left: the longer lines of corner text stand at the right.
    shapes.append(Text((left - _EDGE_PX, y - 3), f"{length_mm:g} mm", Role.SCALE, Anchor.RIGHT))
    return tuple(shapes)
