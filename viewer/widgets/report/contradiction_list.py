"""What does not fit in the report, one sentence a row; a click goes to where it can be settled."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from viewer.model.report.contradiction import Contradiction, Weight
from viewer.widgets.parts import theme
from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.kept_keys import KeptKeys

_MOST_PX, _ICON_PX, _PAD_PX = 132, 14, 5
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_COLOURS = {Weight.BLOCKING: theme.DARK.error, Weight.WARNING: theme.DARK.warning}
_ICONS = {Weight.BLOCKING: "error", Weight.WARNING: "warning"}
_FOUND = Qt.ItemDataRole.UserRole


class _Row(QStyledItemDelegate):
    """A symbol, the sentence, and the next step below it, wrapped."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        """Draw one row."""
        found: Contradiction = index.data(_FOUND)  # pyright: ignore[reportAttributeAccessIssue]
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.fillRect(box, QColor(theme.DARK.accent_dim if chosen else theme.DARK.hover))
        symbol = icon(_ICONS[found.weight], _COLOURS[found.weight]).pixmap(_ICON_PX, _ICON_PX)
        painter.drawPixmap(box.left() + _PAD_PX, box.top() + _PAD_PX, symbol)
        words, hint = _boxes(found, box)
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.DARK.text))
        painter.drawText(words, _WRAP, found.message)
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(QColor(theme.DARK.muted))
        painter.drawText(hint, _WRAP, found.hint)

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        """As high as its words at the width of the list."""
        view = option.widget  # pyright: ignore[reportAttributeAccessIssue]
        width = view.viewport().width() if isinstance(view, QListWidget) else 300
        found: Contradiction = index.data(_FOUND)  # pyright: ignore[reportAttributeAccessIssue]
        _words, hint = _boxes(found, QRect(0, 0, width, 10))
        return QSize(width, hint.bottom() + 1 + _PAD_PX)


def _boxes(found: Contradiction, box: QRect) -> tuple[QRect, QRect]:
    left = box.left() + 2 * _PAD_PX + _ICON_PX
    width = max(40, box.right() - left - _PAD_PX)
    y = box.top() + _PAD_PX - 1
    words = QRect(left, y, width, _height(found.message, theme.TEXT_PX, width))
    hint = QRect(left, words.bottom() + 2, width, _height(found.hint, theme.SMALL_PX, width))
    return words, hint


def _height(words: str, size_px: int, width: int) -> int:
    if not words:
        return 0
    return QFontMetrics(theme.font(size_px)).boundingRect(QRect(0, 0, width, 10_000), _WRAP, words).height()


class ContradictionList(QListWidget):
    """`chosen(contradiction)` on a click or Enter; hidden while everything fits."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What does not fit")
        self.setItemDelegate(_Row(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._keys = KeptKeys(self)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.hide()

    @property
    def messages(self) -> tuple[str, ...]:
        """The sentences listed."""
        return tuple(self._found(row).message for row in range(self.count()))

    def show_found(self, found: tuple[Contradiction, ...]) -> None:
        """List what was found."""
        if found != tuple(self._found(row) for row in range(self.count())):
            self.clear()
            for one in found:
                item = QListWidgetItem()
                item.setData(_FOUND, one)
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole, f"{one.weight.value}: {one.message} {one.hint}"
                )
                self.addItem(item)
        self.setVisible(bool(found))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        boxes = (_boxes(self._found(row), QRect(0, 0, width, 10))[1] for row in range(self.count()))
        whole = sum(box.bottom() + 1 + _PAD_PX for box in boxes) + 4
        self.setFixedHeight(min(whole, _MOST_PX))

    def _found(self, row: int) -> Contradiction:
        return self.item(row).data(_FOUND)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_FOUND))
