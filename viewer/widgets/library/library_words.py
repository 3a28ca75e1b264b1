"""What the library says of a study, in words."""

from datetime import datetime, timedelta

from viewer.library.entry import Entry, Held
from viewer.model.corner_text import IDENTITY_HIDDEN

MISSING = "missing"
OPEN_NOW = "open now"
_HELD_WORDS = {
    Held.REFERENCED: "The images stay where they were opened.",
    Held.COPIED: "The images were copied into the library.",
}
_UNNAMED = "No name"


def patient_words(entry: Entry, *, hidden: bool) -> str:
    """Return who was scanned."""
    return IDENTITY_HIDDEN if hidden else entry.patient.shown_name or _UNNAMED


def finding_words(entry: Entry) -> str:
    """Return the findings, else the regions."""
    return "; ".join(entry.findings) or ", ".join(entry.regions)


def opened_words(opened: str, now: datetime) -> str:
    """Return when a study was last open, as one says it; `opened` is ISO 8601, `now` has a zone."""
    try:
        moment = datetime.fromisoformat(opened).astimezone(now.tzinfo)
    except ValueError:
        return opened
    day, today = moment.date(), now.date()
    if day == today:
        return f"today {moment:%H:%M}"
    if day == today - timedelta(days=1):
        return f"yesterday {moment:%H:%M}"
    return day.isoformat()


def held_words(entry: Entry, *, missing: bool) -> str:
    """Return in a word where the images are."""
    return MISSING if missing else entry.held.value


def row_words(entry: Entry, now: datetime, *, hidden: bool, missing: bool) -> tuple[str, ...]:
    """Return a row of the table: patient, id, date, study, findings, last opened, images."""
    return (
        patient_words(entry, hidden=hidden),
        "" if hidden else entry.patient.patient_id,
        entry.date,
        entry.description,
        finding_words(entry),
        opened_words(entry.opened, now),
        held_words(entry, missing=missing),
    )


def story(entry: Entry, *, hidden: bool, missing: bool) -> str:
    """Return all that is known of a study, a line each; paths may hold names and hide with them."""
    patient = entry.patient
    who = (patient_words(entry, hidden=False), patient.patient_id, patient.birth_date, patient.sex)
    held = "The images are no longer where they were." if missing else _HELD_WORDS[entry.held]
    lines = (
        IDENTITY_HIDDEN if hidden else "  ".join(word for word in who if word),
        "  ".join(word for word in (entry.date, entry.description) if word),
        f"{entry.images:,} images. {held}",
        *(() if hidden else (str(place) for place in entry.places[:3])),
        *entry.findings,
    )
    return "\n".join(line for line in lines if line)
