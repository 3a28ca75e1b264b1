"""Name the vertebrae of a scan from what is seen of them, and say how sure the names are."""

from collections.abc import Sequence

import attrs
import numpy as np

from viewer.analysis.discs import Discs
from viewer.analysis.filters import Floats
from viewer.analysis.vertebrae import Vertebrae
from viewer.model.spine import Level, Numbering

_SPACING_SPREAD = 0.09
_SIZE_SPREAD = 0.10
_DEPTH_SPREAD = 0.22
_SURE = 0.5
_LEAST_CONFIDENCE = 0.5


@attrs.frozen
class Names:
    """The name of each level in the row of bodies and discs (body, disc, body ...), and how sure they are.

    `names` are all None where the scan shows no anchor. `anchors` are what the names rest on, `others`
    the next likeliest name of the first disc.
    """

    names: tuple[str | None, ...]
    confidence: float
    anchors: tuple[str, ...]
    other: str | None


def name_levels(discs: Discs, vertebrae: Vertebrae, canal_above_mm: float) -> Names:
    """Return the names that fit best what is seen: ribs, sacral wings, spacing and depth of bodies.

    `canal_above_mm`: how much canal is scanned above the first disc.
    """
    numbering = Numbering()
    levels = numbering.levels
    count = 2 * len(discs.section) + 1
    starts = [start for start in range(-1, len(levels) - 1) if (start + 1) % 2 == 0]
    scores = np.array([_fit(start, discs, vertebrae, numbering, canal_above_mm) for start in starts])
    weight = np.exp(scores - scores.max())
    weight /= weight.sum()
    best = int(np.argmax(weight))
    names = _names_from(starts[best], count, numbering)
    anchors = _anchors(names, vertebrae, canal_above_mm)
    ranked = np.argsort(weight)[::-1]
    other = _names_from(starts[int(ranked[1])], count, numbering)[1] if len(ranked) > 1 else None
    confidence = float(weight[best]) * _trust(anchors)
    if not anchors or confidence < _LEAST_CONFIDENCE * 0.5:
        return Names((None,) * count, 0.0, anchors, other)
    return Names(names, confidence, anchors, other)


def _names_from(start: int, count: int, numbering: Numbering) -> tuple[str | None, ...]:
    levels = numbering.levels
    return tuple(levels[start + n].name if 0 <= start + n < len(levels) else None for n in range(count))


def _fit(
    start: int, discs: Discs, vertebrae: Vertebrae, numbering: Numbering, canal_above_mm: float
) -> float:
    """The log likelihood of what is seen if the first body is the level `start`."""
    names = _names_from(start, 2 * len(discs.section) + 1, numbering)
    bodies, gaps = names[0::2], names[1::2]
    unknown = sum(name is None for name in gaps) + max(0, sum(name is None for name in bodies) - 1)
    score = -6.0 * unknown
    score += _spacing_fit(gaps, np.array(discs.section, dtype=float), numbering)
    for name, rib, wing, depth in zip(bodies, vertebrae.rib, vertebrae.wing, vertebrae.depth_mm, strict=True):
        if name is None:
            continue
        score += _log_mix(float(rib), _rib_chance(name)) + _log_mix(float(wing), _wing_chance(name))
        if np.isfinite(depth) and depth > 8 and name not in {"C1", "C2", "S1", "S2"}:
            off = np.log(depth / _usual_depth_mm(name)) / _DEPTH_SPREAD
            score -= 0.5 * min(off**2, 4.0)
    del canal_above_mm
    return float(score)


def _spacing_fit(gaps: Sequence[str | None], places: Floats, numbering: Numbering) -> float:
    known = [n for n, name in enumerate(gaps) if name is not None]
    if len(known) < 2:
        return -10.0
    usual = np.array([numbering.offset_mm(Level(str(gaps[n]))) for n in known])
    ratio = np.log(np.maximum(np.diff(places[known]), 1.0) / np.diff(usual))
    # The patient's size moves all spacings alike; only a part of that is believed.
    size = ratio.sum() / (len(ratio) + (_SPACING_SPREAD / _SIZE_SPREAD) ** 2)
    rest = np.minimum(((ratio - size) / _SPACING_SPREAD) ** 2, 9.0)
    return float(-0.5 * rest.sum() - 0.5 * (size / _SIZE_SPREAD) ** 2)


def _log_mix(seen: float, chance: float) -> float:
    return float(np.log(seen * chance + (1 - seen) * (1 - chance)))


def _rib_chance(name: str) -> float:
    if name in {"S1", "S2"}:
        return 0.85
    if name in {"C1", "C2"}:
        return 0.3
    chances = {"C7": 0.06, "T11": 0.9, "T12": 0.75, "L1": 0.06, "L5": 0.3, "L4": 0.1}
    return chances.get(name, 0.95 if name[0] == "T" else 0.04)


def _wing_chance(name: str) -> float:
    chances = {"S1": 0.9, "S2": 0.9, "L5": 0.12, "T1": 0.3, "T2": 0.2, "C1": 0.15}
    return chances.get(name, 0.03)


def _usual_depth_mm(name: str) -> float:
    number = int(name[1:])
    if name[0] == "C":
        return 17.0
    return 16.0 + 1.15 * number if name[0] == "T" else 31.0


def _anchors(names: Sequence[str | None], vertebrae: Vertebrae, canal_above_mm: float) -> tuple[str, ...]:
    """Which landmarks the names rest on."""
    bodies = list(names[0::2])
    rib = dict(zip(bodies, vertebrae.rib, strict=True))
    wing = dict(zip(bodies, vertebrae.wing, strict=True))
    found: list[str] = []
    if "C2" in bodies and canal_above_mm > 20:
        found.append("dens")
    if rib.get("T1", 0.0) > _SURE and rib.get("C7", 1.0) < _SURE:
        found.append("first rib")
    if rib.get("T12", 0.0) > _SURE and rib.get("L1", 1.0) < _SURE:
        found.append("last rib")
    if wing.get("S1", 0.0) > _SURE and "L5" in bodies:
        found.append("sacrum")
    return tuple(found)


def _trust(anchors: Sequence[str]) -> float:
    """Counting from the top is safe; the last rib or the sacrum alone are not (T13, L6, four lumbar)."""
    if {"dens", "first rib"} & set(anchors):
        return 0.97
    return 0.85 if len(anchors) > 1 else 0.6
