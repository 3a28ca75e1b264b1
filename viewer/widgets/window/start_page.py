"""What the pane area shows while no study is open: how to begin, and the studies opened before."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.widgets.library.library_panel import LibraryPanel
from viewer.widgets.library.recent_list import RecentList
from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.theme import DARK

DISCLAIMER = "Not a certified medical device. For research and teaching; not for diagnosis."
_FRAME_MARGIN_PX, _NARROW_MARGIN_PX = 56.0, 18.0
_LIBRARY_PX = 1160


class StartPage(QWidget):
    """Open a folder, drop one, continue a study of the library, or look at a demo case.

    While the library lists nothing, the paths opened last are offered in its place.
    """

    open_folder = Signal()
    open_files = Signal()
    open_recent = Signal(str)
    open_demo = Signal(str)

    def __init__(self, library: LibraryPanel, parent: QWidget | None = None, *, demo: bool = True) -> None:
        super().__init__(parent)
        self.setAccessibleName("Start page")
        self.library = library
        self.recent = RecentList()
        self.recent.chosen.connect(self.open_recent)
        self._top = _label("Thecal", "title")
        self._folder = _button("Open folder…", "folder-open", primary=True)
        self._folder.clicked.connect(self.open_folder)
        self.setFocusProxy(self._folder)
        self._drop = _label("or drop a CT folder or files anywhere in this window", "muted")
        self._demo = self._demo_cases() if demo else QWidget()
        self._above, self._below = QWidget(), QWidget()
        self._build()
        library.filled.connect(self._arrange)
        self._arrange()

    def show_recent(self, paths: Iterable[str]) -> None:
        """Offer the paths opened last while the library lists nothing, and look what it lists."""
        self.recent.show_paths(paths)
        self._arrange()
        self.library.refresh()

    def _build(self) -> None:
        files = _button("Open files…", "file-open")
        files.clicked.connect(self.open_files)
        self._page = QVBoxLayout(self)
        page = self._page
        page.setSpacing(0)
        page.addWidget(self._above, 2)
        page.addWidget(self._top)
        page.addSpacing(6)
        page.addWidget(_label("Read, measure and mark the contrast column of the spine.", "muted"))
        page.addSpacing(20)
        page.addLayout(_row(self._folder, files))
        page.addSpacing(10)
        page.addWidget(self._drop)
        page.addWidget(self.recent, alignment=Qt.AlignmentFlag.AlignHCenter)
        page.addSpacing(34)
        page.addLayout(_limited(self.library, _LIBRARY_PX), 8)
        page.addWidget(self._demo)
        page.addWidget(self._below, 3)
        page.addSpacing(10)
        page.addWidget(_label(DISCLAIMER, "faint"))
        page.addSpacing(14)

    def _demo_cases(self) -> QWidget:
        lumbar = _button("Lumbar myelogram", "spine")
        lumbar.clicked.connect(lambda: self.open_demo.emit("lumbar"))
        cervical = _button("Cervical myelogram", "spine")
        cervical.clicked.connect(lambda: self.open_demo.emit("cervical"))
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(_label("Demo cases", "section"))
        column.addLayout(_row(lumbar, cervical))
        return whole

    def _arrange(self) -> None:
        """The library gets the room where it lists something."""
        listed = self.library.has_something
        was_on_folder = self.window().focusWidget() is self._folder
        self.library.setVisible(listed)
        self._above.setVisible(not listed)
        self._below.setVisible(not listed)
        self._page.setStretchFactor(self._above, 0 if listed else 2)
        self._page.setContentsMargins(24, 28 if listed else 11, 24, 0)
        self.recent.setVisible(not listed and self.recent.has_paths)
        self.setFocusProxy(self.library.search_field if listed else self._folder)
        if listed and was_on_folder:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

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
        narrow = not self.library.isHidden()
        margin = _NARROW_MARGIN_PX if narrow else _FRAME_MARGIN_PX
        end = self._drop if narrow else self._demo
        top = max(8.0, self._top.y() - margin)
        bottom = min(self.height() - 50.0, end.geometry().bottom() + margin)
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
    made = PlainLabel(text)
    made.setProperty("role", role)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made


def _limited(widget: QWidget, width_px: int) -> QHBoxLayout:
    """The widget in the middle, no wider than that."""
    widget.setMaximumWidth(width_px)
    row = QHBoxLayout()
    row.addWidget(widget)
    return row


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
