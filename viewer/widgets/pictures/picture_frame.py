"""The pictures beside the CT with the bar above them: which series, which picture, and the way back."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from viewer.model.picture import ColourPicture
from viewer.session.session import Session
from viewer.widgets.parts.chip import Chip
from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.plain_text import PlainLabel, plain
from viewer.widgets.pictures.picture_pane import PicturePane
from viewer.widgets.pictures.picture_player import PicturePlayer
from viewer.widgets.series.series_words import series_words

_BAR_PX, _SLIDER_PX = 30, 110
# Narrower than these there is no room for the slider, and for what the picture says itself.
_SLIDER_FROM_PX = 560
_COUNT_FROM_PX = 400


class PictureFrame(QFrame):
    """Hidden while nothing is read; `resized` tells that it wants more or less room, `large` which."""

    resized = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading = session.reading
        self._session = session
        self.large = False
        self.pane = PicturePane(session)
        self.pane.enlarge.connect(self.enlarge)
        self._title = PlainLabel()
        self._title.setProperty("role", "section")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._count = PlainLabel()
        self._count.setProperty("role", "muted")
        self._slider = self._make_slider()
        self.player = PicturePlayer(self._reading, self)
        self.player.changed.connect(self.show_state)
        self.pane.play.connect(self.player.toggle)
        self._play = IconButton("play", "Play", self.player.toggle, size_px=15)
        self._invert = Chip("Invert", "I")
        self._invert.clicked.connect(self.pane.invert)
        self._follow = Chip("Follow crosshair")
        self._follow.setToolTip("Show the picture nearest to the crosshair as it moves")
        self._follow.clicked.connect(lambda: self._reading.set_follows(not self._reading.follows))
        self._enlarge = IconButton("maximise", "More room", self.enlarge, size_px=15)
        self._close = IconButton("close", "Close the pictures", self._reading.close, size_px=15)
        self._close.retitle("Close the pictures", "Esc")
        self._lay_out()
        self._reading.changed.connect(self.show_state)
        session.volume_changed.connect(self.show_state)
        self.show_state()

    def enlarge(self) -> None:
        """Take more room, or give it back."""
        self.large = not self.large
        self.show_state()
        self.resized.emit()

    def show_state(self, *_: object) -> None:
        """Bring the bar up to date."""
        reading = self._reading
        if reading.series is None:
            return
        words = series_words(reading.series)
        self._title.setText(words.title)
        self._title.setToolTip(plain(words.whole))
        self._count.setText(reading.info.label if reading.info else "")
        count = len(reading.infos)
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, max(count - 1, 0))
            self._slider.setValue(reading.look.number)
        self._fit_slider()
        self._invert.setVisible(not isinstance(reading.shown, ColourPicture))
        self._invert.setChecked(reading.look.inverted)
        self._follow.setChecked(reading.follows)
        self._follow.setVisible(reading.is_linked and not reading.is_projection and count > 1)
        self._play.setVisible(self.player.can_play)
        self._play.setIcon(icon("pause" if self.player.playing else "play"))
        self._play.retitle("Pause" if self.player.playing else "Play", "Space")
        self._enlarge.setVisible(self._session.volume is not None)
        self._enlarge.setIcon(icon("restore" if self.large else "maximise"))
        self._enlarge.retitle("Less room" if self.large else "More room", "F")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._fit_slider()
        narrow = self.width() < _COUNT_FROM_PX
        self._count.setVisible(not narrow)
        self._follow.setText("Follow" if narrow else "Follow crosshair")

    def _fit_slider(self) -> None:
        self._slider.setVisible(len(self._reading.infos) > 1 and self.width() >= _SLIDER_FROM_PX)

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setFixedWidth(_SLIDER_PX)
        slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        slider.setAccessibleName("Picture")
        slider.valueChanged.connect(self._reading.show)
        return slider

    def _lay_out(self) -> None:
        bar = QWidget()
        bar.setProperty("role", "bar")
        bar.setFixedHeight(_BAR_PX)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(self._title, 1)
        for part in (
            self._play,
            self._slider,
            self._count,
            self._follow,
            self._invert,
            self._enlarge,
            self._close,
        ):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.pane, 1)
        self.setAccessibleName("Pictures beside the CT")
