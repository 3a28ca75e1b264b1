"""The folders and files opened last, each a click away."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.plain_text import PlainLabel, plain

MOST = 4
_WIDTH_PX, _TEXT_PX = 370, 330


class RecentList(QWidget):
    """Emits `chosen(path)`; hidden by its page while there is nothing to offer."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH_PX)
        heading = PlainLabel("Opened last")
        heading.setProperty("role", "section")
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 26, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(heading)
        self._column.addSpacing(6)
        self._rows: list[QPushButton] = []
        self.hide()

    @property
    def has_paths(self) -> bool:
        """Whether there is anything to offer."""
        return bool(self._rows)

    def show_paths(self, paths: Iterable[str]) -> None:
        """Offer the first few of some paths, the latest first; none is looked at on the disk.

        Whether the list is shown is left to the page that it stands on.
        """
        for row in self._rows:
            row.deleteLater()
        self._rows = [self._row(path) for path in list(paths)[:MOST]]
        for row in self._rows:
            self._column.addWidget(row)

    def _row(self, path: str) -> QPushButton:
        row = QPushButton(icon("folder-open"), "")
        metrics = row.fontMetrics()
        name = metrics.elidedText(Path(path).name, Qt.TextElideMode.ElideMiddle, _TEXT_PX)
        # The end of a path tells studies apart.
        room = max(0, _TEXT_PX - metrics.horizontalAdvance(name))
        folder = metrics.elidedText(_short(Path(path).parent), Qt.TextElideMode.ElideLeft, room)
        row.setText(f"  {name}   {folder}".replace("&", "&&"))
        row.setProperty("role", "link")
        row.setToolTip(plain(path))
        row.setAccessibleName(f"Open {path}")
        row.clicked.connect(lambda: self.chosen.emit(path))
        return row


def _short(folder: Path) -> str:
    home = Path.home()
    return f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
