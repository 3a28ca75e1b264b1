"""The spine at a glance, from C1 to S1: what is named, what is marked, and where the crosshair stands."""

from collections.abc import Callable

import attrs
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from viewer.actions.action import guarded
from viewer.actions.jump import jump_to
from viewer.actions.level_actions import shift_numbering
from viewer.actions.narrowing_actions import go_to_narrowing
from viewer.model.automatic_levels import level_here
from viewer.model.correction import SacCorrection
from viewer.model.finding import CompressionMark, Side
from viewer.model.spine import Level
from viewer.session.session import Session
from viewer.tools.marking import place_level, remove, rename_level
from viewer.tools.renumbering import can_shift
from viewer.widgets.parts.plain_text import plain
from viewer.widgets.spine.spine_expected import expected_by_level
from viewer.widgets.spine.spine_layout import LevelState, SpineLayout, StripLevel, spine_layout
from viewer.widgets.spine.spine_painter import SpinePainter, StripLook

MIN_WIDTH_PX, WIDTH_PX = 106, 126
_MIN_HEIGHT_PX = 380
_RENAME_REACH = 3
_STEP_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_SELECT_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class SpineStrip(QWidget):
    """Shows the session's levels and marks; a click goes there, the context menu names and renames."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._layout = SpineLayout(())
        self._shown: tuple[object, ...] = ()
        self._look = StripLook()
        self._hovered = ""
        self._keyboard = ""
        self.setAccessibleName("Spine strip")
        self.setProperty("role", "rail")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(_MIN_HEIGHT_PX)
        self.setMinimumWidth(MIN_WIDTH_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.show_case)
        for signal in (
            session.shown_case_changed,
            session.display_changed,
            session.volume_changed,
            session.selection_changed,
            session.analysis_changed,
            session.reporting.changed,
        ):
            signal.connect(self._refresh_soon)
        self.show_case()

    def sizeHint(self) -> QSize:
        """As high as there is."""
        return QSize(WIDTH_PX, 720)

    def show_case(self) -> None:
        """Bring the strip up to date; nothing is worked out or drawn anew where nothing changed."""
        case, volume, analysis = self._session.shown_case, self._session.volume, self._session.analysis
        crosshair = self._session.display.crosshair if volume else None
        here = level_here(case, crosshair, analysis) if crosshair else None
        look = StripLook(self._hovered, self._keyboard, self._session.selection)
        # The crosshair moves with every frame of a drag, its level seldom.
        told = attrs.evolve(case, correction=SacCorrection())
        reporting = self._session.reporting
        expected = expected_by_level(reporting.concordance, reporting.finding_levels)
        shown = (told, volume, analysis, here.level if here else None, expected)
        if shown != self._shown:
            self._shown = shown
            grid = volume.geometry if volume else None
            self._layout = spine_layout(case, crosshair, grid, analysis, expected)
            self.setAccessibleDescription(self._description())
            self.update()
        if look != self._look:
            self._look = look
            self.update()

    def level_centre(self, name: str) -> QPoint | None:
        """Return the place of a level in the strip."""
        level = self._layout.find(name)
        return self._painter().box(level).center().toPoint() if level else None

    def mark_centre(self, mark_id: str) -> QPoint | None:
        """Return the place of a mark in the strip."""
        centre = self._painter().mark_centre(mark_id)
        return centre.toPoint() if centre else None

    def tick_centre(self, name: str) -> QPoint | None:
        """Return the place of the tick of a level's narrowings in the strip."""
        centre = self._painter().tick_centre(name)
        return centre.toPoint() if centre else None

    def ring_centre(self, name: str, side: Side | None) -> QPoint | None:
        """Return the place of the ring that a symptom draws beside a level."""
        centre = self._painter().ring_centre(name, side)
        return centre.toPoint() if centre else None

    def menu_for(self, level: Level) -> QMenu:
        """Return the context menu of a level."""
        strip_level = self._layout.find(level.name)
        placed = strip_level is not None and strip_level.state is LevelState.PLACED
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = level.short_name
        can = self._session.volume is not None and not self._session.read_only
        verb, to = ("Move", "to") if placed else ("Place", "at")
        self._add(menu, f"{verb} {name} {to} the crosshair", lambda: self._place(level), can)
        rename = menu.addMenu(f"Rename {name} to")
        known = placed or (strip_level is not None and strip_level.state is LevelState.FOUND)
        rename.setEnabled(can and known)
        for other in self._neighbours(level):
            self._add(rename, other.short_name, lambda other=other: self._rename(level, other), can)
        self._add(menu, f"Remove label {name}", lambda: self._remove(level), can and placed)
        menu.addSeparator()
        shift = can and can_shift(self._session.case, self._session.analysis)
        self._add(menu, "Shift numbering up by one", lambda: shift_numbering(self._session, -1), shift)
        self._add(menu, "Shift numbering down by one", lambda: shift_numbering(self._session, 1), shift)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the strip."""
        painter = QPainter(self)
        self._painter().paint(painter, self._look)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the mark, the narrowing or the level under the pointer."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        place = event.position()
        mark = self._painter().mark_at(place.x(), place.y())
        narrowing = self._painter().narrowing_at(place.x(), place.y())
        level = self._level_at(place.y())
        if mark is not None:
            self._go_to_mark(mark)
        elif narrowing is not None:
            go_to_narrowing(self._session, narrowing)
        elif level is not None:
            self._go_to_level(level)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer."""
        level = self._level_at(event.position().y())
        self._hovered = level.level.name if level else ""
        reachable = level is not None and level.point is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if reachable else Qt.CursorShape.ArrowCursor)
        self._refresh_soon()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the hovered level."""
        super().leaveEvent(event)
        self._hovered = ""
        self._refresh_soon()

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what is known of a level."""
        if event.type() == QEvent.Type.ToolTip:
            place = self.mapFromGlobal(event.globalPos())  # pyright: ignore[reportAttributeAccessIssue]
            level = self._level_at(place.y())
            QToolTip.showText(self.mapToGlobal(place), plain(level.story) if level else "", self)
            return True
        own_key = isinstance(event, QKeyEvent) and event.key() in {*_STEP_KEYS, *_SELECT_KEYS}
        if event.type() == QEvent.Type.ShortcutOverride and own_key:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the levels; Enter goes there."""
        key = Qt.Key(event.key())
        if key in _STEP_KEYS:
            self._walk(_STEP_KEYS[key])
        elif key in _SELECT_KEYS and (level := self._layout.find(self._keyboard)):
            if level.marks:
                self._go_to_mark(level.marks[0])
            else:
                self._go_to_level(level)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        """Drop the keyboard's level."""
        super().focusOutEvent(event)  # pyright: ignore[reportArgumentType]
        self._keyboard = ""
        self._refresh_soon()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to name, rename, remove and shift."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        level = self._layout.find(self._keyboard) if by_key else self._level_at(event.y())
        if level is not None:
            at = self.mapToGlobal(self._painter().box(level).center().toPoint())
            self.menu_for(level.level).popup(at if by_key else event.globalPos())

    def _painter(self) -> SpinePainter:
        return SpinePainter(self._layout, self.width(), self.height())

    def _level_at(self, y_px: float) -> StripLevel | None:
        return self._painter().level_at(y_px)

    def _refresh_soon(self, *_: object) -> None:
        self._soon.start()

    def _add(self, menu: QMenu, title: str, run: Callable[[], None], enabled: bool) -> None:
        take = guarded(self._session, lambda _: run())
        action = menu.addAction(title)
        action.setEnabled(enabled)
        action.triggered.connect(take)

    def _neighbours(self, level: Level) -> list[Level]:
        numbering = self._session.case.numbering
        same = [one for one in numbering.levels if one.kind is level.kind]
        place = same.index(level)
        near = same[max(0, place - _RENAME_REACH) : place + _RENAME_REACH + 1]
        return [one for one in near if one != level]

    def _place(self, level: Level) -> None:
        session = self._session
        session.apply(place_level(session.case, level, session.display.crosshair))

    def _rename(self, old: Level, new: Level) -> None:
        session = self._session
        found = self._layout.find(old.name)
        point = found.point if found is not None and found.point is not None else session.display.crosshair
        session.apply(rename_level(session.case, old, new, point))

    def _remove(self, level: Level) -> None:
        self._session.apply(remove(self._session.case, level.name))

    def _walk(self, steps: int) -> None:
        names = [one.level.name for one in self._layout.levels]
        current = next((one.level.name for one in self._layout.levels if one.current), names[0])
        start = names.index(self._keyboard or current)
        self._keyboard = names[min(max(start + steps, 0), len(names) - 1)]
        self._refresh_soon()

    def _go_to_level(self, level: StripLevel) -> None:
        if level.point is None:
            self._session.notice(
                f"{level.level.short_name} is not located yet.",
                "Place it at the crosshair with the context menu, or name two levels on the image.",
            )
            return
        jump_to(self._session, level.point)
        placed = level.state is LevelState.PLACED
        self._session.select(level.level.name if placed else "")

    def _go_to_mark(self, mark: CompressionMark) -> None:
        self._session.select(mark.mark_id)
        jump_to(self._session, mark.point)

    def _description(self) -> str:
        told = [one for one in self._layout.levels if one.marks or one.current or one.expected]
        return ". ".join(one.story for one in told)
