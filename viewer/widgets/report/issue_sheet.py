"""What a final report needs: nothing that blocks, warnings seen, a name; said plainly that it stays."""

import attrs
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from viewer.errors import ViewerError
from viewer.model.report.contradiction import Contradiction, Weight
from viewer.session.session import Session
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.sheet import Sheet
from viewer.widgets.parts.typing_keys import claims_key
from viewer.widgets.report.contradiction_list import ContradictionList

_WIDTH_PX = 560
_STAYS = (
    "A final report is kept as it is, with its key images, and cannot be taken back or undone. "
    "What changes afterwards makes it outdated: a corrected report then replaces it, an addendum only adds words."
)


class NameField(QLineEdit):
    """Takes the reader's name."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(120)
        self.setPlaceholderText("Your name as it signs the report")
        self.setAccessibleName("Name of the reader")

    def event(self, event: QEvent) -> bool:
        """Keep what one types from the window's shortcuts."""
        return claims_key(event) or super().event(event)


class IssueSheet(Sheet):
    """Lists what stands in the way; `Finalise` can be pressed once nothing does.

    `going(contradiction)` where one is clicked: the sheet has made way then.
    """

    going = Signal(object)

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__("Finalise the report", over)
        self._session = session
        self._listed: tuple[Contradiction, ...] = ()
        self._told = PlainLabel()
        self._told.setWordWrap(True)
        self.found = ContradictionList()
        self.seen = QCheckBox("I have seen these warnings and issue the report with them")
        self.name = NameField()
        self.finalise = QPushButton("Finalise")
        self.finalise.setProperty("primary", "true")
        self._failed = PlainLabel()
        self._failed.setProperty("role", "warning")
        self._failed.setWordWrap(True)
        self._build()
        self.found.chosen.connect(self._go)
        self.seen.toggled.connect(self._refresh)
        self.name.textChanged.connect(self._refresh)
        self.name.returnPressed.connect(self.finalise.click)
        self.finalise.clicked.connect(self._issue)
        session.volume_changed.connect(lambda _: self.hide())

    @property
    def failed(self) -> str:
        """Why the report could not be issued, empty where nothing is wrong."""
        return self._failed.text()

    @property
    def told(self) -> str:
        """What is said above the list."""
        return self._told.text()

    def place(self) -> None:
        """Show what stands in the way now."""
        self.seen.setChecked(False)
        self.name.setText(self._session.settings.reader)
        self._failed.hide()
        self._failed.setText("")
        self._listed = self._found()
        self.found.show_found(self._listed)
        self._refresh()
        self.adjustSize()
        self.centre(_WIDTH_PX, self.heightForWidth(_WIDTH_PX) if self.hasHeightForWidth() else self.height())

    def take_keyboard(self) -> None:
        """The name where it is missing, else the button."""
        wanted = self.name if not self.name.text().strip() else self.finalise
        if not wanted.isEnabled():
            wanted = self.seen if self.seen.isVisible() else self.name
        wanted.setFocus(Qt.FocusReason.PopupFocusReason)

    def _found(self) -> tuple[Contradiction, ...]:
        # The name is asked for here: that it is missing is no warning.
        return self._session.reporting.open_when_signed(self.name.text().strip() or "?")

    def _refresh(self, *_: object) -> None:
        found = self._listed
        blocked = any(one.weight is Weight.BLOCKING for one in found)
        self.seen.setVisible(bool(found) and not blocked)
        if blocked:
            told = "This must be settled before the report can be final:"
        elif found:
            told = "The report can be final, but look at this first:"
        else:
            told = "Nothing in the report contradicts itself."
        self._told.setText(" ".join(filter(None, (self._replaced(), told))))
        ready = not blocked and (not found or self.seen.isChecked()) and bool(self.name.text().strip())
        self.finalise.setEnabled(ready)

    def _replaced(self) -> str:
        last = self._session.reporting.issued
        return f"It will replace version {last.report.number}, and say so." if last else ""

    def _go(self, found: Contradiction) -> None:
        self.dismiss()
        self.going.emit(found)

    def _issue(self) -> None:
        session, name = self._session, " ".join(self.name.text().split())
        try:
            session.change_settings(attrs.evolve(session.settings, reader=name))
            session.reporting.issue(name, knowingly=self.seen.isChecked())
        except ViewerError as error:
            self._failed.setText(str(error))
            self._failed.show()
            return
        self.dismiss()
        session.notice(
            "The report is final.", "Export it or copy it as text; later changes make it outdated."
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 14)
        column.setSpacing(9)
        column.addLayout(self.head("Finalise the report"))
        stays = PlainLabel(_STAYS)
        stays.setProperty("role", "muted")
        stays.setWordWrap(True)
        signed = PlainLabel("Signed by")
        signed.setProperty("role", "section")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.finalise)
        for part in (self._told, self.found, self.seen, signed, self.name, stays, self._failed):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(row)
