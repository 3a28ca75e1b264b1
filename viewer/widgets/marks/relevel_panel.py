"""Lists the marks that a new numbering would rename, before it applies."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.model.case import LevelChange
from viewer.model.finding import CompressionMark
from viewer.model.spine import Level
from viewer.session.session import Session
from viewer.widgets.marks.mark_choices import level_words
from viewer.widgets.marks.severity_glyph import SIDE_LETTER
from viewer.widgets.parts.plain_text import PlainLabel, plain

_MOST_ROWS = 8


class RelevelPanel(QFrame):
    """Shown while an edit waits for the reader; Apply and Cancel end it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setProperty("role", "notice")
        self.setProperty("severity", "warning")
        self.setAccessibleName("Renaming of marks")
        self._title = PlainLabel()
        self._title.setWordWrap(True)
        self._list = QWidget()
        self._apply = QPushButton("Apply")
        self._apply.setProperty("primary", "true")
        self._apply.setToolTip("Apply the renaming  (Ctrl+Return)")
        self._apply.clicked.connect(session.confirm_relevel)
        self._cancel = QPushButton("Cancel")
        self._cancel.setToolTip("Keep the levels as they are  (Ctrl+Backspace)")
        self._cancel.clicked.connect(session.cancel_relevel)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(6)
        self._column.addWidget(self._title)
        self._column.addWidget(self._list)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._apply)
        self._column.addLayout(buttons)
        session.relevel_changed.connect(self.show_changes)
        self.show_changes()

    def lines(self) -> list[str]:
        """Return each change in words, as shown."""
        pending = self._session.pending_relevel
        return [f"{_name(one.before)} → {_name(one.after)}" for one in pending.changes] if pending else []

    def show_changes(self, *_: object) -> None:
        """Show what waits, or hide."""
        pending = self._session.pending_relevel
        self.setVisible(pending is not None)
        if pending is None:
            return
        count = len(pending.changes)
        marks = "1 mark" if count == 1 else f"{count} marks"
        self._title.setText(f"{pending.title}: the level of {marks} changes.")
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        for row, change in enumerate(pending.changes[:_MOST_ROWS]):
            self._add_row(grid, row, change)
        if count > _MOST_ROWS:
            grid.addWidget(_words(f"and {count - _MOST_ROWS} more", "muted"), _MOST_ROWS, 0, 1, 4)
        grid.setColumnStretch(3, 1)
        self._column.replaceWidget(self._list, fresh)
        self._list.deleteLater()
        self._list = fresh

    def _add_row(self, grid: QGridLayout, row: int, change: LevelChange) -> None:
        case = self._session.case
        mark = next((one for one in case.marks if one.mark_id == change.mark_id), None)
        before, after = _words(_name(change.before), "muted"), _words(_name(change.after), "value")
        said = ""
        if mark is not None:
            said = _said(mark)
            before.setToolTip(plain(level_words(case, mark)))
        grid.addWidget(before, row, 0)
        grid.addWidget(_words("→", "muted"), row, 1, Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(after, row, 2)
        story = _words(said, "muted")
        story.setWordWrap(True)
        grid.addWidget(story, row, 3)


def _said(mark: CompressionMark) -> str:
    """What else the mark says; its roots were named by a reader and do not follow the labels."""
    said = " ".join(part for part in (mark.severity, SIDE_LETTER[mark.side]) if part)
    kept = f"roots stay {', '.join(mark.roots)}" if mark.roots else ""
    return " · ".join(part for part in (said, kept) if part)


def _name(level: Level | None) -> str:
    return level.short_name if level else "not named"


def _words(text: str, role: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("role", role)
    return label
