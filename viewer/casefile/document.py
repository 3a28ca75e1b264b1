"""What a case file holds: the case, how it was looked at, and when and by what it was saved."""

import attrs

from viewer.model.case import Case
from viewer.model.display import Display


@attrs.frozen
class CaseDocument:
    """A saved case; `saved` is ISO 8601 with its offset, `software` names the program and version.

    It holds no pixels: `case.study` says by UID which images it belongs to.
    """

    case: Case
    display: Display
    saved: str = ""
    software: str = ""
