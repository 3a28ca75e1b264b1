"""Every series that was found, with its picture, its facts, and why it cannot be opened."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from viewer.model.study import Catalogue, Series, Study
from viewer.session.session import Session
from viewer.widgets.parts.plain_text import plain
from viewer.widgets.series.series_card import Card, CardLook, NoteCard, StudyCard
from viewer.widgets.series.series_card import SeriesCard as _SeriesCard
from viewer.widgets.series.series_words import series_words, study_words
from viewer.widgets.series.thumbnails import Thumbnails

_CARD_ROLE = Qt.ItemDataRole.UserRole
_KEY_ROLE = Qt.ItemDataRole.UserRole + 1
_REPORT_KEY = "report"
_TELLING = {"SR", "SEG", "PR"}
_OPEN_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class SeriesRail(QListWidget):
    """Lists the catalogue of the session; a click or Enter opens a series, or asks for the report on the rest.

    `objects(paths)` where it is one of DICOM objects that tell of the open study.
    """

    report = Signal()
    objects = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._thumbnails = Thumbnails(session, self)
        self._thumbnails.arrived.connect(self.viewport().update)
        self.setAccessibleName("Series")
        self.setProperty("role", "rail")
        self.setItemDelegate(_CardDelegate(session, self._thumbnails, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setMinimumWidth(120)
        self._wrap = QTimer(self)
        self._wrap.setSingleShot(True)
        self._wrap.setInterval(0)
        self._wrap.timeout.connect(self.scheduleDelayedItemsLayout)
        self.itemClicked.connect(self._open)
        session.catalogue_changed.connect(self.show_catalogue)
        session.volume_changed.connect(self._show_open)
        session.display_changed.connect(self._show_privacy)
        session.reading.opened.connect(self.viewport().update)
        session.reading.closed.connect(self.viewport().update)
        self._identity_hidden = session.display.identity_hidden
        self.show_catalogue(session.catalogue)

    def sizeHint(self) -> QSize:
        """A narrow column."""
        return QSize(190, 600)

    def show_catalogue(self, catalogue: Catalogue) -> None:
        """List what was found."""
        self.clear()
        for study in catalogue.studies:
            self._add(StudyCard(*self._head(study)), "", "Study", selectable=False)
            for series in study.series:
                self._add_series(series)
        if catalogue.skipped:
            count = len(catalogue.skipped)
            words = "1 file left out" if count == 1 else f"{count} files left out"
            first = "\n".join(f"{one.path.name}: {one.reason}" for one in catalogue.skipped[:12])
            self._add(NoteCard(f"{words}: see the report"), _REPORT_KEY, first)
        self._thumbnails.fetch(one for study in catalogue.studies for one in study.series)
        self._show_open()

    def row_of(self, key: str) -> int:
        """Return the row of a series, -1 where it is not listed."""
        return next((row for row in range(self.count()) if self.item(row).data(_KEY_ROLE) == key), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen series on Enter."""
        if event.key() in _OPEN_KEYS and self.currentRow() >= 0:
            self._open(self.currentItem())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        self._wrap.start()

    def _head(self, study: Study) -> tuple[str, str]:
        patient, examination = study_words(study)
        return ("Identity hidden" if self._identity_hidden else patient, examination)

    def _add_series(self, series: Series) -> None:
        words = series_words(series)
        card = _SeriesCard(
            series.key, words, usable=series.usable or series.viewable, suggested=series.suggested
        )
        self._add(card, series.key, words.whole)

    def _add(self, card: Card, key: str, story: str, *, selectable: bool = True) -> None:
        item = QListWidgetItem()
        item.setData(_CARD_ROLE, card)
        item.setData(_KEY_ROLE, key)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, card.spoken)
        item.setToolTip(plain(story))
        if not selectable:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        key: str = item.data(_KEY_ROLE)
        if key == _REPORT_KEY:
            self.report.emit()
        elif key:
            told = self._telling(key)
            if told:
                self.objects.emit(told)
            else:
                self._session.open_series(key)

    def _telling(self, key: str) -> tuple[Path, ...]:
        """The files of a series that says something of the open study, none for any other."""
        session, found = self._session, self._session.catalogue.find(key)
        if session.volume is None or session.study is None or found is None:
            return ()
        study, series = found
        same = study.study_uid == session.study.study_uid
        # A file of many frames is listed once for each of them.
        return tuple(dict.fromkeys(series.files)) if same and series.modality in _TELLING else ()

    def _show_open(self, *_: object) -> None:
        series = self._session.series
        row = self.row_of(series.key) if series and self._session.volume is not None else -1
        if row >= 0:
            self.setCurrentRow(row)
        self.viewport().update()

    def _show_privacy(self, *_: object) -> None:
        hidden = self._session.display.identity_hidden
        if hidden != self._identity_hidden:
            self._identity_hidden = hidden
            row, place = self.currentRow(), self.verticalScrollBar().value()
            self.show_catalogue(self._session.catalogue)
            self.setCurrentRow(row)
            self.verticalScrollBar().setValue(place)


class _CardDelegate(QStyledItemDelegate):
    def __init__(self, session: Session, thumbnails: Thumbnails, parent: QListWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._thumbnails = thumbnails
        self._rail = parent

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        card: Card = index.data(_CARD_ROLE)
        key: str = index.data(_KEY_ROLE)
        state: Any = option.state  # pyright: ignore[reportAttributeAccessIssue]
        box = QRect(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        series = self._session.series if self._session.volume is not None else None
        read = self._session.reading.series
        look = CardLook(
            is_open=any(one is not None and one.key == key for one in (series, read)),
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=bool(state & QStyle.StateFlag.State_HasFocus),
            picture=self._thumbnails.picture(key),
        )
        painter.save()
        card.paint(painter, box, look)
        painter.restore()

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        card: Card = index.data(_CARD_ROLE)
        width = self._rail.viewport().width()
        return QSize(width, card.height(width))
