"""The table of levels: arrows move, digits grade, letters act; it says what was meant and changes nothing itself."""

from enum import Enum

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from viewer.model.spine import Level
from viewer.widgets.form.level_cells import (
    HEAD_PX,
    ROW_PX,
    LevelCells,
    LevelsHead,
    paint_cursor,
    paint_whole_rows,
)
from viewer.widgets.form.level_words import CAUSE_OF, Column
from viewer.widgets.form.levels_model import LevelRow, LevelsModel
from viewer.widgets.parts.kept_keys import claims

_WIDTHS_PX = {
    Column.NAME: 60,
    Column.CENTRAL: 46,
    Column.FLUID: 44,
    Column.RECESS_RIGHT: 36,
    Column.RECESS_LEFT: 36,
    Column.FORAMEN_RIGHT: 36,
    Column.FORAMEN_LEFT: 36,
}
# The numbers first, then room for the suggested words, then for the causes; what is over is shared.
_CAUSES_PX, _NUMBERS_PX, _WORDS_PX, _OVER_SHARE = 66, 70, 152, 0.4
_FRAME_PX = 2
_STEPS = "0123"
# Of the plain letters of the window this one alone is left to it: it keeps the level on view.
_KEY_IMAGE = "K"
_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


_Index = QModelIndex | QPersistentModelIndex


class Command(Enum):
    """What a key asks for, for the chosen levels or the cell under the cursor."""

    NORMAL = "N"
    COPY = "D"
    CLEAR = "X"
    CLEAR_CELL = "Del"
    DETAILS = "Enter"
    LEAVE = "Esc"


_COMMAND_LETTERS = {one.value: one for one in (Command.NORMAL, Command.COPY, Command.CLEAR)}
_COMMAND_KEYS = {
    Qt.Key.Key_Return: Command.DETAILS,
    Qt.Key.Key_Enter: Command.DETAILS,
    Qt.Key.Key_Delete: Command.CLEAR_CELL,
    Qt.Key.Key_Backspace: Command.CLEAR_CELL,
    Qt.Key.Key_Escape: Command.LEAVE,
}
_MOVES = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
_ENDS = {
    QAbstractItemView.CursorAction.MoveHome: (0, Column.CENTRAL),
    QAbstractItemView.CursorAction.MoveEnd: (-1, Column.CAUSES),
}


