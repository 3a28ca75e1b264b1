"""Menus and toolbar in one row, so that the images get the height."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QToolBar, QWidget

from viewer.widgets.parts.icon_button import ICON_PX
from viewer.widgets.window.action_binding import ActionBinding

HEIGHT_PX = 36


class TopBar(QWidget):
    """The menu bar at the left, the toolbar beside it; what does not fit goes behind an arrow."""

    def __init__(self, actions: ActionBinding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(HEIGHT_PX)
        menus = QMenuBar()
        menus.setAccessibleName("Menus")
        menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        actions.fill_menu_bar(menus)
        self._menus = menus
        self._closed = QTimer(self)
        self._closed.setSingleShot(True)
        self._closed.timeout.connect(self._leave_menus)
        for entry in menus.actions():
            menu = entry.menu()
            if isinstance(menu, QMenu):
                menu.aboutToHide.connect(self._closed.start)
        tools = QToolBar("Toolbar")
        tools.setAccessibleName("Toolbar")
        tools.setMovable(False)
        tools.setIconSize(QSize(ICON_PX, ICON_PX))
        actions.fill_tool_bar(tools)
        for record in actions.records:
            button = tools.widgetForAction(actions.action(record.id))
            if record.on_toolbar:
                button.setAccessibleName(record.title)
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(tools, 1)

    def _leave_menus(self) -> None:
        """Give the keyboard back with the menu: Qt keeps it in the bar, which would swallow the next press."""
        if self._menus.hasFocus() and QApplication.activePopupWidget() is None:
            kind, key = QKeyEvent.Type.KeyPress, Qt.Key.Key_Escape
            QApplication.sendEvent(self._menus, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))
