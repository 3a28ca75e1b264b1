"""Where levels lie: the vertebrae and discs of a row as places along the canal and points in the bone."""

from itertools import pairwise

import attrs
import numpy as np

from viewer.analysis.anchors import VertebraMarks
from viewer.analysis.filters import gaussian_along
from viewer.analysis.vertebral_stack import VertebralStack
from viewer.model.geometry import Vec3, vec3
from viewer.model.spine import LevelKind

_FURTHER = 3
_BODY_MM = (-44.0, -8.0)
_MIDLINE_MM = (-6.0, 6.0)
_BONE_HU, _BONE_RANGE_HU = 60.0, 200.0
_USUAL_DEPTH_MM = 20.0

# Places above C2/C3 in heights of a usual cervical vertebra: C2 has its peg, C1 no body.
UPPER_CERVICAL: dict[str, float] = {"C2": 0.62, "C1/C2": 1.2, "C1": 1.65, "C0/C1": 2.1}


USUAL_CERVICAL_MM = 18.0


@attrs.frozen
class Place:
    """One level of a row: `number` counts vertebrae, a disc has that of the one above it."""

    kind: LevelKind
    number: int
    section: float
    found: bool


def bounds_of(discs: tuple[int, ...], count: int) -> tuple[tuple[int, int], ...]:
    """Return the sections that bound each vertebra: those between discs, and a few beyond either end.

    Those beyond are as long as the last one found, as far as `count` sections reach.
    """
    if len(discs) < 2:
        return ()
    top, bottom = discs[1] - discs[0], discs[-1] - discs[-2]
    above = [discs[0] - n * top for n in range(_FURTHER, 0, -1) if discs[0] - (n - 0.5) * top > 0]
    below = [discs[-1] + n * bottom for n in range(1, _FURTHER + 1) if discs[-1] + (n - 0.5) * bottom < count]
    return tuple(pairwise([*above, *discs, *below]))


def places_of(marks: tuple[VertebraMarks, ...], discs: tuple[int, ...]) -> tuple[Place, ...]:
    """Return all levels of a row, cranial first, vertebrae and the discs between them."""
    places: list[Place] = []
    for number, mark in enumerate(marks):
        if number:
            places.append(Place(LevelKind.DISC, number - 1, float(mark.start), mark.start in discs))
        found = mark.start in discs and mark.stop in discs
        places.append(Place(LevelKind.VERTEBRA, number, (mark.start + mark.stop) / 2, found))
    return tuple(places)


def centre_at(stack: VertebralStack, section: float) -> Vec3:
    """Return the LPS point in the middle of the body or disc abreast of a section."""
    at = int(np.clip(round(section), 0, len(stack.curve) - 1))
    around = slice(max(0, at - 10), at + 11)
    hu = stack.box(_BODY_MM, _MIDLINE_MM)[around]
    bone = np.clip((hu - _BONE_HU) / _BONE_RANGE_HU, 0.0, 1.0).mean(axis=(0, 2))
    depth = -np.arange(_BODY_MM[0], _BODY_MM[0] + 2.0 * len(bone), 2.0)
    share = np.clip(gaussian_along(bone, 1.0, 0) - 0.15, 0.0, None)
    total = float(share.sum())
    ahead = float((share * depth).sum()) / total if total > 0.2 else _USUAL_DEPTH_MM
    curve = stack.curve
    rest = section - at
    return vec3(curve.points[at] + rest * curve.tangent[at] - ahead * curve.back[at])
