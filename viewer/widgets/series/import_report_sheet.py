"""The import report over the window: to read, to copy, to save."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextEdit, QVBoxLayout, QWidget

from viewer.actions.action import guarded
from viewer.actions.desk import FileKind
from viewer.casefile import atomic
from viewer.report.import_text import ReportLine, ReportSection, import_report, report_text
from viewer.session.session import Session
from viewer.widgets.parts import theme
from viewer.widgets.parts.sheet import Sheet

_SIZE_PX = (860, 640)
_TITLE_PX = {1: 15, 2: 14, 3: 12}
_INDENT_PX, _LABEL_PX = 12, 150

ChooseNewFile = Callable[[str, str, Callable[[Path], None], FileKind], None]


class ImportReportSheet(Sheet):
    """Shows what was read, skipped, put right and taken for granted; made anew each time it is shown."""

    def __init__(self, session: Session, over: QWidget, choose_new_file: ChooseNewFile) -> None:
        super().__init__("Import report", over)
        self._session = session
        self._choose_new_file = choose_new_file
        self._page = QTextEdit()
        self._page.setReadOnly(True)
        self._page.setAccessibleName("Import report")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(self.head("Import report"))
        column.addWidget(self._page, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        for words, pressed in (("Copy as text", self.copy), ("Save as text…", self.save)):
            button = QPushButton(words)
            button.clicked.connect(pressed)
            row.addWidget(button)
        column.addLayout(row)

    @property
    def text(self) -> str:
        """The report as plain text, as it is copied and saved."""
        return report_text(self._report())

    def summon(self) -> None:
        """Show the report as it is now."""
        _write(self._page, self._report())
        super().summon()

    def take_keyboard(self) -> None:
        """Arrow keys scroll the text."""
        self._page.setFocus()

    def place(self) -> None:
        """Large, for there may be much to read."""
        self.centre(*_SIZE_PX)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)
        self._session.notice("The import report was copied.")

    def save(self) -> None:
        """Ask for a file and write the report to it."""
        text, session = self.text, self._session

        def write(path: Path) -> None:
            atomic.replace(path, text.encode())
            session.notice(f"Saved as {path.name}.")

        take = guarded(session, write)
        self._choose_new_file("Save the import report", "import-report.txt", take, FileKind.TEXT)

    def _report(self) -> tuple[ReportSection, ...]:
        session = self._session
        hidden = session.display.identity_hidden
        return import_report(session.catalogue, session.series, session.volume, identity_hidden=hidden)


def _write(page: QTextEdit, sections: tuple[ReportSection, ...]) -> None:
    """Write the report with a cursor: what files say of themselves is text, never markup."""
    page.clear()
    cursor = page.textCursor()
    for section in sections:
        # The sheet itself bears the title of the whole.
        if section.level > 1:
            _heading(cursor, section)
        for line in section.lines:
            _line(cursor, line)
    page.moveCursor(QTextCursor.MoveOperation.Start)


def _heading(cursor: QTextCursor, section: ReportSection) -> None:
    block = QTextBlockFormat()
    block.setTopMargin(16 if section.level == 2 else 10)
    block.setBottomMargin(3)
    form = QTextCharFormat()
    form.setFont(theme.font(_TITLE_PX[section.level], QFont.Weight.DemiBold))
    form.setForeground(QColor(theme.DARK.text if section.level == 2 else theme.DARK.accent))
    cursor.insertBlock(block, form)
    cursor.insertText(section.title, form)


def _line(cursor: QTextCursor, line: ReportLine) -> None:
    block = QTextBlockFormat()
    block.setLeftMargin(_INDENT_PX + _LABEL_PX)
    block.setTextIndent(-_LABEL_PX)
    block.setTabPositions([QTextOption.Tab(_LABEL_PX, QTextOption.TabType.LeftTab)])
    block.setBottomMargin(2)
    label, words = QTextCharFormat(), QTextCharFormat()
    for form, colour in ((label, theme.DARK.muted), (words, theme.DARK.text)):
        form.setFont(theme.font())
        form.setForeground(QColor(colour))
    if line.notable:
        words.setForeground(QColor(theme.DARK.warning))
    cursor.insertBlock(block, label)
    cursor.insertText(f"{line.label}\t", label)
    cursor.insertText(line.text, words)
