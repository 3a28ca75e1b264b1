"""Running the event loop until something is so, for commands that have no one at the window."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop

from viewer.errors import ViewerError


def wait_until(is_so: Callable[[], bool], limit_s: float) -> None:
    """Handle events until `is_so()`; `ViewerError` after `limit_s` seconds."""
    end = time.monotonic() + limit_s
    while not is_so():
        if time.monotonic() > end:
            raise ViewerError(
                "This took too long and was given up.", "Try again when the machine is less busy."
            )
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.0005)
