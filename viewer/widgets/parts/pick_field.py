"""A field that picks words from a list by their first letters, one after the other."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from viewer.widgets.marks.mark_choices import matching
from viewer.widgets.parts.typing_keys import claims_key

_ROW_PX, _MOST_ROWS = 22, 6
_TAKE_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_LIST_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down}


class PickField(QWidget):
    """Typing filters, Enter picks the first (`picked`), Enter on nothing or Escape leaves (`left`).

    `folded` tells that the keyboard is elsewhere.
    """

    picked = Signal(str)
    left = Signal()
    folded = Signal()

    def __init__(self, words: tuple[str, ...], hint: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._walked = False
        self._field = _Line(self)
        self._field.setPlaceholderText(hint)
        self._field.setAccessibleName(name)
        self._field.textChanged.connect(self._search)
        self._list = QListWidget()
        self._list.setAccessibleName(f"{name}: choices")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda item: self._pick(item.text()))
        self._list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._field)
        column.addWidget(self._list)
        self.setFocusProxy(self._field)

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key of the field; False where the field shall have it."""
        key = Qt.Key(event.key())
        meant = self._walked or bool(self._field.text().strip())
        if key in _TAKE_KEYS and meant and self._list.currentItem():
            self._pick(self._list.currentItem().text())
        elif key in _TAKE_KEYS or key is Qt.Key.Key_Escape:
            self._field.clear()
            self.left.emit()
        elif key in _LIST_KEYS:
            self._list.keyPressEvent(event)
            self._walked = True
        else:
            return False
        return True

    def unfold(self) -> None:
        """Show the list."""
        self._search(self._field.text())
        self._list.show()

    def fold(self) -> None:
        """Hide the list."""
        self._list.hide()
        self.folded.emit()

    def _search(self, query: str) -> None:
        found = matching(query, self._words)
        self._walked = False
        self._list.clear()
        self._list.addItems(found)
        self._list.setCurrentRow(0 if found else -1)
        self._list.setFixedHeight(_ROW_PX * min(_MOST_ROWS, max(1, len(found))) + 4)

    def _pick(self, word: str) -> None:
        self._field.clear()
        self._search("")
        self.picked.emit(word)


class _Line(QLineEdit):
    def __init__(self, owner: PickField) -> None:
        super().__init__(owner)
        self._owner = owner

    def event(self, event: QEvent) -> bool:
        return claims_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._owner.take_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._owner.unfold()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.fold()
