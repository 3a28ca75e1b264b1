"""One study of the library, and what it is searched by."""

from enum import StrEnum
from pathlib import Path

import attrs

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import automatic_levels, level_of_mark
from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.spine import Level
from viewer.model.study import Patient, Study

# As many levels in a region say that it is what was scanned; fewer may be its neighbour's edge.
_TELLING_LEVELS = 4


class Held(StrEnum):
    """Where the images of a study are: where they were opened from, or copied into the library."""

    REFERENCED = "referenced"
    COPIED = "copied"


@attrs.frozen
class Noted:
    """What the case of one series says, as words for searching: "lumbar", "L4/L5 left extrusion"."""

    series_key: str
    regions: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@attrs.frozen
class Entry:
    """A study that was opened, and where to find it again.

    `places` are the paths that were opened, `series_key` the series that was shown last, `noted` what
    the cases of its series say. `opened` is when it was last open, ISO 8601 in UTC.
    """

    study_uid: str
    patient: Patient
    date: str
    description: str
    places: tuple[Path, ...]
    series_key: str = ""
    images: int = 0
    noted: tuple[Noted, ...] = ()
    opened: str = ""
    held: Held = Held.REFERENCED

    @property
    def here(self) -> bool:
        """Whether all places still exist."""
        return bool(self.places) and all(place.exists() for place in self.places)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of all its cases."""
        return tuple(dict.fromkeys(word for one in self.noted for word in one.regions))

    @property
    def findings(self) -> tuple[str, ...]:
        """The findings of all its cases."""
        return tuple(word for one in self.noted for word in one.findings)

    def noting(self, *noted: Noted) -> "Entry":
        """Return the entry with what cases of some series say now."""
        told = {one.series_key: one for one in (*self.noted, *noted)}
        return attrs.evolve(self, noted=tuple(told.values()))


def entry_of(study: Study, series_key: str, places: tuple[Path, ...], opened: str) -> Entry:
    """Return the entry of a study that was just opened."""
    return Entry(
        study_uid=study.study_uid,
        patient=study.patient,
        date=study.date,
        description=study.description,
        places=places,
        series_key=series_key,
        images=sum(len(one.files) for one in study.series),
        opened=opened,
    )


def noted_of(case: Case, analysis: Analysis | None = None) -> Noted:
    """Return what a case says, as words to search by.

    Its regions are those of its marks, or of the levels in the scan where there are none.
    """
    study = case.study
    levels = [level_of_mark(case, mark, analysis) for mark in case.marks]
    regions = [found.level.region.value for found in levels if found is not None]
    findings = (
        _finding(mark, found.level.short_name if found is not None else "")
        for mark, found in zip(case.marks, levels, strict=True)
    )
    return Noted(
        f"{study.series_uid}#{study.part}",
        tuple(dict.fromkeys(regions or _scanned(case, analysis))),
        tuple(words for words in findings if words),
    )


def _finding(mark: CompressionMark, level: str) -> str:
    said = (level, mark.severity, mark.side, *mark.causes, *mark.zones, mark.text)
    return " ".join(dict.fromkeys(str(word) for word in said if word))


def _scanned(case: Case, analysis: Analysis | None) -> list[str]:
    found = automatic_levels(case, analysis.levels) if analysis is not None else ()
    names = {label.level.name for label in case.labels} | {one.name for one in found if one.name is not None}
    regions = [Level(name).region.value for name in sorted(names)]
    return [region for region in dict.fromkeys(regions) if regions.count(region) >= _TELLING_LEVELS]
