"""Menus and toolbar in one row, so that the images get the height."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QSizePolicy, QToolBar, QWidget

from viewer.widgets.action_binding import ActionBinding
from viewer.widgets.icon_button import ICON_PX

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
