"""From which sides a narrowed section is pressed in."""

import numpy as np

from viewer.analysis.filters import Floats
from viewer.model.narrowing import Indented
from viewer.model.sections import Sections

_REFERENCE = 10
# A side counts from this depth on, and from this share of the deepest side's.
_LEAST_MM, _SHARE = 0.5, 0.45
_SIDE = 0.71
# Right and left differ by this much, and by this share of the deepest, before one of them is named alone.
_ONE_SIDED_MM, _ONE_SIDED_SHARE = 0.4, 0.25


def indentation(sections: Sections, number: int, ends: list[int | None]) -> tuple[Indented, ...]:
    """Return from which sides the outline at a section lies inside that of its neighbours.

    `ends` are the sections where the narrowing ends above and below. The sac that was to be expected
    here lies where its course on both sides leads, and not where the pressed section has moved to.
    """
    known = [end for end in ends if end is not None]
    if not known:
        return ()
    usual = np.mean([sections.radii_mm[end] for end in known], axis=0)
    angle = np.arange(len(usual)) * 2 * np.pi / len(usual)
    left_mm, back_mm = _moved_mm(sections, number, ends)
    moved = left_mm * np.cos(angle) + back_mm * np.sin(angle)
    drawn_in = usual - sections.radii_mm[number] - moved
    sides = {
        Indented.LEFT: np.cos(angle) > _SIDE,
        Indented.POSTERIOR: np.sin(angle) > _SIDE,
        Indented.RIGHT: np.cos(angle) < -_SIDE,
        Indented.ANTERIOR: np.sin(angle) < -_SIDE,
    }
    depth = {side: float(drawn_in[rows].mean()) for side, rows in sides.items()}
    most = max(depth.values())
    if most < _LEAST_MM:
        return ()
    right, left = depth[Indented.RIGHT], depth[Indented.LEFT]
    if abs(right - left) < max(_ONE_SIDED_MM, _ONE_SIDED_SHARE * most):
        # Too alike to say which: neither side is named without the other.
        depth[Indented.RIGHT] = depth[Indented.LEFT] = (right + left) / 2
    strong = tuple(side for side, value in depth.items() if value > max(_SHARE * most, _LEAST_MM))
    return (Indented.CIRCUMFERENTIAL,) if len(strong) == 4 else strong


def _moved_mm(sections: Sections, number: int, ends: list[int | None]) -> tuple[float, float]:
    """How far the section's point lies to the left and the back of the course of the sac beside it."""
    above, below = ends
    if above is None or below is None:
        return (0.0, 0.0)
    beside = np.r_[max(0, above - _REFERENCE + 1) : above + 1, below : min(len(sections), below + _REFERENCE)]
    beside = beside[sections.ok[beside]]
    if len(beside) < _REFERENCE:
        return (0.0, 0.0)
    offset = sections.point[number] - _course(sections, beside, float(sections.arc_mm[number]))
    return float(offset @ sections.left[number]), float(offset @ sections.back[number])


def _course(sections: Sections, beside: np.ndarray, arc_mm: float) -> Floats:
    """The LPS point that a curve through the sections beside passes at a place between them."""
    from_here = sections.arc_mm[beside] - arc_mm
    return np.polyfit(from_here, sections.centre[beside], 2)[-1]
