"""A small button that shows an icon and says in words what it does."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from viewer.widgets.parts.icons import icon

ICON_PX = 18


class IconButton(QToolButton):
    """An icon with its text alternative; reachable by Tab, pressed by Space."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        pressed: Callable[..., object],
        parent: QWidget | None = None,
        size_px: int = ICON_PX,
    ) -> None:
        super().__init__(parent)
        self.setIcon(icon(icon_name))
        self.setIconSize(QSize(size_px, size_px))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRaise(True)
        self.retitle(title)
        self.clicked.connect(lambda _checked=False: pressed())

    def retitle(self, title: str, shortcut: str = "") -> None:
        """Say what the button does now, with its key."""
        self.setAccessibleName(title)
        self.setToolTip(f"{title}  ({shortcut})" if shortcut else title)
