"""The four panes of a session: made together, laid out by its display."""

import threading
from importlib import import_module

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from viewer.model.display import Layout, PaneId
from viewer.model.plane import PlaneKind
from viewer.session.session import Session
from viewer.widgets.column.column_pane import ColumnPane
from viewer.widgets.pictures.picture_frame import PictureFrame
from viewer.widgets.profile.profile_panel import ProfilePanel
from viewer.widgets.slices.sac_layer import SacLayer
from viewer.widgets.slices.segment_layer import SegmentLayer
from viewer.widgets.slices.slice_pane import SlicePane
from viewer.widgets.window.hand import Hand
from viewer.widgets.window.pane_grid import GAP_PX, GuestPlace, PaneGrid, arrange

_GRID_SHARE, _PROFILE_SHARE = 5, 6


class Panes(QWidget):
    """Three slice panes, the 3D pane and the profile; `current` is the one that keys act on."""

    hovered = Signal(object, object)
    focused = Signal(object)
    maximise = Signal(object)
    _loaded = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.current = PaneId.AXIAL
        self._loader: threading.Thread | None = None
        self._released = False
        self._loaded.connect(self._begin_column, Qt.ConnectionType.QueuedConnection)
        self.hand = Hand(session, self)
        self.sac, self.segments = SacLayer(session, self), SegmentLayer(session, self)
        self.slices = {
            kind: SlicePane(session, kind, self.hand, self.sac, self.segments) for kind in PlaneKind
        }
        self.column = ColumnPane(session)
        every: dict[PaneId, SlicePane | ColumnPane] = {PaneId(k.value): p for k, p in self.slices.items()}
        every[PaneId.COLUMN] = self.column
        self.pictures = PictureFrame(session)
        self.grid = PaneGrid(every, self.pictures, self)
        self.profile = ProfilePanel(session)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self.grid, _GRID_SHARE)
        row.addWidget(self.profile, _PROFILE_SHARE)
        for pane in every.values():
            pane.hovered.connect(self.hovered)
            pane.focused.connect(self._set_current)
            pane.maximise.connect(self.maximise)
        for signal in (session.display_changed, session.volume_changed, session.reading.changed):
            signal.connect(self._lay_out)
        self.pictures.resized.connect(self._lay_out)
        self._lay_out()

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """The panes as they are read."""
        return (*self.slices.values(), self.column, self.pictures.pane, *self.profile.in_order)

    def focus(self, pane: PaneId) -> None:
        """Give the keyboard to a pane, bringing it on screen if the layout hides it."""
        display = self._session.display
        if pane not in arrange(display.layout, display.main_pane, 1, 1):
            self._session.look(attrs.evolve(display, main_pane=pane))
        # Pictures may stand where 3D does.
        hidden = pane is PaneId.COLUMN and self.pictures.isVisible()
        (self.pictures.pane if hidden else self.grid.pane(pane)).setFocus()
        self._set_current(pane)

    def start(self) -> None:
        """Load the renderers in the background, so that the first image need not wait; then begin with 3D."""
        if self._loader is None and not self._released:
            self._loader = threading.Thread(target=self._load, name="loader", daemon=True)
            self._loader.start()

    def _load(self) -> None:
        import_module("viewer.scene.slices")
        self._loaded.emit()

    def _begin_column(self) -> None:
        # The window may have been closed while this was on its way.
        if not self._released:
            self.column.start()

    def settle(self) -> None:
        """Draw everything on screen in full quality at once, for a snapshot."""
        for pane in self.slices.values():
            pane.settle()
        if self.column.isVisible():
            self.column.settle()
        self.profile.settle()

    def release(self) -> None:
        """Release all scenes and their threads."""
        self._released = True
        if self._loader is not None:
            self._loader.join()
            self._loader = None
        for pane in self.slices.values():
            pane.release()
        self.sac.close()
        self.segments.close()
        self.column.release()

    def _set_current(self, pane: PaneId) -> None:
        if pane is not self.current:
            self.current = pane
        self.focused.emit(pane)

    def _lay_out(self, *_: object) -> None:
        display = self._session.display
        self.grid.set_layout(display.layout, display.main_pane)
        self.grid.set_guest(self._guest_place())
        self.profile.setVisible(display.layout is Layout.PROFILE and not self._session.reading.is_open)

    def _guest_place(self) -> GuestPlace:
        if not self._session.reading.is_open:
            return GuestPlace.HIDDEN
        if self._session.volume is None:
            return GuestPlace.ALONE
        return GuestPlace.LARGE if self.pictures.large else GuestPlace.BESIDE
