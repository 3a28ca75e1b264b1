"""Keeps the 3D scene in step with the session: column, bone, marks, crosshair and camera."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import attrs
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from viewer.actions.jump import jump_to
from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.column import ContrastColumn, NoContrast
from viewer.model.display import Camera, Display, SurfaceColour, SurfaceView
from viewer.model.geometry import Vec3
from viewer.model.volume import Volume
from viewer.session.session import Session
from viewer.session.settings import Settings
from viewer.tools.narrowings import narrowing_id
from viewer.tools.navigation import with_crosshair
from viewer.widgets.column.column_signs import surface_marks
from viewer.widgets.column.column_thread import ColumnThread, Task

if TYPE_CHECKING:
    from viewer.scene.surface_paint import SurfacePaint


class ColumnFeed(QObject):
    """Tells the scene what the session holds, and the session what the reader does in 3D.

    `changed` asks for a new picture in full detail, `moved` for a quick one: more will follow.
    `pointed` answers `point_at`.
    """

    rendered = Signal(QImage)
    failed = Signal(str)
    pointed = Signal(object)
    changed = Signal()
    moved = Signal()

    def __init__(self, session: Session, pixel_ratio: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._camera: Camera | None = None
        self._bone_of: Volume | None = None
        self._building = False
        self._thread = ColumnThread(pixel_ratio, self)
        self._thread.rendered.connect(self._take)
        self._thread.failed.connect(self._fail)
        self._thread.answered.connect(_hand_over)
        session.volume_changed.connect(self._set_volume)
        session.volume_completed.connect(self._set_bone)
        session.column_changed.connect(self._set_column)
        session.display_changed.connect(self._follow)
        session.shown_case_changed.connect(self._set_case)
        session.selection_changed.connect(self._set_marks)
        session.analysis_changed.connect(self._set_paint)
        session.analysis_changed.connect(self._set_marks)
        session.settings_changed.connect(self._follow_settings)
        self._set_volume(session.volume)

    @property
    def building(self) -> bool:
        """Whether a surface is being made, which may take seconds."""
        return self._building

    def render(self, width_px: int, height_px: int, *, moving: bool) -> None:
        """Draw at a size in device pixels; `rendered` follows."""
        self._thread.render(width_px, height_px, moving=moving)

    def rotate(self, right_px: float, down_px: float) -> None:
        """Turn by a drag."""
        self._thread.post(lambda scene: scene.rotate(right_px, down_px))

    def pan(self, right_px: float, down_px: float) -> None:
        """Shift by a drag."""
        self._thread.post(lambda scene: scene.pan(right_px, down_px))

    def zoom(self, factor: float) -> None:
        """Make everything larger."""
        self._thread.post(lambda scene: scene.zoom(factor))

    def view_from(self, side: SurfaceView) -> None:
        """Turn to a standard view."""
        self._thread.post(lambda scene: scene.view(side))
        self.keep_camera()
        self.changed.emit()

    def keep_camera(self) -> None:
        """Make the camera of the scene part of the display."""
        self._thread.ask(lambda scene: scene.camera(), self._look_from)

    def pick(self, x_px: float, y_px: float) -> None:
        """Go to the mark under a place of the pane, else move the crosshair to the surface there."""
        self._thread.ask(lambda scene: scene.mark_at(x_px, y_px) or scene.pick(x_px, y_px), self._go)

    def point_at(self, x_px: float, y_px: float) -> None:
        """Look what lies under a place of the pane; `pointed` follows with an LPS point or None."""
        self._thread.ask(lambda scene: scene.pick(x_px, y_px), self.pointed.emit)

    def finish(self) -> None:
        """Wait until the picture asked for last has arrived."""
        self._thread.finish()

    def close(self) -> None:
        """End the thread and release the scene."""
        self._thread.close()

    def _look_from(self, camera: object) -> None:
        if isinstance(camera, Camera) and self._session.volume is not None:
            self._camera = camera
            self._session.look(attrs.evolve(self._session.display, camera=camera))

    def _go(self, found: object) -> None:
        volume = self._session.volume
        if volume is not None and isinstance(found, tuple):
            picked = cast(Vec3, found)
            self._session.look(with_crosshair(self._session.display, picked, volume.geometry))
        # What was drawn may have gone since.
        for mark in self._session.case.marks:
            if mark.mark_id == found:
                self._session.select(mark.mark_id)
                jump_to(self._session, mark.point)
        for narrowing in self._session.analysis.narrowings if self._session.analysis else ():
            if narrowing_id(narrowing) == found:
                self._session.select(narrowing_id(narrowing))
                jump_to(self._session, narrowing.position)

    def _fail(self, error: ViewerError) -> None:
        self.failed.emit(str(error))

    def _set_volume(self, volume: Volume | None) -> None:
        self._bone_of = None
        self._camera = self._session.display.camera
        camera = self._camera
        self._thread.post(lambda scene: scene.set_bone(None, shown=False))
        self._thread.post(lambda scene: scene.set_camera(camera))
        self._set_column(self._session.column)
        self._set_marks()
        self._set_paint()
        if volume is not None and not self._session.loading:
            self._set_bone(volume)

    def _set_column(self, column: object) -> None:
        found = column if isinstance(column, ContrastColumn) else None
        self._build(lambda scene: scene.set_column(found))
        if self._bone_of is not None:
            self._set_bone(self._bone_of)
        self._set_crosshair()
        self.changed.emit()

    def _set_bone(self, volume: Volume) -> None:
        """Bone where it is asked for, and where there is no column to see."""
        self._bone_of = volume
        shown = self._session.display.bone_shown or isinstance(self._session.column, NoContrast)
        self._build(lambda scene: scene.set_bone(volume, shown=shown))
        self.changed.emit()

    def _set_marks(self, *_: object) -> None:
        # The marks' own values would bring VTK to the window's thread.
        session = self._session
        case, selection, analysis = session.shown_case, session.selection, session.analysis
        self._thread.post(lambda scene: scene.set_marks(surface_marks(case, selection, analysis)))
        self.changed.emit()

    def _set_case(self, old: Case, new: Case) -> None:
        if attrs.evolve(old, correction=new.correction) == new:
            # The sac is being painted: nothing of it is drawn here before it is measured anew.
            return
        self._set_marks()
        if self._session.settings.surface_colour is SurfaceColour.LEVEL and (old.labels, old.numbering) != (
            new.labels,
            new.numbering,
        ):
            self._set_paint()

    def _follow_settings(self, old: Settings, new: Settings) -> None:
        if old.surface_colour is not new.surface_colour:
            self._set_paint()

    def _set_paint(self, *_: object) -> None:
        session = self._session
        colour, case, analysis = session.settings.surface_colour, session.shown_case, session.analysis
        self._thread.post(lambda scene: scene.set_paint(_paint(colour, case, analysis)))
        self.changed.emit()

    def _follow(self, old: Display, new: Display) -> None:
        if new.bone_shown != old.bone_shown and self._bone_of is not None:
            self._set_bone(self._bone_of)
        if new.camera != self._camera:
            self._camera = camera = new.camera
            self._thread.post(lambda scene: scene.set_camera(camera))
            self.changed.emit()
        if new.crosshair != old.crosshair:
            self._set_crosshair()
            self.moved.emit()

    def _set_crosshair(self) -> None:
        point = self._session.display.crosshair
        self._thread.post(lambda scene: scene.set_crosshair(point))

    def _build(self, task: Task) -> None:
        """A surface is made with the next picture."""
        self._building = True
        self._thread.post(task)

    def _take(self, image: QImage) -> None:
        self._building = False
        self.rendered.emit(image)


def _paint(colour: SurfaceColour, case: Case, analysis: Analysis | None) -> "SurfacePaint | None":
    from viewer.scene.surface_paint import surface_paint  # VTK comes with it: only on the scene's thread

    return surface_paint(colour, case, analysis)


def _hand_over(then: Callable[[object], None], answer: object) -> None:
    then(answer)
