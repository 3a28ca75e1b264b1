"""The key images of the case in a row, drawn in the background."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from viewer.actions.action import guarded
from viewer.actions.desk import Desk
from viewer.actions.key_image_actions import show_key_image
from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.key_image import MOST_IN_REPORT
from viewer.tools.key_images import key_burned, key_image, key_moved, key_reported, key_retitled
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.report.key_card import KeyCard

_HINT = "Press K in a pane to keep what it shows as a key image."
_HEIGHT_PX = 122


class KeyStrip(QWidget):
    """Cards from left to right in the order of the report; a click on a picture goes back to its view."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._cards: dict[str, KeyCard] = {}
        self._drawing = False
        self._stale = False
        self._told = PlainLabel(_HINT)
        self._told.setProperty("role", "faint")
        self._told.setContentsMargins(8, 0, 8, 0)
        inner = QWidget()
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(8, 2, 8, 2)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFixedHeight(_HEIGHT_PX)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Key images")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addWidget(self._told)
        column.addWidget(self._area)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._draw)
        session = self._session
        session.case_changed.connect(self.show_case)
        session.volume_changed.connect(self.show_case)
        session.reporting.changed.connect(self._draw_soon)
        session.read_only_changed.connect(self.show_case)
        self.show_case()

    @property
    def cards(self) -> tuple[KeyCard, ...]:
        """The cards from left to right."""
        return tuple(self._cards[one.key_id] for one in self._session.case.key_images)

    def sizeHint(self) -> QSize:
        """A row of cards, or the line that tells how to make one."""
        return QSize(400, self._column.sizeHint().height())

    def show_case(self, *_: object) -> None:
        """Bring the cards up to date."""
        images = self._session.case.key_images
        for key_id in set(self._cards) - {one.key_id for one in images}:
            card = self._cards.pop(key_id)
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, image in enumerate(images):
            if image.key_id not in self._cards:
                self._cards[image.key_id] = self._made(image.key_id)
            card = self._cards[image.key_id]
            if self._row.indexOf(card) != place:
                self._row.insertWidget(place, card)
            card.show_key(image)
            card.setEnabled(not self._session.read_only)
        count = sum(one.reported for one in images)
        self._told.setText(
            f"Key images: {count} of at most {MOST_IN_REPORT} in the report" if images else _HINT
        )
        self._area.setVisible(bool(images))
        self.updateGeometry()
        self._draw_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was put off."""
        super().showEvent(event)
        self._draw_soon()

    def _made(self, key_id: str) -> KeyCard:
        session = self._session
        card = KeyCard(key_image(session.case, key_id))
        card.shown.connect(self._go)
        card.deleted.connect(lambda key: self._edit("Delete", key, lambda case: case.without_key_image(key)))
        card.retitled.connect(
            lambda key, title: self._edit("Rename", key, lambda case: key_retitled(case, key, title))
        )
        card.reported.connect(
            lambda key, on: self._edit(
                "Report" if on else "Leave out", key, lambda case: key_reported(case, key, reported=on)
            )
        )
        card.burned.connect(
            lambda key, on: self._edit(
                "Draw in" if on else "Leave bare", key, lambda c: key_burned(c, key, burned_in=on)
            )
        )
        card.moved.connect(
            lambda key, steps: self._edit("Move", key, lambda case: key_moved(case, key, steps))
        )
        return card

    def _go(self, key_id: str) -> None:
        show_key_image(self._desk, key_image(self._session.case, key_id))

    def _edit(self, verb: str, key_id: str, change: Callable[[Case], Case]) -> None:
        """One edit; where it is refused, the card shows again what is so."""
        session = self._session

        def edit(_: object) -> None:
            title = key_image(session.case, key_id).title
            session.edit(f"{verb} key image {title}", change(session.case))

        guarded(session, edit)(None)
        self.show_case()

    def _draw_soon(self, *_: object) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _draw(self) -> None:
        session = self._session
        if self._drawing or not self._stale or session.volume is None or not session.case.key_images:
            return
        self._stale, self._drawing = False, True
        case = session.case
        pictured, key_pictures = session.reporting.pictured(case), session.reporting.key_pictures
        session.reporting.in_background(lambda: key_pictures.all_of(pictured), self._take, self._fail)

    def _take(self, pictures: object) -> None:
        self._drawing = False
        if isinstance(pictures, dict):
            for key_id, card in self._cards.items():
                if key_id in pictures:
                    card.show_picture(pictures[key_id])
        if self._stale:
            self._draw_soon()

    def _fail(self, error: ViewerError) -> None:
        self._drawing = False
        self._told.setText(str(error))
