"""The line over the panes that says in what the shown volume is not simply what was acquired."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from viewer.model.acquired import shown_sentence, told_sentences
from viewer.session.session import Session
from viewer.widgets.parts import theme
from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.plain_text import PlainLabel, plain
from viewer.widgets.slices.text_picture import line_metrics, shortened

HEIGHT_PX = 28


class ImportBanner(QFrame):
    """Always there while the volume is not simply what was acquired, and never else; it takes no keyboard.

    `details` asks for the import report, `orient` to say how the volume lies in the patient.
    """

    details = Signal()
    orient = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setProperty("role", "bar")
        self.setAccessibleName("What was done to the images")
        self.setFixedHeight(HEIGHT_PX)
        symbol = PlainLabel()
        symbol.setPixmap(icon("warning", theme.DARK.warning).pixmap(15, 15))
        self._words = _Line()
        self._orient = _button("Say which side is which…", self.orient)
        self._details = _button("Details", self.details)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(symbol)
        row.addWidget(self._words, 1)
        row.addWidget(self._orient)
        row.addWidget(self._details)
        for signal in (session.volume_changed, session.volume_completed):
            signal.connect(self.show_state)
        self.show_state()

    @property
    def text(self) -> str:
        """The sentence, empty while there is none."""
        return self._words.text

    def show_state(self, *_: object) -> None:
        """Bring the sentence up to date; hide where there is nothing to tell."""
        session = self._session
        sentence = shown_sentence(session.series, session.volume)
        self._words.say(sentence)
        self.setToolTip(plain("\n".join(told_sentences(session.series, session.volume))))
        self.setAccessibleDescription(sentence)
        known = session.series is None or session.series.orientation_known
        self._orient.setVisible(not known)
        self.setVisible(bool(sentence))


class _Line(QWidget):
    """One line of words that ends with an ellipsis where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        self.text = words
        self.update()

    def sizeHint(self) -> QSize:
        """A line high; as wide as there is room."""
        return QSize(60, round(line_metrics(theme.font()).height()) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words."""
        del event
        painter = QPainter(self)
        painter.setFont(theme.font())
        painter.setPen(self.palette().windowText().color())
        shown = shortened(self.text, theme.font(), self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


def _button(words: str, pressed: object) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("role", "link")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(pressed)
    return button
