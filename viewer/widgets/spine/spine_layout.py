"""Where the spine strip draws each level, and what it says of it: pure, without any window system."""

from collections.abc import Mapping
from enum import StrEnum

import attrs

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import (
    found_positions,
    level_here,
    level_of_mark,
    narrowing_level,
    with_found,
)
from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.labels import LabelSource, level_positions
from viewer.model.listed import listed_narrowings
from viewer.model.narrowing import Narrowing
from viewer.model.spine import Level, LevelKind, Numbering, Region
from viewer.tools.narrowings import is_rejected
from viewer.widgets.spine.spine_expected import Expected

_DISC_SHARE = 0.3
_REGION_ROWS = {Region.CERVICAL: 0.94, Region.THORACIC: 0.94, Region.LUMBAR: 1.2, Region.SACRAL: 1.5}
_LAST = "S1"


class LevelState(StrEnum):
    """How a level is known."""

    PLACED = "placed"
    INTERPOLATED = "interpolated"
    EXTRAPOLATED = "extrapolated"
    FOUND = "found in the image"
    ABSENT = "not located"


_STATES = {
    LabelSource.PLACED: LevelState.PLACED,
    LabelSource.INTERPOLATED: LevelState.INTERPOLATED,
    LabelSource.EXTRAPOLATED: LevelState.EXTRAPOLATED,
    LabelSource.FOUND: LevelState.FOUND,
}


@attrs.frozen
class StripLevel:
    """One level of the strip: its place as a share of the height, what is known and marked there."""

    level: Level
    top: float
    bottom: float
    state: LevelState = LevelState.ABSENT
    confirmed: bool = False
    point: Vec3 | None = None
    marks: tuple[CompressionMark, ...] = ()
    current: bool = False
    narrowings: tuple[Narrowing, ...] = ()
    expected: tuple[Expected, ...] = ()

    @property
    def is_disc(self) -> bool:
        """Whether it is a disc or joint."""
        return self.level.kind is LevelKind.DISC

    @property
    def caption(self) -> str:
        """The name, with "?" while no reader has confirmed it."""
        known = self.confirmed or self.state is LevelState.ABSENT
        return self.level.short_name if known else f"{self.level.short_name}?"

    @property
    def story(self) -> str:
        """What is known of the level, as a sentence for tooltips and screen readers."""
        marked = f"; {len(self.marks)} marked" if self.marks else ""
        measured = f"; {len(self.narrowings)} narrowing measured" if self.narrowings else ""
        here = "; crosshair here" if self.current else ""
        known = self.confirmed or self.state is LevelState.ABSENT
        sure = "" if known else ", unconfirmed"
        known_as = f"{self.level.short_name}: {self.state.value}{sure}{marked}{measured}{here}"
        return "\n".join((known_as, *dict.fromkeys(one.sentence for one in self.expected)))


@attrs.frozen
class SpineLayout:
    """The levels from the head down, and the marks that no level takes.

    `nothing_placed` while a study is open in which no level is named yet; `has_found` while levels
    found in the image wait to be confirmed.
    """

    levels: tuple[StripLevel, ...]
    unnamed: tuple[CompressionMark, ...] = ()
    nothing_placed: bool = False
    has_found: bool = False

    def at(self, share: float) -> StripLevel | None:
        """Return the level at a share (0 to 1) of the height."""
        return next((one for one in self.levels if one.top <= share < one.bottom), None)

    def find(self, name: str) -> StripLevel | None:
        """Return the level with a name, None where the strip has none."""
        return next((one for one in self.levels if one.level.name == name), None)


def spine_layout(
    case: Case,
    crosshair: Vec3 | None,
    grid: VolumeGeometry | None,
    analysis: Analysis | None = None,
    expected: Mapping[Level, tuple[Expected, ...]] | None = None,
) -> SpineLayout:
    """Return the strip of a case; `crosshair` None (nothing open) leaves no level current.

    `analysis` gives the levels that were found, and the narrowings that no reader turned down; `expected`
    the places that the symptoms point to.
    """
    found_ones = found_positions(case, analysis.levels) if analysis else ()
    told = level_positions(case.labels, case.numbering, grid)
    known = {one.level: one for one in with_found(told, found_ones)}
    narrowings = _narrowings(case, analysis)
    here = level_here(case, crosshair, analysis) if crosshair else None
    marks: dict[Level | None, list[CompressionMark]] = {}
    for mark in case.marks:
        found = level_of_mark(case, mark, analysis)
        marks.setdefault(found.level if found else None, []).append(mark)
    rows: list[StripLevel] = []
    for row in _rows(case.numbering):
        position = known.get(row.level)
        rows.append(
            attrs.evolve(
                row,
                state=_STATES[position.source] if position else LevelState.ABSENT,
                confirmed=position is not None and position.confirmed,
                point=position.point if position else None,
                marks=tuple(marks.pop(row.level, ())),
                current=here is not None and here.level == row.level,
                narrowings=tuple(narrowings.get(row.level, ())),
                expected=(expected or {}).get(row.level, ()),
            )
        )
    unnamed = tuple(mark for rest in marks.values() for mark in rest)
    found = any(row.state is LevelState.FOUND and row.is_disc for row in rows)
    return SpineLayout(tuple(rows), unnamed, crosshair is not None and not case.labels, found)


def _narrowings(case: Case, analysis: Analysis | None) -> dict[Level, list[Narrowing]]:
    placed: dict[Level, list[Narrowing]] = {}
    for narrowing in listed_narrowings(analysis):
        level, _ = narrowing_level(case, narrowing, analysis.levels if analysis else ())
        if level is not None and not is_rejected(case, narrowing):
            placed.setdefault(level, []).append(narrowing)
    return placed


def _rows(numbering: Numbering) -> tuple[StripLevel, ...]:
    shown = numbering.levels[: _place_of_last(numbering) + 1]
    heights = [_height(level) for level in shown]
    total, top = sum(heights), 0.0
    rows: list[StripLevel] = []
    for level, height in zip(shown, heights, strict=True):
        rows.append(StripLevel(level, top / total, (top + height) / total))
        top += height
    return tuple(rows)


def _place_of_last(numbering: Numbering) -> int:
    return next(n for n, level in enumerate(numbering.levels) if level.name == _LAST)


def _height(level: Level) -> float:
    region = Region.CERVICAL if level.upper == "C0" else level.region
    share = _DISC_SHARE if level.kind is LevelKind.DISC else 1 - _DISC_SHARE
    return _REGION_ROWS[region] * share
