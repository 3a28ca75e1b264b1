"""How the cells and headings of the table of levels are painted: what is abnormal stands out, in words and colour."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from viewer.widgets.form.level_words import GROUPS, HEADINGS, WEIGHT, Column, row_words, value_of
from viewer.widgets.form.levels_model import FORM_ROLE, LevelRow
from viewer.widgets.parts import theme

ROW_PX, HEAD_PX = 23, 38
_PAD_PX = 5
# From normal to severe: quiet, plain, amber, red; the words say the same.
_INK = (theme.DARK.faint, theme.DARK.text, theme.DARK.warning, theme.DARK.error)
_GROUND = (None, None, "#2c2515", "#36191a")
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LevelCells(QStyledItemDelegate):
    """Paints one cell; the word for a whole row is painted by the table."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, words and frame of a cell."""
        row: LevelRow = index.data(FORM_ROLE)
        column = Column(index.column())
        box = QRect(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        ground = _ground(row, column, selected=selected)
        if ground:
            painter.fillRect(box, QColor(ground))
        if column is Column.MEASURED:
            _paint_note(painter, box, row)
        else:
            _paint_words(painter, box, row, column, str(index.data()))
        painter.restore()


def _ground(row: LevelRow, column: Column, *, selected: bool) -> str | None:
    value = value_of(row.form, column)
    tinted = _GROUND[WEIGHT[value]] if value is not None else None
    return tinted or (theme.DARK.accent_dim if selected else None)


def _paint_words(painter: QPainter, box: QRect, row: LevelRow, column: Column, words: str) -> None:
    value = value_of(row.form, column)
    if column is Column.NAME:
        _write_name(painter, box, row)
        return
    if row_words(row.form):
        return
    weight = WEIGHT[value] if value is not None else 0
    ink = theme.DARK.text if column is Column.CAUSES else _INK[weight]
    painter.setFont(theme.font(theme.TEXT_PX, QFont.Weight.DemiBold if weight >= 3 else QFont.Weight.Normal))
    painter.setPen(QColor(ink))
    if column is Column.CAUSES:
        inner = box.adjusted(_PAD_PX, 0, -2, 0)
        metrics = QFontMetrics(painter.font())
        painter.drawText(inner, _LEFT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width()))
    else:
        painter.drawText(box, _MIDDLE, words)


def _write_name(painter: QPainter, box: QRect, row: LevelRow) -> None:
    form = row.form
    begun = form.begun
    painter.setFont(theme.font(theme.TEXT_PX, QFont.Weight.Medium if begun else QFont.Weight.Normal))
    painter.setPen(QColor(theme.DARK.text if begun else theme.DARK.muted))
    painter.drawText(box.adjusted(_PAD_PX + 1, 0, 0, 0), _LEFT, row.name)
    if form.details or form.text or any(grade.decided for grade in form.grades):
        # There is more below than the table has room for.
        painter.fillRect(box.left(), box.top() + 4, 2, box.height() - 8, QColor(theme.DARK.accent))


def _paint_note(painter: QPainter, box: QRect, row: LevelRow) -> None:
    inner = box.adjusted(_PAD_PX, 0, -4, 0)
    painter.setFont(theme.font(theme.SMALL_PX))
    metrics = QFontMetrics(painter.font())
    painter.setPen(QColor(theme.DARK.muted))
    painter.drawText(inner, _LEFT, row.note.numbers)
    used = metrics.horizontalAdvance(row.note.numbers) + (8 if row.note.numbers else 0)
    room = inner.adjusted(used, 0, 0, 0)
    if row.note.suggested and room.width() > 12:
        words = metrics.elidedText(row.note.suggested, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(QColor(theme.DARK.accent))
        painter.drawText(room, _LEFT, words)


def paint_whole_rows(view: QTableView, rows: tuple[LevelRow, ...]) -> None:
    """Write "normal" and "not assessed" across their rows, and a line where a region begins."""
    painter = QPainter(view.viewport())
    painter.setFont(theme.font(theme.TEXT_PX))
    left = view.columnViewportPosition(Column.CENTRAL)
    right = view.columnViewportPosition(Column.MEASURED)
    for number, row in enumerate(rows):
        top = view.rowViewportPosition(number)
        box = QRect(left + _PAD_PX + 4, top, right - left - 2 * _PAD_PX, view.rowHeight(number))
        words = row_words(row.form)
        if words:
            painter.setPen(QColor(theme.DARK.good if words == "normal" else theme.DARK.faint))
            painter.drawText(box, _LEFT, words)
        if number and row.form.level.region is not rows[number - 1].form.level.region:
            painter.setPen(QPen(QColor(theme.DARK.line), 1))
            painter.drawLine(0, top, view.viewport().width(), top)
    painter.end()


def paint_cursor(view: QTableView) -> None:
    """Frame the cell that keys go to."""
    if not view.currentIndex().isValid():
        return
    painter = QPainter(view.viewport())
    colour = theme.DARK.accent if view.hasFocus() else theme.DARK.faint
    painter.setPen(QPen(QColor(colour), 1.6 if view.hasFocus() else 1.0))
    painter.drawRect(view.visualRect(view.currentIndex()).adjusted(1, 1, -2, -2))
    painter.end()


class LevelsHead(QHeaderView):
    """Two lines of headings: zones above, the patient's right and left below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        """Two lines high."""
        return QSize(super().sizeHint().width(), HEAD_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw all headings."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(theme.DARK.panel))
        painter.setPen(QColor(theme.DARK.line))
        painter.drawLine(0, HEAD_PX - 1, self.viewport().width(), HEAD_PX - 1)
        painter.setFont(theme.font(theme.SMALL_PX))
        for name, first, last in GROUPS:
            self._group(painter, name, self._box(first).united(self._box(last)))
        for column in Column:
            self._heading(painter, column)
        painter.end()

    def _group(self, painter: QPainter, name: str, box: QRect) -> None:
        painter.setPen(QColor(theme.DARK.muted))
        painter.drawText(box.adjusted(0, 2, 0, -HEAD_PX // 2), _MIDDLE, name)
        painter.setPen(QColor(theme.DARK.line))
        painter.drawLine(box.left() + 6, HEAD_PX // 2, box.right() - 6, HEAD_PX // 2)

    def _heading(self, painter: QPainter, column: Column) -> None:
        box, words = self._box(column), HEADINGS[column]
        grouped = any(column in columns for _, *columns in GROUPS)
        plainly = column in {Column.NAME, Column.CAUSES, Column.MEASURED}
        painter.setPen(QColor(theme.DARK.text if grouped else theme.DARK.muted))
        if plainly:
            painter.drawText(
                box.adjusted(_PAD_PX + (column is Column.NAME), HEAD_PX // 2 - 2, 0, 0), _LEFT, words
            )
        else:
            painter.drawText(box.adjusted(0, HEAD_PX // 2 - 2, 0, 0), _MIDDLE, words)

    def _box(self, column: int) -> QRect:
        return QRect(self.sectionViewportPosition(column), 0, self.sectionSize(column), HEAD_PX)
