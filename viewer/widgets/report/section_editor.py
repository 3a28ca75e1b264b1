"""The text of one section under the reader's hands; where the data has changed since, both are shown."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QKeyEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from viewer.model.report.section import ReportSection, SectionId
from viewer.session.reporting import now
from viewer.session.session import Session
from viewer.tools.section_edits import section_restored, section_upheld, section_written
from viewer.widgets.parts import theme
from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.typing_keys import claims_key
from viewer.widgets.report.section_list import section_name

_PAUSE_MS = 600


class _Text(QPlainTextEdit):
    """Hands over with a pause, when the keyboard leaves, or with Ctrl+Enter; Escape leaves."""

    written = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.typed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.written)
        self.textChanged.connect(self._type)

    def show_text(self, text: str) -> None:
        """Show words that came from elsewhere."""
        if text != self.toPlainText():
            self.setPlainText(text)
        self.taken()

    def taken(self) -> None:
        """What was typed has been handed over."""
        self._pause.stop()
        self.typed = False

    def event(self, event: QEvent) -> bool:
        """Keep what one types from the window's shortcuts."""
        return claims_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.written.emit()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand over what was typed."""
        super().focusOutEvent(event)
        self.written.emit()

    def _type(self) -> None:
        self.typed = True
        self._pause.start()


def tint_new_lines(field: QPlainTextEdit, known: str) -> None:
    """Give the lines of a field that are not among those of a known text another ground."""
    old = {line.strip() for line in known.splitlines()}
    tinted: list[QTextEdit.ExtraSelection] = []
    block = field.document().firstBlock()
    while block.isValid():
        if block.text().strip() and block.text().strip() not in old:
            one: Any = QTextEdit.ExtraSelection()
            one.cursor = QTextCursor(block)
            one.format.setBackground(QColor(theme.DARK.accent_dim))
            one.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003 - Qt's signature
            tinted.append(one)
        block = block.next()
    field.setExtraSelections(tinted)


class SectionEditor(QWidget):
    """Edits one section of the draft; every pause in typing is one edit of the case."""

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._section: SectionId | None = None
        self._title = PlainLabel()
        self._title.setProperty("role", "section")
        self._state = PlainLabel()
        self._state.setProperty("role", "muted")
        self._state.setWordWrap(True)
        self.text = _Text()
        self.text.written.connect(self.hand_over)
        self.text.left.connect(self.closed)
        self.restore = QPushButton("Back to the data's words")
        self.restore.clicked.connect(self._restore)
        self.now_title = PlainLabel("The data has changed since you edited this. It says now:")
        self.now_title.setProperty("role", "warning")
        self.now_title.setWordWrap(True)
        self.now_text = QPlainTextEdit()
        self.now_text.setReadOnly(True)
        self.now_text.setAccessibleName("What the data says now")
        self.keep_mine = QPushButton("Keep mine")
        self.keep_mine.clicked.connect(self._uphold)
        self.take_new = QPushButton("Take the new")
        self.take_new.clicked.connect(self._restore)
        self._build()
        session.reporting.changed.connect(self.show_report)
        session.read_only_changed.connect(self.show_report)

    @property
    def section(self) -> SectionId | None:
        """The section under edit."""
        return self._section

    def edit(self, section: SectionId) -> None:
        """Show a section."""
        self.hand_over()
        self._section = section
        self._title.setText(section_name(section))
        self.text.setAccessibleName(f"Text of the section {section.value}")
        self.text.show_text("")
        self.show_report()

    def show_report(self, *_: object) -> None:
        """Bring the editor up to date, but never under the reader's typing."""
        section = self._current()
        if section is None:
            return
        if not self.text.typed and section.text.strip() != self.text.toPlainText().strip():
            self.text.show_text(section.text)
        self._state.setText(_state_words(section))
        self.restore.setVisible(section.edited and not section.stale)
        for part in (self.now_title, self.now_text, self.keep_mine, self.take_new):
            part.setVisible(section.stale)
        if section.stale:
            self.now_text.setPlainText(section.generated)
            tint_new_lines(self.now_text, section.text)
        self.text.setReadOnly(self._session.read_only)

    def hand_over(self) -> None:
        """Make what was typed an edit of the case, if it is new."""
        waiting = self.text.typed
        self.text.taken()
        section = self._current()
        text = self.text.toPlainText().strip()
        if section is None or not waiting or text == section.text.strip():
            return
        session = self._session
        case = section_written(session.case, section, text, session.settings.reader, now())
        session.edit(f"Report: {section.section.value}", case)
        session.reporting.renew()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand over before the editor goes."""
        super().hideEvent(event)
        self.hand_over()

    def _current(self) -> ReportSection | None:
        report = self._session.reporting.report
        if self._section is None or report is None:
            return None
        return report.section(self._section)

    def _restore(self) -> None:
        self.text.taken()
        if self._section is not None:
            case = section_restored(self._session.case, self._section)
            self._session.edit(f"Report: {self._section.value} from the data", case)
            self._session.reporting.renew()

    def _uphold(self) -> None:
        self.hand_over()
        section = self._current()
        if section is not None:
            session = self._session
            case = section_upheld(session.case, section, session.settings.reader, now())
            session.edit(f"Report: keep {section.section.value}", case)
            session.reporting.renew()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._state, 1)
        head.addWidget(self.restore)
        head.addWidget(IconButton("close", "Close the editor", self.closed.emit, size_px=14))
        column.addLayout(head)
        column.addWidget(self.text, 3)
        column.addWidget(self.now_title)
        column.addWidget(self.now_text, 2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.keep_mine)
        row.addWidget(self.take_new)
        column.addLayout(row)


def _state_words(section: ReportSection) -> str:
    if section.edited:
        return "in your words"
    return "made from the data; type to change it"
