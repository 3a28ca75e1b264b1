"""What beside a vertebra tells its number: ribs, the wings of the sacrum, the base of the skull."""

import attrs
import numpy as np

from viewer.analysis.filters import Flags, Floats, gaussian
from viewer.analysis.vertebral_stack import AIR_HU, CELL_MM, VertebralStack

_BONE_HU, _BONE_RANGE_HU = 130.0, 120.0
_RIB_FROM_MM, _RIB_TO_MM = 26.0, 58.0
_ORIGIN = 0.65
_RISE, _DROP = -1, 2
_CLAIM, _CLAIM_FROM_BELOW = 1.5, 0.8
_PARTLY, _WHOLLY = 0.6, 0.9
# A rib may spring from just above the upper disc: where that lies at the scan's edge nothing is known.
_ABOVE_MM = 4
_LUNG_BACK_MM, _LUNG_HU, _LEAST_SHOWN = (-44.0, -4.0), -500.0, 0.4
_THICK_MM = 3.0
_WIDE_MM = (28.0, 40.0)


@attrs.frozen
class SideMarks:
    """What was seen to one side of a vertebra.

    `reach_mm`: how far from the middle bone goes on from its process; `drop_mm`: how far it sinks on
    the way; `seen_mm`: how far the scan reaches there; `wide_mm`: the mean depth of bone beside it;
    `whole`: how wholly (0 to 1) the scan shows where a rib would spring, the vertebra lying at its edge.
    """

    reach_mm: float
    drop_mm: float
    seen_mm: float
    wide_mm: float
    whole: float = 1.0


@attrs.frozen
class VertebraMarks:
    """What was seen to the right and left of a vertebra that reaches from section `start` to `stop`.

    `lung` is the share of air beside it, None where the scan does not show the sides of its body.
    """

    start: int
    stop: int
    right: SideMarks
    left: SideMarks
    seen: float
    lung: float | None = None

    @property
    def sides(self) -> tuple[SideMarks, SideMarks]:
        """Both sides."""
        return (self.right, self.left)

    @property
    def length_mm(self) -> int:
        """From the disc above to the disc below."""
        return self.stop - self.start


def vertebra_marks(stack: VertebralStack, bounds: tuple[tuple[int, int], ...]) -> tuple[VertebraMarks, ...]:
    """Return what is seen beside each vertebra, given by the sections of the discs above and below."""
    back = stack.back_mm
    bone = np.clip((gaussian(stack.hu, (0.8, 0.4, 0.4)) - _BONE_HU) / _BONE_RANGE_HU, 0.0, 1.0)
    depth_mm = bone[:, (back >= -30) & (back <= 30)].sum(axis=1) * CELL_MM
    seen = (stack.hu[:, (back >= 0) & (back <= 8)] > AIR_HU - 100).mean(axis=1)
    inside, lung = stack.inside, _lung(stack)
    right, left = (_sides(stack, depth_mm, seen, bounds, side) for side in (-1.0, 1.0))
    return tuple(
        VertebraMarks(
            start, stop, one, other, float(inside[_rows(start, stop)].mean()), _share(lung, start, stop)
        )
        for (start, stop), one, other in zip(bounds, right, left, strict=True)
    )


def _lung(stack: VertebralStack) -> Floats:
    """The share of air to both sides of the bodies; not a number where the scan shows too little of them."""
    beside = np.concatenate(
        [stack.box(_LUNG_BACK_MM, (-50.0, -24.0)), stack.box(_LUNG_BACK_MM, (24.0, 50.0))], 2
    )
    shown = beside > AIR_HU - 110
    share = ((beside < _LUNG_HU) & shown).sum(axis=(1, 2)) / np.maximum(shown.sum(axis=(1, 2)), 1)
    return np.where(shown.mean(axis=(1, 2)) > _LEAST_SHOWN, share, np.nan)


