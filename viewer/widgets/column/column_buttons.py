"""The buttons of the 3D pane: six standard views, the bone, and what the colour tells."""

from collections.abc import Callable

import attrs
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QWidget

from viewer.model.display import SurfaceColour, SurfaceView
from viewer.session.session import Session
from viewer.widgets.parts.icons import icon

_WORDS = {
    SurfaceView.ANTERIOR: "From the front (A)",
    SurfaceView.POSTERIOR: "From behind (P)",
    SurfaceView.LEFT: "From the patient's left (L)",
    SurfaceView.RIGHT: "From the patient's right (R)",
    SurfaceView.HEAD: "From the head (H)",
    SurfaceView.FEET: "From the feet (F)",
}
_COLOUR_WORDS = {
    SurfaceColour.PLAIN: "Plain",
    SurfaceColour.REDUCTION: "By area reduction",
    SurfaceColour.LEVEL: "By level",
}
_SIDE_PX = 24


class ColumnButtons(QWidget):
    """Small buttons in the corner of the 3D pane."""

    def __init__(self, session: Session, view_from: Callable[[SurfaceView], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        self._every: list[QToolButton] = []
        for side, words in _WORDS.items():
            button = _button(words, self)
            button.setText(side.value)
            button.clicked.connect(lambda _=False, side=side: view_from(side))
            self._every.append(button)
        self._bone = _button("Bone, translucent (B)", self)
        self._bone.setIcon(icon("bone"))
        self._bone.setIconSize(QSize(16, 16))
        self._bone.setCheckable(True)
        self._bone.clicked.connect(self._toggle_bone)
        self._every.append(self._bone)
        self._colour = self._colour_button()
        self._every.append(self._colour)
        self.set_columns(len(self._every))
        session.display_changed.connect(self._show_state)
        session.settings_changed.connect(self._show_state)
        self._show_state()

    def set_columns(self, count: int) -> None:
        """Lay the buttons out in rows of at most `count`."""
        for number, button in enumerate(self._every):
            self._grid.addWidget(button, number // count, number % count)
        self.adjustSize()

    def _colour_button(self) -> QToolButton:
        button = _button("Colour of the column (Shift+C)", self)
        button.setObjectName("surfaceColour")
        button.setIcon(icon("surface-colour"))
        button.setIconSize(QSize(16, 16))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._colour_menu = QMenu(button)
        for colour, words in _COLOUR_WORDS.items():
            choice = self._colour_menu.addAction(words)
            choice.setCheckable(True)
            choice.setData(colour)
            choice.triggered.connect(lambda _=False, colour=colour: self._use_colour(colour))
        button.setMenu(self._colour_menu)
        return button

    def _use_colour(self, colour: SurfaceColour) -> None:
        session = self._session
        session.change_settings(attrs.evolve(session.settings, surface_colour=colour))
        self._show_state()

    def _toggle_bone(self) -> None:
        display = self._session.display
        self._session.look(attrs.evolve(display, bone_shown=not display.bone_shown))

    def _show_state(self, *_: object) -> None:
        self._bone.setChecked(self._session.display.bone_shown)
        for choice in self._colour_menu.actions():
            choice.setChecked(choice.data() == self._session.settings.surface_colour)


def _button(words: str, parent: QWidget) -> QToolButton:
    made = QToolButton(parent)
    made.setFixedSize(_SIDE_PX, _SIDE_PX)
    made.setAutoRaise(True)
    made.setAccessibleName(words)
    made.setToolTip(words)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.ArrowCursor)
    return made
