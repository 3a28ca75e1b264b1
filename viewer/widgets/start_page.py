"""What the pane area shows while no study is open: how to begin."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.widgets.icons import icon
from viewer.widgets.recent_list import RecentList
from viewer.widgets.theme import DARK

DISCLAIMER = "Not a certified medical device. For research and teaching; not for diagnosis."
_FRAME_MARGIN_PX = 56.0


class StartPage(QWidget):
    """Open a folder, drop one, open one of the last again, or look at a demo case."""

    open_folder = Signal()
    open_files = Signal()
    open_recent = Signal(str)
    open_demo = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, demo: bool = True) -> None:
        super().__init__(parent)
        self.setAccessibleName("Start page")
        self._top = _label("Thecal", "title")
        self._folder = _button("Open folder…", "folder-open", primary=True)
        self._folder.clicked.connect(self.open_folder)
        self.setFocusProxy(self._folder)
        files = _button("Open files…", "file-open")
        files.clicked.connect(self.open_files)
        lumbar = _button("Lumbar myelogram", "spine")
        lumbar.clicked.connect(lambda: self.open_demo.emit("lumbar"))
        cervical = _button("Cervical myelogram", "spine")
        cervical.clicked.connect(lambda: self.open_demo.emit("cervical"))

        self.recent = RecentList()
        self.recent.chosen.connect(self.open_recent)

        page = QVBoxLayout(self)
        page.setSpacing(0)
        page.addStretch(2)
        page.addWidget(self._top)
        page.addSpacing(6)
        page.addWidget(_label("Read, measure and mark the contrast column of the spine.", "muted"))
        page.addSpacing(30)
        page.addLayout(_row(self._folder, files))
        page.addSpacing(10)
        page.addWidget(_label("or drop a CT folder or files anywhere in this window", "muted"))
        page.addWidget(self.recent, alignment=Qt.AlignmentFlag.AlignHCenter)
        if demo:
            page.addSpacing(26)
            page.addWidget(_label("Demo cases", "section"))
            page.addSpacing(8)
            page.addLayout(_row(lumbar, cervical))
        self._end = QWidget()
        page.addWidget(self._end)
        page.addStretch(3)
        page.addWidget(_label(DISCLAIMER, "faint"))
        page.addSpacing(14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the black of the panes and a thin dashed frame that says: drop here."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.image))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(DARK.line), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([6, 6])
        painter.setPen(pen)
        width = min(620.0, self.width() - 40.0)
        top = max(20.0, self._top.y() - _FRAME_MARGIN_PX)
        bottom = min(self.height() - 50.0, self._end.geometry().bottom() + _FRAME_MARGIN_PX)
        frame = QRectF((self.width() - width) / 2, top, width, bottom - top)
        painter.drawRoundedRect(frame, 10, 10)
        painter.end()


def _button(title: str, icon_name: str, *, primary: bool = False) -> QPushButton:
    made = QPushButton(icon(icon_name), f"  {title}")
    made.setProperty("primary", primary)
    made.setAccessibleName(title)
    made.setMinimumSize(180, 34)
    return made


def _label(text: str, role: str) -> QLabel:
    made = QLabel(text)
    made.setProperty("role", role)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
