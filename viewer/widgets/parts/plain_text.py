"""Words of headers, files and readers shown as they are: Qt would take some of them for markup.

A name like `<img src=...>` would otherwise be drawn as a picture, or be gone.
"""

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """A label that shows its text letter for letter."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)


def plain(text: str) -> str:
    """Return words for a tooltip, which has no format of its own, so that they are shown letter by letter."""
    if not GuiQt.mightBeRichText(text):
        return text
    return f"<span>{html.escape(text)}</span>".replace("\n", "<br>")
