"""Dates and times as the pages write them: the month as a word, so that no country misreads it."""

from datetime import UTC, date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(text: str) -> str:
    """Return an ISO date as `28 Sep 2026`; any other text as it is."""
    try:
        return _day(date.fromisoformat(text))
    except ValueError:
        return text


def moment(text: str) -> str:
    """Return an ISO date and time as `28 Sep 2026, 12:30 UTC`; any other text as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    zone = "" if at.tzinfo is None else " UTC"
    at = at if at.tzinfo is None else at.astimezone(UTC)
    return f"{_day(at.date())}, {at:%H:%M}{zone}"


def age_years(birth: str, on: str) -> int | None:
    """Return the completed years between two ISO dates, None where either is none."""
    try:
        born, then = date.fromisoformat(birth), date.fromisoformat(on)
    except ValueError:
        return None
    years = then.year - born.year - ((then.month, then.day) < (born.month, born.day))
    return years if years >= 0 else None


def _day(one: date) -> str:
    return f"{one.day} {_MONTHS[one.month - 1]} {one.year}"
