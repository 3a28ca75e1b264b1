"""One drag from press to release."""

import math
from typing import Protocol

from viewer.tools.events import Pointer
from viewer.tools.outcome import Outcome
from viewer.tools.tool import Context

CLICK_PX = 3.0


class Gesture(Protocol):
    """What goes on while a button is down."""

    def move(self, event: Pointer, context: Context) -> Outcome:
        """Answer a pointer that moved with the button down."""
        ...

    def release(self, event: Pointer, context: Context) -> Outcome:
        """Answer the release of the button."""
        ...


def apart(one: Pointer, other: Pointer) -> bool:
    """Whether two pointers are so far apart that it was no click."""
    return math.dist((one.x_px, one.y_px), (other.x_px, other.y_px)) > CLICK_PX
