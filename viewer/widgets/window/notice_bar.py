"""Short messages over the panes that never stop the reader."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.session.notice import Notice, Severity
from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.theme import DARK

# How long a message stays; errors stay until they are closed.
_SHOWN_MS = {Severity.INFO: 6000, Severity.WARNING: 15000, Severity.ERROR: 0}
_COLOUR = {Severity.INFO: DARK.accent, Severity.WARNING: DARK.warning, Severity.ERROR: DARK.error}
_WORD = {Severity.INFO: "Note", Severity.WARNING: "Warning", Severity.ERROR: "Error"}
_AT_MOST = 3
_WIDTH_PX = 420
# Leaves the buttons of the pane below free.
_ABOVE_PX = 42


class _Message(QFrame):
    dismissed = Signal(object)

    def __init__(self, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("role", "notice")
        self.setProperty("severity", notice.severity.value)
        self.setAccessibleName(f"{_WORD[notice.severity]}: {notice.text} {notice.hint}".strip())
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 6, 8)
        row.setSpacing(10)
        symbol = PlainLabel()
        symbol.setPixmap(icon(notice.severity.value, _COLOUR[notice.severity]).pixmap(18, 18))
        row.addWidget(symbol, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(_line(notice.text, "value"))
        if notice.hint:
            words.addWidget(_line(notice.hint, "muted"))
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(
            IconButton("close", "Close this message", self.dismiss, self, 14), 0, Qt.AlignmentFlag.AlignTop
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        if _SHOWN_MS[notice.severity]:
            self._timer.start(_SHOWN_MS[notice.severity])

    def dismiss(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self.hide()
        self.deleteLater()
        self.dismissed.emit(self)


class NoticeBar(QWidget):
    """Stacks the latest messages in the lower right corner of the widget it lies on."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._messages: list[_Message] = []
        over.installEventFilter(self)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is on screen now, oldest first."""
        return tuple(message.notice.text for message in self._messages)

    def show_notice(self, notice: Notice) -> None:
        """Show a message; an equal one on screen is renewed, the oldest makes room."""
        for message in [one for one in self._messages if one.notice == notice]:
            message.dismiss()
        if len(self._messages) >= _AT_MOST:
            self._messages[0].dismiss()
        message = _Message(notice, self)
        message.dismissed.connect(self._forget)
        self._messages.append(message)
        self._column.addWidget(message)
        message.show()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the area changes its size."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _forget(self, message: _Message) -> None:
        self._messages.remove(message)
        self._column.removeWidget(message)
        self._place()

    def _place(self) -> None:
        self.setVisible(bool(self._messages))
        width = min(_WIDTH_PX, self._over.width() - 32)
        self.setFixedWidth(max(120, width))
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))
        self.move(self._over.width() - self.width() - 16, self._over.height() - self.height() - _ABOVE_PX)
        self.raise_()


def _line(text: str, role: str) -> QLabel:
    made = PlainLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
