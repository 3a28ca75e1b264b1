"""One key image in the strip: its picture, its title, and what becomes of it."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from viewer.model.key_image import KeyImage
from viewer.model.picture_bytes import PictureBytes
from viewer.widgets.parts import theme
from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.plain_text import plain
from viewer.widgets.parts.typing_keys import claims_key

PICTURE_PX = QSize(104, 78)
_BUTTONS_PX = 24
_RATIO = 2
_GO_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class _Picture(QWidget):
    """The thumbnail; a click or Enter goes there, Shift and an arrow moves it along the row."""

    pressed = Signal()
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._faded = False
        self.setFixedSize(PICTURE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def has_image(self) -> bool:
        """Whether its picture was drawn."""
        return not self._image.isNull()

    def show_image(self, image: QImage) -> None:
        """Show a picture, cut to the shape of the card."""
        size = PICTURE_PX * _RATIO
        grow = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        scaled = image.scaled(size, grow, Qt.TransformationMode.SmoothTransformation)
        corner = QPoint((scaled.width() - size.width()) // 2, (scaled.height() - size.height()) // 2)
        self._image = scaled.copy(QRect(corner, size))
        self.update()

    def fade(self, *, faded: bool) -> None:
        """Show that it is left out of the report."""
        self._faded = faded
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the picture in its frame."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.DARK.image))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(0.4 if self._faded else 1.0)
        painter.drawImage(self.rect(), self._image)
        painter.setOpacity(1.0)
        painter.setPen(QPen(QColor(theme.DARK.accent if self.hasFocus() else theme.DARK.line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go there on Enter and Space."""
        if event.key() in _GO_KEYS:
            self.pressed.emit()
        elif _moves(event):
            self.moved.emit(_ARROWS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def event(self, event: object) -> bool:
        """Keep its keys from the window's shortcuts."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            own = event.key() in _GO_KEYS or _moves(event)
            if own:
                event.accept()
                return True
        return super().event(event)  # pyright: ignore[reportArgumentType]


class _Title(QLineEdit):
    def event(self, event: object) -> bool:
        """Keep what one types from the window's shortcuts."""
        return claims_key(event) or super().event(event)  # pyright: ignore[reportArgumentType]


def _moves(event: QKeyEvent) -> bool:
    return event.key() in _ARROWS and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


class KeyCard(QWidget):
    """Tells what the reader wants of one key image, by its id and what is to become of it."""

    shown = Signal(str)
    retitled = Signal(str, str)
    reported = Signal(str, bool)
    burned = Signal(str, bool)
    deleted = Signal(str)
    moved = Signal(str, int)

    def __init__(self, image: KeyImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = image
        self._bytes: PictureBytes | None = None
        self.picture = _Picture()
        self.picture.pressed.connect(lambda: self.shown.emit(self.image.key_id))
        self.picture.moved.connect(lambda steps: self.moved.emit(self.image.key_id, steps))
        self.title = _Title()
        self.title.setFixedWidth(PICTURE_PX.width() + _BUTTONS_PX + 2)
        self.title.setMaxLength(120)
        self.title.setAccessibleName("Title of the key image")
        self.title.editingFinished.connect(self._retitle)
        self.in_report = _toggle("report", "In the report")
        self.in_report.clicked.connect(lambda on: self.reported.emit(self.image.key_id, bool(on)))
        self.burn = _toggle("overlays", "Names and marks in the picture")
        self.burn.clicked.connect(lambda on: self.burned.emit(self.image.key_id, bool(on)))
        self.delete = IconButton("trash", "Delete this key image", self._delete, self, 14)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        buttons = QVBoxLayout()
        buttons.setSpacing(0)
        for button in (self.in_report, self.burn, self.delete):
            button.setFixedSize(_BUTTONS_PX, _BUTTONS_PX)
            buttons.addWidget(button)
        buttons.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        grid.addWidget(self.picture, 0, 0)
        grid.addLayout(buttons, 0, 1)
        grid.addWidget(self.title, 1, 0, 1, 2)
        self.show_key(image)

    def show_key(self, image: KeyImage) -> None:
        """Show what is known of the key image."""
        self.image = image
        if not self.title.hasFocus():
            self.title.setText(image.title)
            self.title.setCursorPosition(0)
        self.in_report.setChecked(image.reported)
        self.burn.setChecked(image.burned_in)
        self.picture.fade(faded=not image.reported)
        self.picture.setToolTip(
            plain(f"{image.title}: click to go there; Shift+Left or Shift+Right moves it")
        )
        self.picture.setAccessibleName(f"Key image {image.title}, go there")

    def show_picture(self, picture: PictureBytes) -> None:
        """Show its picture."""
        if picture is not self._bytes:
            self._bytes = picture
            self.picture.show_image(QImage.fromData(picture.data))

    def _retitle(self) -> None:
        if self.title.text().strip() != self.image.title:
            self.retitled.emit(self.image.key_id, self.title.text())

    def _delete(self) -> None:
        self.deleted.emit(self.image.key_id)


def _toggle(icon_name: str, title: str) -> QToolButton:
    button = IconButton(icon_name, title, _nothing, size_px=14)
    button.setCheckable(True)
    return button


def _nothing(*_: object) -> None:
    pass
