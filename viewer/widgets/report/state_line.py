"""In one line what the report is: a draft, final by whom and when, added to, or no longer up to date."""

from datetime import datetime
from enum import StrEnum

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from viewer.model.report.issued import IssuedReport
from viewer.session.reporting import Reporting
from viewer.session.session import Session
from viewer.widgets.parts.plain_text import PlainLabel, plain


class Standing(StrEnum):
    """How far the report is, as the badge says it."""

    NONE = ""
    DRAFT = "DRAFT"
    FINAL = "FINAL"
    OUTDATED = "OUTDATED"


_ROLES = {
    Standing.NONE: "muted",
    Standing.DRAFT: "warning",
    Standing.FINAL: "good",
    Standing.OUTDATED: "error",
}


@attrs.frozen
class ReportStanding:
    """What the line says."""

    standing: Standing
    words: str


def standing_of(reporting: Reporting) -> ReportStanding:
    """Return how far the report of the open case is, in words."""
    last, report = reporting.issued, reporting.report
    if report is None:
        return ReportStanding(Standing.NONE, "No study is open.")
    if last is None:
        author = f", to be signed by {report.author}" if report.author else ""
        return ReportStanding(Standing.DRAFT, f"Not yet issued{author}.")
    told = issued_words(last)
    if reporting.outdated:
        shown = "the issued report" if reporting.shows_issued else "the new draft"
        return ReportStanding(Standing.OUTDATED, f"{told} The case has changed since; {shown} is shown.")
    return ReportStanding(Standing.FINAL, told)


def issued_words(issued: IssuedReport) -> str:
    """Return who issued what and when, in the time of this place."""
    what = "Addendum" if issued.addition else "Corrected report" if issued.report.replaces else "Report"
    return f"{what} {issued.report.number} by {issued.issued_by}, {local_time(issued.issued_at)}."


def local_time(moment: str) -> str:
    """Return an ISO 8601 moment in the time of this place; as it is where it is none."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return moment


class StateLine(QWidget):
    """A badge with its sentence."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.badge, self.words = PlainLabel(), PlainLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "muted")
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.switch = QPushButton()
        self.switch.setProperty("compact", "true")
        self.switch.clicked.connect(self._switch)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        session.reporting.changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Say how it stands."""
        told = standing_of(self._session.reporting)
        self.badge.setText(told.standing.value)
        self.badge.setProperty("role", "badge")
        self.badge.setProperty("state", _ROLES[told.standing])
        self.badge.style().unpolish(self.badge)
        self.badge.style().polish(self.badge)
        self.badge.setVisible(bool(told.standing.value))
        self.words.setText(told.words)
        self.setToolTip(plain(self._session.reporting.outdated))
        issued = self._session.reporting.shows_issued
        self.switch.setVisible(told.standing is Standing.OUTDATED)
        self.switch.setText("Show the draft" if issued else "Show the issued one")
        self.setAccessibleName(f"State of the report: {told.standing.value} {told.words}")

    def _switch(self) -> None:
        reporting = self._session.reporting
        reporting.show_issued(issued=not reporting.shows_issued)
