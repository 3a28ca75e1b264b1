"""The rows of the table of levels as a Qt model."""

import attrs
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from viewer.model.form.level_form import LevelForm
from viewer.model.spine import Level
from viewer.widgets.form.level_words import GROUPS, HEADINGS, Column, cell_story, cell_words, row_words
from viewer.widgets.parts.plain_text import plain

FORM_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@attrs.frozen
class LevelNote:
    """What the program adds to a level: the measured numbers, the suggested words, all of it in sentences."""

    numbers: str = ""
    suggested: str = ""
    story: str = ""


@attrs.frozen
class LevelRow:
    """One row: what a reader said of the level, and what the program adds.

    `confirmed` is False where the level is named in the scan and no reader has placed it.
    """

    form: LevelForm
    note: LevelNote = LevelNote()
    confirmed: bool = True

    @property
    def name(self) -> str:
        """The short name, with a question mark while the numbering is unconfirmed there."""
        return self.form.level.short_name + ("" if self.confirmed else "?")


class LevelsModel(QAbstractTableModel):
    """Rows of levels, replaced as a whole; views hear only of what has changed."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[LevelRow, ...] = ()

    @property
    def rows(self) -> tuple[LevelRow, ...]:
        """What is shown."""
        return self._rows

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of the rows."""
        return tuple(row.form.level for row in self._rows)

    def show_rows(self, rows: tuple[LevelRow, ...]) -> bool:
        """Replace the rows; True where they are other levels than before."""
        if tuple(row.form.level for row in rows) != self.levels:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return True
        before, self._rows = self._rows, rows
        for place, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
        return False

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The number of levels."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The heading of a column, with its group."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        group = next((name for name, *columns in GROUPS if section in columns), "")
        return f"{group} {HEADINGS[Column(section)]}".strip()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell."""
        row, column = self._rows[index.row()], Column(index.column())
        if role == FORM_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(row, column)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            story = row.note.story if column is Column.MEASURED else cell_story(row.form, column)
            return plain(story) if role == Qt.ItemDataRole.ToolTipRole else story
        return None


def _shown(row: LevelRow, column: Column) -> str:
    if column is Column.NAME:
        return row.name
    if column is Column.MEASURED:
        return f"{row.note.numbers}  {row.note.suggested}".strip()
    whole = row_words(row.form)
    return whole if whole and column is Column.CENTRAL else "" if whole else cell_words(row.form, column)
