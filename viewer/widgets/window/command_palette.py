"""Everything the program can do, found by a few letters and run by keyboard."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from viewer.actions.action import Action
from viewer.widgets.parts import theme
from viewer.widgets.parts.sheet import Sheet
from viewer.widgets.parts.typing_keys import claims_key
from viewer.widgets.window.action_binding import ActionBinding, icon_of, shortcut_text

_WIDTH_PX, _ROW_PX, _ROWS = 520, 30, 12
_RECORD_ROLE = Qt.ItemDataRole.UserRole
_LIST_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


def match_score(query: str, text: str) -> float | None:
    """Return how well every word of a query is found in a text, None where one is missing.

    A word may be a word of the text (best), begin one, stand within one, or have its letters strewn
    in order; it counts more at the text's beginning, and short texts come before long ones.
    """
    total = 0.0
    for word in query.lower().split():
        score = _word_score(word, text.lower())
        if score is None:
            return None
        total += score
    begins = text.lower().startswith(query.strip().lower())
    return total + begins - len(text) / 1000


def _word_score(word: str, text: str) -> float | None:
    parts = text.replace("(", " ").replace(":", " ").split()
    if word in parts:
        return 4.0
    if any(part.startswith(word) for part in parts):
        return 3.0
    if word in text:
        return 2.0
    place = -1
    for letter in word:
        place = text.find(letter, place + 1)
        if place < 0:
            return None
    return 1.0 if len(word) > 2 else None


def menu_words(record: Action) -> str:
    """Return where an action stands in the menus, in words."""
    return " / ".join(part.replace("&", "") for part in record.menu)


class CommandPalette(Sheet):
    """A searchable list of all actions over the window; Escape or a click elsewhere closes it."""

    def __init__(self, actions: ActionBinding, parent: QWidget) -> None:
        super().__init__("Command palette", parent)
        self._actions = actions
        self._query = QLineEdit()
        self._query.setPlaceholderText("What do you want to do?")
        self._query.setAccessibleName("Search commands")
        self._query.textChanged.connect(self._search)
        self._query.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName("Commands")
        self._list.setItemDelegate(_Row(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._run)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._query)
        column.addWidget(self._list)

    def place(self) -> None:
        """Over the upper middle, with an empty search."""
        self._query.clear()
        self._search("")

    def take_keyboard(self) -> None:
        """Type at once."""
        self._query.setFocus(Qt.FocusReason.PopupFocusReason)

    def titles(self) -> list[str]:
        """Return the titles listed now, best first."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead the keys of the list there while the search field has the keyboard."""
        if watched is not self._query:
            return super().eventFilter(watched, event)
        if claims_key(event):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        again = key == Qt.Key.Key_K and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape or again:
            self.dismiss()
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self._list.currentItem())
            return True
        if key in _LIST_KEYS:
            self._list.keyPressEvent(event)
            return True
        return False

    def _search(self, query: str) -> None:
        desk = self._actions.desk
        found: list[tuple[float, Action, str]] = []
        for record in self._actions.records:
            title = record.title_on(desk)
            score = match_score(query, f"{title} {menu_words(record)}")
            if score is not None:
                # What is said in the title counts more than where it stands.
                found.append((score + (match_score(query, title) or 0.0), record, title))
        if query.strip():
            found.sort(key=lambda entry: (-entry[0], entry[2]))
        self._list.clear()
        for _, record, title in found:
            self._list.addItem(self._item(record, title))
        self._list.setCurrentRow(0)
        self._fit()

    def _fit(self) -> None:
        """As high as what is listed."""
        rows = min(_ROWS, max(1, self._list.count()))
        self.centre(_WIDTH_PX, rows * _ROW_PX + 58, top_px=72)

    def _item(self, record: Action, title: str) -> QListWidgetItem:
        item = QListWidgetItem(title)
        item.setData(_RECORD_ROLE, record)
        item.setToolTip(record.help)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, shortcut_text(record))
        if not record.enabled(self._actions.desk):
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return item

    def _run(self, item: QListWidgetItem | None) -> None:
        record: Any = item.data(_RECORD_ROLE) if item else None
        if record is None or not record.enabled(self._actions.desk):
            return
        self.dismiss()
        self._actions.run(record)


class _Row(QStyledItemDelegate):
    """One action: icon, title, its menu, and its key at the right; faint while it cannot run."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        record: Action = index.data(_RECORD_ROLE)
        box = QRect(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.DARK.accent_dim if enabled else theme.DARK.hover))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        icon_of(record).paint(painter, QRect(box.left() + 8, box.center().y() - 8, 17, 17))
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.DARK.text if enabled else theme.DARK.faint))
        keys = shortcut_text(record)
        keys_width = painter.fontMetrics().horizontalAdvance(keys)
        middle = Qt.AlignmentFlag.AlignVCenter
        title: str = index.data()
        words = box.adjusted(34, 0, -keys_width - 24, 0)
        title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, middle, title)
        used = painter.fontMetrics().horizontalAdvance(title) + 12
        painter.setPen(QColor(theme.DARK.muted if enabled else theme.DARK.faint))
        painter.drawText(box.adjusted(0, 0, -12, 0), middle | Qt.AlignmentFlag.AlignRight, keys)
        painter.setPen(QColor(theme.DARK.faint))
        painter.setFont(theme.font(theme.SMALL_PX))
        place = words.adjusted(used, 0, 0, 0)
        note = menu_words(record) if enabled else f"{menu_words(record)} · not possible now"
        note = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, place.width())
        if place.width() > 60:
            painter.drawText(place, middle, note)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(100, _ROW_PX)
