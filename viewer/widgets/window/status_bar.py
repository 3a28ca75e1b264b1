"""The line at the bottom: what lies under the cursor, how it is shown, and the work going on."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from viewer.model.display import PaneId
from viewer.model.geometry import Vec3
from viewer.model.plane import PlaneKind
from viewer.session.session import Session
from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.plain_text import PlainLabel, plain
from viewer.widgets.parts.theme import DARK
from viewer.widgets.window.jobs_bar import JobsBar
from viewer.widgets.window.status_text import (
    NOTHING,
    hu_text,
    level_text,
    position_text,
    window_text,
    zoom_text,
)

HEIGHT_PX = 26
# Widest texts, so that values do not push one another about while the cursor moves.
_FIELDS = {
    "hu": ("HU of the nearest voxel", "\N{MINUS SIGN}1024 HU"),
    "position": ("Position in mm (patient axes)", "R 888.8  A 888.8  H 8888.8"),
    "level": ("Level; ? is unconfirmed", "C10/T10?"),
    "window": ("Window width and level", "W 15000  L 15000  Myelogram dense"),
    "zoom": ("Zoom", "8888 %"),
}


class StatusBar(QWidget):
    """HU, position, level, window and zoom at the left; jobs at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hovered: tuple[PaneId, Vec3] | None = None
        self._pane = PlaneKind.AXIAL
        self.setProperty("role", "bar")
        self.setAccessibleName("Status")
        self.setFixedHeight(HEIGHT_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(18)
        self._values = {name: self._field(row, name) for name in _FIELDS}
        row.addStretch(1)
        self._read_only = self._lock()
        row.addWidget(self._read_only)
        self._jobs = JobsBar(session)
        row.addWidget(self._jobs)
        session.display_changed.connect(self.show_values)
        session.shown_case_changed.connect(self.show_values)
        session.volume_changed.connect(self.show_values)
        session.read_only_changed.connect(self.show_read_only)
        self.show_values()
        self.show_read_only()

    def set_hovered(self, pane: PaneId, point: Vec3 | None) -> None:
        """Show the values under the cursor; those at the crosshair when it has left the panes."""
        self._hovered = None if point is None else (pane, point)
        self.show_values()

    def set_pane(self, kind: PlaneKind) -> None:
        """Show the zoom of this pane while the cursor is over none."""
        self._pane = kind
        self.show_values()

    def text(self, name: str) -> str:
        """Return what a field says: `hu`, `position`, `level`, `window` or `zoom`."""
        return self._values[name].text()

    @property
    def read_only_words(self) -> str:
        """Why the case cannot be changed, empty where it can."""
        return self._read_only.toolTip()

    @property
    def job_text(self) -> str:
        """What is said of the running job, empty while none runs."""
        return self._jobs.text

    def cancel_job(self) -> None:
        """Cancel the job that is shown."""
        self._jobs.cancel_first()

    def show_values(self) -> None:
        """Bring all fields up to date."""
        session = self._session
        if session.volume is None:
            for value in self._values.values():
                value.setText("")
            return
        pane, point = self._hovered or (PaneId(self._pane.value), session.display.crosshair)
        zoomed = self._pane if pane is PaneId.COLUMN else PlaneKind(pane.value)
        texts = {
            "hu": hu_text(session.volume, point),
            "position": position_text(point, sides_known=session.volume.orientation_known),
            "level": level_text(session.shown_case, point, session.analysis),
            "window": window_text(session.display),
            "zoom": zoom_text(session.display.pane(zoomed).zoom),
        }
        for name, text in texts.items():
            self._values[name].setText(text)
        self._values["level"].setToolTip("No level is placed yet" if texts["level"] == NOTHING else "")

    def show_read_only(self, *_: object) -> None:
        """Say that the case cannot be changed, and why."""
        self._read_only.setVisible(self._session.read_only)
        self._read_only.setToolTip(plain(self._session.read_only_reason))
        self._read_only.setAccessibleDescription(self._session.read_only_reason)

    @staticmethod
    def _lock() -> QWidget:
        lock, symbol, words = QWidget(), PlainLabel(), PlainLabel("Read-only")
        symbol.setPixmap(icon("lock", DARK.warning).pixmap(14, 14))
        lock.setAccessibleName("Read-only")
        row = QHBoxLayout(lock)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(symbol)
        row.addWidget(words)
        return lock

    def _field(self, row: QHBoxLayout, name: str) -> QLabel:
        title, widest = _FIELDS[name]
        value = PlainLabel()
        value.setProperty("role", "value" if name == "hu" else "muted")
        value.setAccessibleName(title)
        value.setToolTip(title)
        value.setMinimumWidth(value.fontMetrics().horizontalAdvance(widest))
        row.addWidget(value)
        return value
