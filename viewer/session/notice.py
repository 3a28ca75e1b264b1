"""What the program tells its user in passing: a sentence, the next step, how grave it is."""

from enum import StrEnum

import attrs

from viewer.errors import ViewerError


class Severity(StrEnum):
    """How grave a notice is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@attrs.frozen
class Notice:
    """A sentence for the user and what to do next, possibly nothing."""

    text: str
    hint: str = ""
    severity: Severity = Severity.INFO


def notice_of(error: ViewerError) -> Notice:
    """Return the notice that tells of an error."""
    return Notice(error.message, error.hint, Severity.ERROR)
