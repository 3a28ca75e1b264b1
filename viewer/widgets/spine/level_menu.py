"""Asks for the name of a level at the pointer: the likeliest first, a few letters suffice."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from viewer.actions.action import guarded
from viewer.model.automatic_levels import level_near
from viewer.model.case import Case
from viewer.model.found_level import FoundLevel
from viewer.model.geometry import Vec3
from viewer.model.spine import Level, LevelKind
from viewer.session.session import Session
from viewer.tools.suggestion import suggested_level, suggested_levels
from viewer.widgets.parts import theme
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.sheet import Sheet
from viewer.widgets.parts.typing_keys import claims_key

_WIDTH_PX, _HEIGHT_PX, _OFFSET_PX = 200, 292, 14
_LEVEL_ROLE = Qt.ItemDataRole.UserRole
_NOTE_ROLE = Qt.ItemDataRole.UserRole + 1
_LIST_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_ANSWER_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}


def matching_levels(query: str, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Return the levels that a typed text may mean, exact ones first: `l45`, `L4/5` and `L4-L5` alike."""
    wanted = _letters(query)
    exact = [level for level in levels if wanted in _spellings(level)]
    begun = [
        level
        for level in levels
        if level not in exact and any(spelling.startswith(wanted) for spelling in _spellings(level))
    ]
    return (*exact, *begun) if wanted else levels


def _letters(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _spellings(level: Level) -> set[str]:
    return {_letters(level.name), _letters(level.short_name)}


class LevelMenu(Sheet):
    """A small list of levels beside the pointer; Enter takes the first, Escape drops the question."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__("Name of the level", over)
        self._session = session
        self._then: Callable[[Level], None] | None = None
        self._levels: tuple[Level, ...] = ()
        self._suggested: Level | None = None
        self._found: FoundLevel | None = None
        self._near = QPoint()
        self._title = PlainLabel()
        self._title.setProperty("role", "muted")
        self._title.setWordWrap(True)
        self._query = QLineEdit()
        self._query.setPlaceholderText("Type L45, C7, T12/L1 …")
        self._query.setAccessibleName("Name of the level")
        self._query.textChanged.connect(self._search)
        self._query.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName("Levels")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_NotedRow(self._list))
        self._list.itemClicked.connect(self._answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(5)
        column.addWidget(self._title)
        column.addWidget(self._query)
        column.addWidget(self._list, 1)

    def ask(self, point: Vec3, title: str, then: Callable[[Level], None], near: QPoint | None = None) -> None:
        """Ask which level lies at an LPS point.

        `near` is a global screen position, the pointer's by default. An error of `then` becomes a
        notice.
        """
        case = self._session.case
        self._then = then
        self._levels = suggested_levels(case, point)
        self._suggested = self._found_at(case, point) or suggested_level(case.labels, case.numbering, point)
        if self._suggested is None and case.labels:
            self._suggested = self._levels[0]
        if self._suggested is not None:
            others = tuple(level for level in self._levels if level != self._suggested)
            self._levels = (self._suggested, *others)
        self._near = self._over.mapFromGlobal(near or QCursor.pos())
        self._title.setText(title)
        self.summon()

    def _found_at(self, case: Case, point: Vec3) -> Level | None:
        """The level that was found there in the image, where this patient's numbering has it."""
        self._found = level_near(case, self._session.analysis, point)
        level = Level(str(self._found.name)) if self._found else None
        return level if level in self._levels else None

    def names(self) -> list[str]:
        """Return the names listed now, the one that Enter takes first."""
        return [self._list.item(row).data(_LEVEL_ROLE).short_name for row in range(self._list.count())]

    def place(self) -> None:
        """Beside the pointer, inside the window, with an empty search."""
        self._query.clear()
        self._search("")
        area = self._over.rect()
        width, height = min(_WIDTH_PX, area.width()), min(_HEIGHT_PX, area.height())
        at = self._near if area.contains(self._near) else area.center()
        x = min(max(at.x() + _OFFSET_PX, 0), area.width() - width)
        y = min(max(at.y() - height // 3, 0), area.height() - height)
        self.setGeometry(QRect(x, y, width, height))

    def take_keyboard(self) -> None:
        """Type at once."""
        self._query.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead the keys of the list there, and keep all others from the window's shortcuts."""
        if watched is not self._query:
            if event.type() == QEvent.Type.Resize:
                self.dismiss()
            return False
        if claims_key(event):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in _ANSWER_KEYS:
            self._answer(self._list.currentItem())
        elif event.key() in _LIST_KEYS:
            self._list.keyPressEvent(event)
        else:
            return False
        return True

    def _search(self, query: str) -> None:
        self._list.clear()
        for level in matching_levels(query, self._levels):
            self._list.addItem(self._item(level))
        self._list.setCurrentRow(0)

    def _item(self, level: Level) -> QListWidgetItem:
        note = "suggested" if level == self._suggested else ""
        if note and self._found is not None and self._found.name == level.name:
            note = f"found, {self._found.confidence:.0%} sure"
        if not note and level.kind is LevelKind.VERTEBRA:
            note = "vertebra"
        item = QListWidgetItem(level.short_name)
        item.setData(_LEVEL_ROLE, level)
        item.setData(_NOTE_ROLE, note)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{level.short_name} {note}".rstrip())
        return item

    def _answer(self, item: QListWidgetItem | None) -> None:
        then = self._then
        if item is None or then is None:
            return
        level: Level = item.data(_LEVEL_ROLE)
        self._then = None
        self.dismiss()
        guarded(self._session, then)(level)


class _NotedRow(QStyledItemDelegate):
    """The name of a level with a faint note at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        box = QRect(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(QColor(theme.DARK.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(0, 0, -6, 0), right, index.data(_NOTE_ROLE))
        painter.restore()
