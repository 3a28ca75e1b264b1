"""The levels of the spine: their names, order, regions, roots and usual heights."""

from enum import StrEnum
from functools import cache
from itertools import pairwise

import attrs


class Region(StrEnum):
    """The regions a level is reported under."""

    CERVICAL = "cervical"
    THORACIC = "thoracic"
    LUMBAR = "lumbar"
    SACRAL = "sacral"


class LevelKind(StrEnum):
    """Whether a level is a vertebra or the joint below one."""

    VERTEBRA = "vertebra"
    DISC = "disc"


@attrs.frozen
class Level:
    """A vertebra (`L4`) or the disc or joint between two (`L4/L5`), by its name.

    Names are those of `thecal analyze`: full on both sides of the stroke, `C0/C1` and `C1/C2` for
    the joints without a disc, `T13` and `L6` where the patient has them.
    """

    name: str

    @property
    def kind(self) -> LevelKind:
        """Vertebra or disc."""
        return LevelKind.DISC if "/" in self.name else LevelKind.VERTEBRA

    @property
    def upper(self) -> str:
        """The vertebra itself, or the upper one of a disc."""
        return self.name.split("/")[0]

    @property
    def lower(self) -> str:
        """The vertebra itself, or the lower one of a disc."""
        return self.name.split("/")[-1]

    @property
    def region(self) -> Region:
        """The region it is reported under: that of its upper vertebra (L5/S1 is lumbar)."""
        return _REGIONS["C" if self.upper == "C0" else self.upper[0]]

    @property
    def short_name(self) -> str:
        """The name as readers say it: `L4/5`, `C7/T1`."""
        upper, lower = self.upper, self.lower
        if self.kind is LevelKind.DISC and upper[0] == lower[0]:
            return f"{upper}/{lower[1:]}"
        return self.name


_REGIONS = {
    "C": Region.CERVICAL,
    "T": Region.THORACIC,
    "L": Region.LUMBAR,
    "S": Region.SACRAL,
}


@attrs.frozen
class Numbering:
    """How many thoracic and lumbar vertebrae this patient has (12 and 5 unless transitional)."""

    thoracic: int = 12
    lumbar: int = 5

    @property
    def vertebrae(self) -> tuple[str, ...]:
        """All vertebra names from C1 to S2."""
        counts = (("C", 7), ("T", self.thoracic), ("L", self.lumbar), ("S", 2))
        return tuple(f"{letter}{n}" for letter, count in counts for n in range(1, count + 1))

    @property
    def levels(self) -> tuple[Level, ...]:
        """All levels from C0/C1 to S2 in cranio-caudal order, discs between their vertebrae."""
        return _levels(self)

    def index(self, level: Level) -> int | None:
        """Return the place of a level in `levels`, None if this patient has no such level."""
        return _places(self).get(level)

    def offset_mm(self, level: Level) -> float:
        """Return the usual distance of a level below C0/C1 in an adult; `KeyError` if unknown.

        Only ratios matter: it spaces levels between and beyond the ones a reader has placed.
        """
        return _offsets(self)[level]


@cache
def _levels(numbering: Numbering) -> tuple[Level, ...]:
    names = ["C0/C1"]
    vertebrae = numbering.vertebrae
    for upper, lower in pairwise(vertebrae):
        names += [upper, f"{upper}/{lower}"]
    return tuple(Level(name) for name in [*names, vertebrae[-1]])


@cache
def _places(numbering: Numbering) -> dict[Level, int]:
    return {level: place for place, level in enumerate(_levels(numbering))}


# Mean adult heights in mm of body plus the disc below: Busscher 2010 (Eur Spine J 19:1104) and
# Gilad & Nissan 1986 (Spine 11:124), rounded; sacral ones by proportion.
_BODY_HEIGHT_MM = {"C": 13.0, "T": 20.0, "L": 27.5, "S": 26.0}
_DISC_HEIGHT_MM = {"C": 5.5, "T": 5.0, "L": 10.0, "S": 2.0}
_UPPER_CERVICAL_MM = {"C1": 12.0, "C2": 22.0}


def _body_mm(vertebra: str) -> float:
    if vertebra in _UPPER_CERVICAL_MM:
        return _UPPER_CERVICAL_MM[vertebra]
    if vertebra[0] == "T":
        return 15.5 + 0.7 * int(vertebra[1:])
    return _BODY_HEIGHT_MM[vertebra[0]]


@cache
def _offsets(numbering: Numbering) -> dict[Level, float]:
    offsets = {Level("C0/C1"): 0.0}
    edge_mm = 0.0
    vertebrae = numbering.vertebrae
    for vertebra, below in zip(vertebrae, (*vertebrae[1:], ""), strict=True):
        height, disc = _body_mm(vertebra), _DISC_HEIGHT_MM[vertebra[0]]
        offsets[Level(vertebra)] = edge_mm + height / 2
        if below:
            offsets[Level(f"{vertebra}/{below}")] = edge_mm + height + disc / 2
        edge_mm += height + disc
    return offsets


ROOTS: tuple[str, ...] = (
    *(f"C{n}" for n in range(1, 9)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    *(f"S{n}" for n in range(1, 6)),
)
"""The nerve roots: eight cervical ones for seven vertebrae."""


@attrs.frozen
class RootsAtLevel:
    """The roots that meet a disc level: the one leaving in its foramen, the one crossing it."""

    exiting: str | None
    traversing: str | None


def roots_at(level: Level) -> RootsAtLevel:
    """Return the roots concerned at a disc; at a vertebra, those of the disc below it.

    In the neck the exiting root takes the lower vertebra's number (C5/C6: C6; C7/T1: C8) and no
    root crosses the disc inside the sac's recess; below, the upper one's (L4/L5: L4 exits, L5
    traverses). Transitional levels (T13, L6) give None where no named root exists.
    Source: Fardon 2014, Spine J 14:2525; standard root anatomy.
    """
    upper, lower = level.upper, level.lower
    if level.region is Region.CERVICAL:
        if level.kind is LevelKind.VERTEBRA:
            return RootsAtLevel(_root(f"C{int(upper[1:]) + 1}"), None)
        return RootsAtLevel("C8" if lower == "T1" else _root(lower), None)
    exiting = _root(upper)
    if level.kind is LevelKind.DISC:
        return RootsAtLevel(exiting, _root(lower))
    if exiting is None:
        return RootsAtLevel(None, None)
    place = ROOTS.index(exiting) + 1
    return RootsAtLevel(exiting, ROOTS[place] if place < len(ROOTS) else None)


def _root(vertebra: str) -> str | None:
    return vertebra if vertebra in ROOTS else None
