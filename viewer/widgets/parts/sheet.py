"""A sheet that lies over the window without blocking it, and gives the keyboard back when it goes."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget
from shiboken6 import isValid

from viewer.widgets.parts.icon_button import IconButton

_MARGIN_PX = 16
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Sheet(QFrame):
    """The frame of the palette, the shortcuts and the like; Escape closes it."""

    def __init__(self, name: str, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._focus_before: QWidget | None = None
        self._wanted: tuple[int, int, int | None] = (0, 0, None)
        self.setProperty("role", "popup")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        over.installEventFilter(self)

    def toggle(self) -> None:
        """Show the sheet, or close it where it is shown."""
        if self.isVisible():
            self.dismiss()
        else:
            self.summon()

    def summon(self) -> None:
        """Show the sheet and give it the keyboard."""
        self._focus_before = self.window().focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.take_keyboard()

    def dismiss(self) -> None:
        """Close the sheet and give the keyboard back."""
        self.hide()
        before, self._focus_before = self._focus_before, None
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def take_keyboard(self) -> None:
        """Give the keyboard to the part of the sheet that wants it."""
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Set size and place before the sheet is shown."""
        self.centre(480, 400)

    def centre(self, width: int, height: int, top_px: int | None = None) -> None:
        """Put the sheet in the middle of what it lies over, no larger than that."""
        self._wanted = (width, height, top_px)
        area = self._over.rect()
        width = min(width, area.width() - 2 * _MARGIN_PX)
        height = min(height, area.height() - 2 * _MARGIN_PX)
        middle = (area.height() - height) // 2
        top = middle if top_px is None else max(_MARGIN_PX, min(top_px, 2 * middle - _MARGIN_PX))
        self.setGeometry(QRect((area.width() - width) // 2, top, width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of a window that changes its size."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.centre(*self._wanted)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep Enter on a button from the shortcuts of the window."""
        announced = event.type() == QEvent.Type.ShortcutOverride
        if announced and isinstance(event, QKeyEvent) and event.key() in _ENTER and self._button():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; Enter presses the button that has the keyboard, as Space does."""
        button = self._button()
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in _ENTER and button is not None:
            button.click()
        else:
            super().keyPressEvent(event)

    def _button(self) -> QPushButton | None:
        focused = self.window().focusWidget()
        return focused if isinstance(focused, QPushButton) and self.isAncestorOf(focused) else None

    def head(self, title: str) -> QHBoxLayout:
        """Return a row with a title and a button that closes the sheet."""
        row = QHBoxLayout()
        label = QLabel(title)
        label.setProperty("role", "title")
        row.addWidget(label)
        row.addStretch(1)
        row.addWidget(IconButton("close", "Close", self.dismiss))
        return row

    @property
    def room_px(self) -> int:
        """The width that the sheet may take at most."""
        return self._over.width() - 2 * _MARGIN_PX