class LevelsTable(QTableView):
    """`stepped(n)` for the keys 0 to 3, `cause_meant(cause)` for a letter in the column of causes,
    `commanded(command)` for all else; `moved()` whenever the cursor is elsewhere.
    """

    stepped = Signal(int)
    cause_meant = Signal(str)
    commanded = Signal(object)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = LevelsModel()
        self.setAccessibleName("Levels")
        self.setHorizontalHeader(LevelsHead(self))
        self.setModel(self._model)
        self.setItemDelegate(LevelCells(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.selectionModel().selectionChanged.connect(lambda *_: self.viewport().update())

    @property
    def rows(self) -> tuple[LevelRow, ...]:
        """What is shown."""
        return self._model.rows

    @property
    def level(self) -> Level | None:
        """The level under the cursor, None where there is none."""
        index = self.currentIndex()
        return self._model.levels[index.row()] if index.isValid() else None

    @property
    def column(self) -> Column:
        """The column under the cursor, always one that can be filled in."""
        index = self.currentIndex()
        return Column(min(max(index.column(), Column.CENTRAL), Column.CAUSES))

    @property
    def chosen(self) -> tuple[Level, ...]:
        """The levels of the chosen rows, from the head down."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._model.levels[row] for row in rows)

    def show_rows(self, rows: tuple[LevelRow, ...]) -> bool:
        """Replace what is shown; the cursor stays at its level. True where the rows are other levels."""
        level, column = self.level, self.column
        renewed = self._model.show_rows(rows)
        if renewed and rows:
            levels = self._model.levels
            self.go(levels.index(level) if level in levels else 0, column)
        self.viewport().update()
        return renewed

    def show_level(self, level: Level) -> bool:
        """Set the cursor to a level; False where it has no row."""
        if level not in self._model.levels:
            return False
        self.go(self._model.levels.index(level), self.column)
        return True

    def go(self, row: int, column: Column, *, keep_choice: bool = False) -> None:
        """Set the cursor to a cell; the choice of rows follows unless it is kept."""
        index = self._model.index(min(row, len(self.rows) - 1), column)
        if keep_choice:
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            self.setCurrentIndex(index)
        self.scrollTo(index)

    def advance(self, *, past_causes: bool = False) -> None:
        """Move to the next cell, from the last one to the next level; a choice of rows stays within them."""
        row, column = self.currentIndex().row(), self.column
        if len(self.chosen) > 1:
            self.go(row, min(Column(column + 1), Column.CAUSES), keep_choice=True)
        elif column is Column.CAUSES or (past_causes and column is Column.FORAMEN_LEFT):
            self.go(row + 1, Column.CENTRAL)
        else:
            self.go(row, Column(column + 1))

    def below(self) -> None:
        """Move to the level below the chosen ones, in the first column."""
        rows = [index.row() for index in self.selectionModel().selectedRows()]
        self.go(max(rows, default=-1) + 1, Column.CENTRAL)

    def event(self, event: QEvent) -> bool:
        """Keep the table's keys from the shortcuts of the window."""
        return claims(event, self._is_own) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say what a key means here, or move."""
        key, letter = Qt.Key(event.key()), event.text().upper()
        if not self._is_own(event):
            # Qt would search the rows for what is typed.
            event.ignore()
        elif key in _MOVES:
            super().keyPressEvent(event)
        elif key in _COMMAND_KEYS:
            self.commanded.emit(_COMMAND_KEYS[key])
        elif letter in _COMMAND_LETTERS:
            self.commanded.emit(_COMMAND_LETTERS[letter])
        elif letter in _STEPS:
            self.stepped.emit(int(letter))
        elif self.column is Column.CAUSES and letter in CAUSE_OF:
            self.cause_meant.emit(CAUSE_OF[letter].value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row; the name and the numbers leave the cursor in its column."""
        column = self.column
        super().mousePressEvent(event)
        self._keep_within(column)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the details of the level."""
        super().mouseDoubleClickEvent(event)
        self.commanded.emit(Command.DETAILS)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Move among the cells of the form only.

        Home goes to the first cell of the level, from there to the first level, as End to the last ones;
        with Shift they choose all levels up to the first or the last.
        """
        if action in _ENDS:
            row, column = _ENDS[action]
            level_row, here = self.currentIndex().row(), self.column
            chooses = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            if here is not column and not chooses:
                return self._model.index(level_row, column)
            return self._model.index(range(len(self.rows))[row], here)
        index = super().moveCursor(action, modifiers)
        column = min(max(index.column(), Column.CENTRAL), Column.CAUSES)
        return index.siblingAtColumn(column)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell of it."""
        super().currentChanged(current, previous)
        self.moved.emit()
        self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell of it."""
        super().selectionChanged(selected, deselected)
        self.moved.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, the words of whole rows, and the cursor."""
        super().paintEvent(event)
        paint_whole_rows(self, self.rows)
        paint_cursor(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        for column, width in _WIDTHS_PX.items():
            self.setColumnWidth(column, width)
        rest = max(0, self.viewport().width() - sum(_WIDTHS_PX.values()))
        measured = min(max(rest - _CAUSES_PX, _NUMBERS_PX), _WORDS_PX)
        measured += round(_OVER_SHARE * max(0, rest - 2 * _CAUSES_PX - _WORDS_PX))
        self.setColumnWidth(Column.MEASURED, measured)
        self.setColumnWidth(Column.CAUSES, max(0, rest - measured))

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(480, self.height_of(len(self.rows)))

    def minimumSizeHint(self) -> QSize:
        """A few rows."""
        return QSize(400, self.height_of(min(4, len(self.rows))))

    def height_of(self, rows: int) -> int:
        """Return the height that a number of rows takes."""
        return HEAD_PX + ROW_PX * rows + _FRAME_PX

    def _keep_within(self, before: Column) -> None:
        index = self.currentIndex()
        if index.isValid() and not Column.CENTRAL <= index.column() <= Column.CAUSES:
            self.go(index.row(), before, keep_choice=True)

    def _is_own(self, event: QKeyEvent) -> bool:
        if event.modifiers() & _HELD or not self.rows:
            return False
        letter = event.text().upper()
        if event.key() in _MOVES or event.key() in _COMMAND_KEYS or letter in _COMMAND_LETTERS:
            return True
        if letter == _KEY_IMAGE and self.column is not Column.CAUSES:
            return False
        # A slip of the finger must not change the window of the images, nor take up another tool.
        return len(letter) == 1 and letter.isalnum()