def _share(lung: Floats, start: int, stop: int) -> float | None:
    rows = lung[_rows(start, stop)]
    known = rows[np.isfinite(rows)]
    return float(known.mean()) if 2 * len(known) > len(rows) else None


def _rows(start: int, stop: int) -> slice:
    return slice(max(0, start), max(1, stop))


def _sides(
    stack: VertebralStack, depth_mm: Floats, seen: Floats, bounds: tuple[tuple[int, int], ...], side: float
) -> list[SideMarks]:
    aside = np.arange(_RIB_FROM_MM, _RIB_TO_MM + 0.1, CELL_MM)
    columns = [int(np.argmin(np.abs(stack.left_mm - side * mm))) for mm in aside]
    depth_mm, seen = depth_mm[:, columns], seen[:, columns]
    beside = (aside >= _WIDE_MM[0]) & (aside <= _WIDE_MM[1])
    ways = _unclaimed([_ways_out(depth_mm, one) for one in bounds])
    found: list[SideMarks] = []
    for (start, stop), way in zip(bounds, ways, strict=True):
        rows = _rows(start, stop)
        thick = way.max(axis=0) >= _THICK_MM
        count = _leading(thick)
        shown = seen[_rows(start - _ABOVE_MM, start + round(_ORIGIN * (stop - start)))].mean(axis=0)
        near = _leading(shown > _PARTLY)
        whole = (shown[: max(near, 1)].mean() - _PARTLY) / (_WHOLLY - _PARTLY)
        found.append(
            SideMarks(
                float(aside[count - 1]) if count else 0.0,
                _drop_mm(way, count),
                _RIB_FROM_MM + near * CELL_MM if near else 0.0,
                float(depth_mm[rows][:, beside].mean()),
                float(np.clip(whole, 0.0, 1.0)),
            )
        )
    return found


def _leading(flags: Flags) -> int:
    """How many flags from the first on are true."""
    return len(flags) if flags.all() else int(np.argmin(flags))


def _unclaimed(ways: list[Floats]) -> list[Floats]:
    """The ways of each vertebra without what its neighbours reach by thicker ones: their own ribs.

    A rib meets the upper part of its vertebra: reached from two as easily, it is the lower one's.
    """
    none = np.zeros_like(ways[0]) if ways else np.zeros(0)
    return [
        np.where((above > _CLAIM * own) | (below > _CLAIM_FROM_BELOW * own), 0.0, own)
        for above, own, below in zip([none, *ways], ways, [*ways[1:], none], strict=False)
    ]


def _ways_out(depth_mm: Floats, bounds: tuple[int, int]) -> Floats:
    """For each section and distance aside, the thinnest place of the thickest way of bone to it.

    A way starts at the transverse process, in the upper part of the vertebra, and may sink `_DROP` mm or
    rise by `_RISE` for every cell outward, as ribs do.
    """
    start, stop = bounds[0] - 2, bounds[0] + round(_ORIGIN * (bounds[1] - bounds[0]))
    ways = np.zeros_like(depth_mm)
    rows = slice(max(0, start), max(0, stop))
    ways[rows, 0] = depth_mm[rows, 0]
    for column in range(1, depth_mm.shape[1]):
        before = ways[:, column - 1]
        best = before.copy()
        for step in range(_RISE, _DROP + 1):
            if step > 0:
                best[step:] = np.maximum(best[step:], before[:-step])
            elif step < 0:
                best[:step] = np.maximum(best[:step], before[-step:])
        ways[:, column] = np.minimum(best, depth_mm[:, column])
    return ways


def _drop_mm(ways: Floats, count: int) -> float:
    """How far the middle of the bone sinks from its origin to where it ends."""
    if count < 3:
        return 0.0
    place = np.arange(len(ways))
    thick = np.maximum(ways - _THICK_MM / 2, 0.0)
    middle = [float((place * thick[:, n]).sum() / max(thick[:, n].sum(), 1e-6)) for n in (1, count - 1)]
    return middle[1] - middle[0]
