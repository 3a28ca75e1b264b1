"""What the program is, what it is not, and whose work it stands on."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

import viewer
from viewer.widgets.icon_button import IconButton

NOT_A_DEVICE = (
    "Thecal is not a certified medical device. It must not be the only basis of a diagnosis or of a "
    "treatment; check every finding in a certified system."
)
_WHAT = (
    "A CT-myelogram workstation: read the contrast column in three planes and in 3D, name the levels, "
    "and mark where it is compressed. It works without a network; studies and cases stay on this machine."
)
_LICENCES = (
    ("Thecal", "Apache License 2.0"),
    ("Qt for Python (PySide6)", "LGPL 3, as separate dynamic libraries"),
    ("VTK", "BSD 3-Clause"),
    ("SimpleITK and ITK", "Apache License 2.0"),
    ("NumPy, SciPy", "BSD 3-Clause"),
    ("pydicom", "MIT"),
    ("imagecodecs", "BSD 3-Clause, with the licences of its codecs"),
    ("attrs, cattrs, platformdirs", "MIT"),
    ("filelock", "MIT or Unlicense"),
    ("Inter typeface", "SIL Open Font License 1.1"),
)


class AboutSheet(QFrame):
    """The sheet over the window that tells of the program; Escape closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self.setAccessibleName("About Thecal")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._focus_before: QWidget | None = None
        self._page = _page()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 12)
        column.addLayout(self._head())
        column.addWidget(area)
        self.hide()

    def toggle(self) -> None:
        """Show the sheet, or hide it where it is shown."""
        if self.isVisible():
            self.dismiss()
            return
        self._focus_before = self.window().focusWidget()
        area = self.parentWidget().rect()
        width = min(480, area.width() - 32)
        height = min(self._page.heightForWidth(width - 40) + 70, area.height() - 32)
        self.setGeometry(QRect((area.width() - width) // 2, (area.height() - height) // 2, width, height))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Hide the sheet and give the keyboard back."""
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._focus_before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = QLabel(f"Thecal {viewer.__version__}")
        title.setProperty("role", "title")
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(IconButton("close", "Close", self.dismiss))
        return row


def _page() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 4, 8, 4)
    column.setSpacing(10)
    column.addWidget(_words(_WHAT))
    warning = _words(NOT_A_DEVICE)
    warning.setProperty("role", "section")
    column.addWidget(warning)
    column.addWidget(_words("\n".join(f"{name}: {licence}" for name, licence in _LICENCES), role="muted"))
    column.addStretch(1)
    return page


def _words(text: str, role: str = "value") -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
