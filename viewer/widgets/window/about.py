"""What the program is, what it is not, and whose work it stands on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

import viewer
from viewer.widgets.parts.sheet import Sheet

_WIDTH_PX = 480

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
    ("attrs, cattrs, filelock, platformdirs", "MIT"),
    ("Inter typeface", "SIL Open Font License 1.1"),
)


class AboutSheet(Sheet):
    """The sheet over the window that tells of the program."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("About Thecal", parent)
        self._page = _page()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._page)
        # Qt fills the page of a scroll area; the sheet has its own ground.
        self._page.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 12)
        column.addLayout(self.head(f"Thecal {viewer.__version__}"))
        column.addWidget(area)

    def place(self) -> None:
        """As high as its text needs."""
        width = min(_WIDTH_PX, self.room_px)
        self.centre(width, self._page.heightForWidth(width - 48) + 76)


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
