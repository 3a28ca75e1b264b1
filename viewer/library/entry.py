"""One study of the library, and what it is searched by."""

from enum import StrEnum
from pathlib import Path

import attrs

from viewer.model.case import Case
from viewer.model.study import Patient, Study


class Held(StrEnum):
    """Where the images of a study are: where they were opened from, or copied into the library."""

    REFERENCED = "referenced"
    COPIED = "copied"


@attrs.frozen
class Entry:
    """A study that was opened, and where to find it again.

    `places` are the paths that were opened, `series_key` the series that was shown last. `regions` and
    `findings` are words of the case for searching, such as "lumbar" and "L4/5 disc extrusion".
    `opened` is when it was last open, ISO 8601 in UTC.
    """

    study_uid: str
    patient: Patient
    date: str
    description: str
    places: tuple[Path, ...]
    series_key: str = ""
    images: int = 0
    regions: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    opened: str = ""
    held: Held = Held.REFERENCED

    @property
    def here(self) -> bool:
        """Whether all places still exist."""
        return all(place.exists() for place in self.places)


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


def findings_of(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the regions and the findings of a case as words to search by."""
    regions: dict[str, None] = {}
    findings: list[str] = []
    for mark in case.marks:
        found = case.level_of(mark)
        if found is not None:
            regions[found.level.region.value] = None
        level = found.level.short_name if found is not None else ""
        causes = " ".join(str(cause.value) for cause in mark.causes)
        words = (level, mark.side.value if mark.side else "", causes, mark.text)
        findings.append(" ".join(word for word in words if word))
    return tuple(regions), tuple(findings)
