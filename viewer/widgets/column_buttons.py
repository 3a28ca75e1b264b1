"""The buttons of the 3D pane: six standard views and the bone."""

from collections.abc import Callable

import attrs
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from viewer.model.display import SurfaceView
from viewer.session.session import Session
from viewer.widgets.icons import icon

_WORDS = {
    SurfaceView.ANTERIOR: "From the front (A)",
    SurfaceView.POSTERIOR: "From behind (P)",
    SurfaceView.LEFT: "From the patient's left (L)",
    SurfaceView.RIGHT: "From the patient's right (R)",
    SurfaceView.HEAD: "From the head (H)",
    SurfaceView.FEET: "From the feet (F)",
}
_SIDE_PX = 24


class ColumnButtons(QWidget):
    """A row of small buttons in the corner of the 3D pane."""

    def __init__(self, session: Session, view_from: Callable[[SurfaceView], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for side, words in _WORDS.items():
            button = _button(words, self)
            button.setText(side.value)
            button.clicked.connect(lambda _=False, side=side: view_from(side))
            row.addWidget(button)
        self._bone = _button("Bone, translucent (B)", self)
        self._bone.setIcon(icon("bone"))
        self._bone.setIconSize(QSize(16, 16))
        self._bone.setCheckable(True)
        self._bone.clicked.connect(self._toggle_bone)
        row.addSpacing(6)
        row.addWidget(self._bone)
        session.display_changed.connect(self._show_state)
        self._show_state()

    def _toggle_bone(self) -> None:
        display = self._session.display
        self._session.look(attrs.evolve(display, bone_shown=not display.bone_shown))

    def _show_state(self, *_: object) -> None:
        self._bone.setChecked(self._session.display.bone_shown)


def _button(words: str, parent: QWidget) -> QToolButton:
    made = QToolButton(parent)
    made.setFixedSize(_SIDE_PX, _SIDE_PX)
    made.setAutoRaise(True)
    made.setAccessibleName(words)
    made.setToolTip(words)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.ArrowCursor)
    return made
