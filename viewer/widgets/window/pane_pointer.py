"""From Qt's mouse and wheel events to the events that tools understand."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from viewer.model.resolve import PaneView
from viewer.tools.events import Button, Modifier, Phase, Pointer, Wheel

_BUTTONS = {
    Qt.MouseButton.LeftButton: Button.LEFT,
    Qt.MouseButton.MiddleButton: Button.MIDDLE,
    Qt.MouseButton.RightButton: Button.RIGHT,
}
_MODIFIERS = (
    (Qt.KeyboardModifier.ShiftModifier, Modifier.SHIFT),
    (Qt.KeyboardModifier.ControlModifier, Modifier.CONTROL),
    (Qt.KeyboardModifier.AltModifier, Modifier.ALT),
)
_ANGLE_PER_NOTCH = 120.0


def button_of(button: Qt.MouseButton) -> Button:
    """Return the tools' name of a mouse button."""
    return _BUTTONS.get(button, Button.NONE)


def modifiers_of(held: Qt.KeyboardModifier) -> Modifier:
    """Return the keys held, as tools know them."""
    found = Modifier.NONE
    for key, modifier in _MODIFIERS:
        if held & key:
            found |= modifier
    return found


def pointer(event: QMouseEvent, phase: Phase, view: PaneView, button: Button) -> Pointer:
    """Return a mouse event over a pane; `view` is that of the pane's logical size."""
    place = event.position()
    return Pointer(phase, view, place.x(), place.y(), button, modifiers_of(event.modifiers()))


def wheel(event: QWheelEvent, view: PaneView) -> Wheel:
    """Return a turn of the wheel over a pane; Alt makes some systems turn it sideways."""
    turned = event.angleDelta().y() or event.angleDelta().x()
    place = event.position()
    steps = turned / _ANGLE_PER_NOTCH
    return Wheel(view, place.x(), place.y(), steps, modifiers_of(event.modifiers()))
