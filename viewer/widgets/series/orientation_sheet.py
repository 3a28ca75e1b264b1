"""The question how a volume lies in the patient, where its file does not say so."""

from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.errors import GeometryError
from viewer.model.orientation_choice import OrientationChoice, Towards
from viewer.model.volume import Volume
from viewer.session.lying import say_orientation
from viewer.session.session import Session
from viewer.widgets.parts import theme
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.sheet import Sheet
from viewer.widgets.slices.slice_image import grey_image

_SIZE_PX = (760, 560)
_WHY = (
    "This file does not say how it lies in the patient. Left and right, front and back, head and feet"
    " are unknown until you say so. Choose until the letters are right."
)
_AXES = ("Columns, to the right in A", "Rows, downwards in A", "Slices, downwards in B")
_WORDS = {
    Towards.LEFT: "Left of the patient",
    Towards.RIGHT: "Right of the patient",
    Towards.POSTERIOR: "Posterior (back)",
    Towards.ANTERIOR: "Anterior (front)",
    Towards.HEAD: "Head",
    Towards.FEET: "Feet",
}
_USUAL = (Towards.LEFT, Towards.POSTERIOR, Towards.HEAD)
_LOW_HU, _HIGH_HU = -250.0, 1250.0
_EDGE_PX = 16.0


class OrientationSheet(Sheet):
    """Two cuts through the file with the letters that a choice gives them; asks by itself once a file needs it.

    `unattended` it never asks by itself: then nobody is there to answer.
    """

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__("How the volume lies in the patient", over)
        self.unattended = False
        self._session = session
        self._pictures = (_Cut("A: one slice"), _Cut("B: across the slices"))
        self._choices = [_sides(words) for words in _AXES]
        self._fault = PlainLabel()
        self._fault.setProperty("role", "muted")
        self._fault.setWordWrap(True)
        self._use = QPushButton("Use these sides")
        self._use.setProperty("primary", "true")
        self._use.clicked.connect(self._answer)
        self._unknown = QPushButton("I don't know")
        self._unknown.setToolTip(
            "The images open with ? for every side; nothing that needs a side can be placed."
        )
        self._unknown.clicked.connect(self.dismiss)
        self._lay_out()
        for box, side in zip(self._choices, _USUAL, strict=True):
            box.setCurrentIndex(list(Towards).index(side))
            box.currentIndexChanged.connect(self._show_choice)
        session.volume_completed.connect(self._ask)
        session.volume_changed.connect(self._leave)

    def choose(self, right: Towards, down: Towards, onward: Towards) -> None:
        """Choose the three sides."""
        for box, side in zip(self._choices, (right, down, onward), strict=True):
            box.setCurrentIndex(list(Towards).index(side))

    @property
    def choice(self) -> OrientationChoice | None:
        """What is chosen, None where it is impossible."""
        try:
            return OrientationChoice(*(list(Towards)[box.currentIndex()] for box in self._choices))
        except GeometryError:
            return None

    def summon(self) -> None:
        """Show the question with pictures of the open volume as its file holds it."""
        volume = self._session.volume
        if volume is None:
            return
        said = self._session.case.orientation
        if said is not None and volume.orientation_known:
            self.choose(*said.each)
        for picture, pixels in zip(self._pictures, _cuts(volume, said), strict=True):
            picture.show_pixels(pixels)
        self._show_choice()
        super().summon()

    def take_keyboard(self) -> None:
        """Begin with the first choice."""
        self._choices[0].setFocus()

    def place(self) -> None:
        """Room for the pictures."""
        self.centre(*_SIZE_PX)

    def _ask(self, volume: Volume) -> None:
        if not volume.orientation_known and not self.unattended:
            self.summon()

    def _leave(self, _volume: Volume | None) -> None:
        if self.isVisible():
            self.dismiss()

    def _show_choice(self, *_: object) -> None:
        choice = self.choice
        self._use.setEnabled(choice is not None)
        self._fault.setText(
            "" if choice else "Rows, columns and slices must run along three different directions."
        )
        right, down, onward = (list(Towards)[box.currentIndex()] for box in self._choices)
        for picture, across, downwards in zip(self._pictures, (right, right), (down, onward), strict=True):
            picture.show_letters(across, downwards)

    def _answer(self) -> None:
        choice = self.choice
        if choice is not None:
            self.dismiss()
            say_orientation(self._session, choice)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 14)
        column.setSpacing(10)
        column.addLayout(self.head("How does it lie in the patient?"))
        why = PlainLabel(_WHY)
        why.setWordWrap(True)
        column.addWidget(why)
        pictures = QHBoxLayout()
        for picture in self._pictures:
            pictures.addWidget(picture, 1)
        column.addLayout(pictures, 1)
        grid = QGridLayout()
        for place, (words, box) in enumerate(zip(_AXES, self._choices, strict=True)):
            grid.addWidget(QLabel(f"{words}, run towards"), place, 0)
            grid.addWidget(box, place, 1)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        column.addWidget(self._fault)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._unknown)
        row.addWidget(self._use)
        column.addLayout(row)


