"""The levels of a scan: found along the canal, named by what is seen or by a reader's click."""

from collections.abc import Sequence

import attrs
import numpy as np

from viewer.analysis.curve import Curve
from viewer.analysis.discs import Discs, find_discs
from viewer.analysis.filters import Floats
from viewer.analysis.numbering import Names, name_levels
from viewer.analysis.vertebrae import Vertebrae, describe_vertebrae
from viewer.model.analysis import AnchorPoint, FoundLevel, LevelOrigin
from viewer.model.geometry import vec3
from viewer.model.spine import Level, LevelKind, Numbering
from viewer.model.volume import Volume
from viewer.progress import Progress


@attrs.frozen
class LevelsFound:
    """Levels in cranio-caudal order, and sentences on what their names rest on."""

    levels: tuple[FoundLevel, ...]
    warnings: tuple[str, ...]


def find_levels(
    volume: Volume, curve: Curve, anchors: Sequence[AnchorPoint], progress: Progress
) -> LevelsFound:
    """Return the discs and vertebrae along a canal in an upright volume.

    A reader's anchor names the nearest level of its kind and, counting on, all others; without one
    the names are those that fit best what is seen, and unconfirmed.
    """
    discs = find_discs(volume, curve.points, progress)
    if len(discs.section) < 2:
        return LevelsFound((), ("No discs were found along the canal.",))
    vertebrae = describe_vertebrae(volume, discs)
    names = name_levels(discs, vertebrae, float(discs.section[0]))
    origin = LevelOrigin.AUTO
    warnings = _warnings(names)
    if anchors:
        given = _anchored(anchors, discs, vertebrae)
        if given is not None:
            names, origin, warnings = given, LevelOrigin.ANCHOR, ()
    return LevelsFound(_levels(curve, discs, vertebrae, names, origin), warnings)


def _levels(
    curve: Curve, discs: Discs, vertebrae: Vertebrae, names: Names, origin: LevelOrigin
) -> tuple[FoundLevel, ...]:
    found: list[FoundLevel] = []
    counts = {LevelKind.DISC: 0, LevelKind.VERTEBRA: 0}
    for number, name in enumerate(names.names):
        kind = LevelKind.VERTEBRA if number % 2 == 0 else LevelKind.DISC
        place = vertebrae.section[number // 2] if number % 2 == 0 else float(discs.section[number // 2])
        row = round(place)
        if not 0 <= row < len(discs.curve):
            continue
        point = discs.curve.points[row]
        depth_mm = _middle_mm(vertebrae.depth_mm, number)
        arc = float(curve.arc_mm[int(np.argmin(np.linalg.norm(curve.points - point, axis=1)))])
        centre = vec3(point - depth_mm * discs.curve.back[row])
        found.append(FoundLevel(name, kind, counts[kind], centre, arc, origin, names.confidence))
        counts[kind] += 1
    return tuple(found)


def _middle_mm(depths: Floats, number: int) -> float:
    near = np.asarray(depths, dtype=float)[max(0, number // 2 - 1) : number // 2 + 2]
    depth = float(np.nanmedian(near)) if np.isfinite(near).any() else 24.0
    return 8.0 + min(max(depth, 14.0), 34.0) / 2


def _anchored(anchors: Sequence[AnchorPoint], discs: Discs, vertebrae: Vertebrae) -> Names | None:
    """The names counted from a reader's clicks: each level from the click nearest to it."""
    numbering = _numbering_of(anchors)
    places = _places(discs, vertebrae)
    starts: list[tuple[float, int]] = []
    for anchor in anchors:
        index = numbering.index(Level(anchor.level))
        if index is None:
            continue
        point = np.array(anchor.point)
        abreast = np.abs(((point - discs.curve.points) * discs.curve.tangent).sum(axis=1))
        away = np.linalg.norm(point - discs.curve.points, axis=1)
        section = int(np.argmin(abreast + 0.2 * away))
        odd = "/" in anchor.level
        own = [n for n in range(len(places)) if (n % 2 == 1) == odd]
        nearest = min(own, key=lambda n: abs(places[n] - section))
        starts.append((places[nearest], index - nearest))
    if not starts:
        return None
    levels = numbering.levels
    names: list[str | None] = []
    for number, place in enumerate(places):
        start = min(starts, key=lambda one: abs(one[0] - place))[1]
        at = start + number
        names.append(levels[at].name if 0 <= at < len(levels) else None)
    return Names(tuple(names), 0.99, ("reader",), None)


def _numbering_of(anchors: Sequence[AnchorPoint]) -> Numbering:
    text = " ".join(anchor.level for anchor in anchors)
    return Numbering(thoracic=13 if "T13" in text else 12, lumbar=6 if "L6" in text else 5)


def _places(discs: Discs, vertebrae: Vertebrae) -> list[float]:
    places: list[float] = []
    for number in range(2 * len(discs.section) + 1):
        even = number % 2 == 0
        places.append(float(vertebrae.section[number // 2]) if even else float(discs.section[number // 2]))
    return places


def _warnings(names: Names) -> tuple[str, ...]:
    if names.names[1] is None:
        return ("The scan shows no landmark to number the levels from: name one level with a click.",)
    if {"dens", "first rib"} & set(names.anchors):
        return ()
    basis = " and the ".join(names.anchors)
    told = f"The levels are numbered from the {basis} only: with a transitional vertebra all names shift"
    alternative = f" (the first disc could be {names.other})" if names.other else ""
    return (f"{told}{alternative}. Confirm one level.",)
