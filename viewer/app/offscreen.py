"""Drawing without a display."""

import os
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def offscreen() -> Generator[None]:
    """Have pictures and text drawn off screen while it lasts; an application that exists already is used."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Standard error is for sentences: that a font lacks a script is seen in the picture.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false")
    # Qt is heavy, and only pictures need it.
    from PySide6.QtGui import QGuiApplication

    from viewer.widgets.parts.theme import load_fonts

    application = QGuiApplication.instance() or QGuiApplication([])
    load_fonts()
    yield
    del application
