"""Words added to a report that was issued; the report itself stays as it is."""

import attrs
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from viewer.errors import ViewerError
from viewer.session.session import Session
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.sheet import Sheet
from viewer.widgets.parts.typing_keys import claims_key
from viewer.widgets.report.issue_sheet import NameField
from viewer.widgets.report.state_line import issued_words

_SIZE_PX = (560, 360)


class _Words(QPlainTextEdit):
    def event(self, event: QEvent) -> bool:
        """Keep what one types from the window's shortcuts."""
        return claims_key(event) or super().event(event)


class AddendumSheet(Sheet):
    """Asks for the text and the name; what was typed stays until it was added."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__("Addendum", over)
        self._session = session
        self._to = PlainLabel()
        self._to.setWordWrap(True)
        self._to.setProperty("role", "muted")
        self.text = _Words()
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText("What is to be added to the report")
        self.text.setAccessibleName("Text of the addendum")
        self.name = NameField()
        self.add = QPushButton("Add")
        self.add.setProperty("primary", "true")
        self._failed = PlainLabel()
        self._failed.setProperty("role", "warning")
        self._failed.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 14)
        column.setSpacing(9)
        column.addLayout(self.head("Addendum"))
        for part in (self._to, self.text, self.name, self._failed):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.add)
        column.addLayout(row)
        self.text.textChanged.connect(self._refresh)
        self.name.textChanged.connect(self._refresh)
        self.add.clicked.connect(self._add)
        session.volume_changed.connect(self._forget)

    def place(self) -> None:
        """Say what it is added to."""
        last = self._session.reporting.issued
        self._to.setText(
            f"To: {issued_words(last)} It stays as it is." if last else "No report was issued yet."
        )
        self.name.setText(self._session.settings.reader)
        self._failed.hide()
        self._refresh()
        self.centre(*_SIZE_PX)

    def take_keyboard(self) -> None:
        """Type at once."""
        self.text.setFocus(Qt.FocusReason.PopupFocusReason)

    def _refresh(self) -> None:
        self.add.setEnabled(bool(self.text.toPlainText().strip() and self.name.text().strip()))

    def _forget(self, *_: object) -> None:
        self.text.setPlainText("")
        self.hide()

    def _add(self) -> None:
        session, name = self._session, " ".join(self.name.text().split())
        try:
            session.change_settings(attrs.evolve(session.settings, reader=name))
            session.reporting.add_addendum(self.text.toPlainText(), name)
        except ViewerError as error:
            self._failed.setText(str(error))
            self._failed.show()
            return
        self.text.setPlainText("")
        self.dismiss()
        session.notice("The addendum was added.")