def _sides(words: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(words)
    box.addItems([_WORDS[side] for side in Towards])
    return box


def _cuts(volume: Volume, said: OrientationChoice | None) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The middle slice, and the middle row of every slice, in true proportions and the order of the file."""
    turned = said is not None and volume.orientation_known and said.mirrored
    hu = volume.hu[::-1] if turned else volume.hu
    x_mm, y_mm, z_mm = volume.geometry.spacing_mm
    cuts = ((hu[len(hu) // 2], y_mm / x_mm), (hu[:, hu.shape[1] // 2], z_mm / x_mm))
    return tuple(_stretched(_grey(pixels), ratio) for pixels, ratio in cuts)  # pyright: ignore[reportReturnType] - two


def _grey(hu: NDArray[Any]) -> NDArray[np.uint8]:
    return np.clip((hu - _LOW_HU) / (_HIGH_HU - _LOW_HU) * 255, 0, 255).astype(np.uint8)


def _stretched(pixels: NDArray[np.uint8], ratio: float) -> NDArray[np.uint8]:
    rows = max(1, round(len(pixels) * ratio))
    return pixels[np.minimum((np.arange(rows) / ratio).astype(int), len(pixels) - 1)]


@attrs.define
class _Letters:
    left: str = ""
    right: str = ""
    top: str = ""
    bottom: str = ""


class _Cut(QWidget):
    """One cut through the file with a letter at each edge."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._image = QImage()
        self._letters = _Letters()
        self.setAccessibleName(name)
        self.setMinimumSize(180, 180)

    def show_pixels(self, pixels: NDArray[np.uint8]) -> None:
        self._image = grey_image(pixels)
        self.update()

    def show_letters(self, across: Towards, downwards: Towards) -> None:
        self._letters = _Letters(
            across.opposite.value, across.value, downwards.opposite.value, downwards.value
        )
        self.setAccessibleDescription(
            f"Right edge {across.name.lower()}, lower edge {downwards.name.lower()}"
        )
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(300, 300)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cut and its letters."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(theme.DARK.image))
        if not self._image.isNull():
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)
        middle, letters = QPointF(self.width() / 2, self.height() / 2), self._letters
        painter.setFont(theme.font(18, QFont.Weight.DemiBold))
        painter.setPen(QColor(theme.DARK.warning))
        places = (
            (letters.left, QPointF(_EDGE_PX, middle.y())),
            (letters.right, QPointF(self.width() - _EDGE_PX, middle.y())),
            (letters.top, QPointF(middle.x(), _EDGE_PX)),
            (letters.bottom, QPointF(middle.x(), self.height() - _EDGE_PX)),
        )
        for letter, at in places:
            painter.drawText(QRectF(at.x() - 14, at.y() - 14, 28, 28), Qt.AlignmentFlag.AlignCenter, letter)
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(QColor(theme.DARK.text))
        painter.drawText(self.rect().adjusted(6, 4, -6, -4), Qt.AlignmentFlag.AlignTop, self._name)
        painter.end()
