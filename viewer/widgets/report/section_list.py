"""The sections of the report as a list: which a reader has changed, and where the data has changed since."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from viewer.model.report.report import Report
from viewer.model.report.section import ReportSection, SectionId
from viewer.widgets.parts import theme
from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.kept_keys import KeptKeys, claims
from viewer.widgets.parts.plain_text import plain

WHOLE = "Whole report"
_ROW_PX, _WIDTH_PX, _ICON_PX = 21, 138, 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAMES = {
    SectionId.ALIGNMENT: "Alignment, bone",
    SectionId.SLEEVES: "Root sleeves, leak",
    SectionId.INTRADURAL: "Intradural",
    SectionId.EXTRASPINAL: "Extraspinal",
    SectionId.METHOD: "Method",
    SectionId.ADEQUACY: "Adequacy",
    SectionId.CORD: "Cord, conus",
}


def section_name(section: SectionId) -> str:
    """Return the short name of a section as the list shows it."""
    return _NAMES.get(section, section.value[0].upper() + section.value[1:])


class SectionList(QListWidget):
    """`chosen(section)` tells which section is to be edited, None for the whole report.

    `wanted` when it shall be typed in at once: by a click or Enter; `left` on Escape.
    """

    chosen = Signal(object)
    wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sections of the report")
        self.setProperty("role", "sections")
        self.setFixedWidth(_WIDTH_PX)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for name in (WHOLE, *map(section_name, SectionId)):
            self._add(name)
        self.setCurrentRow(0)
        self._keys = KeptKeys(self)
        self.currentRowChanged.connect(lambda _: self.chosen.emit(self.section))
        self.itemClicked.connect(self.wanted)

    @property
    def section(self) -> SectionId | None:
        """The section chosen, None for the whole report."""
        row = self.currentRow()
        return list(SectionId)[row - 1] if row > 0 else None

    def choose(self, section: SectionId | None) -> None:
        """Choose a section."""
        self.setCurrentRow(0 if section is None else 1 + list(SectionId).index(section))

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Escape from the shortcuts of the window."""
        return claims(event, _is_own) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type in the section on Enter, leave on Escape; arrows walk."""
        if event.key() in _ENTER:
            self.wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def show_report(self, report: Report | None) -> None:
        """Flag what was edited, and fade what is empty."""
        for row, section in enumerate(SectionId, start=1):
            self._flag(self.item(row), report.section(section) if report else ReportSection(section, ""))

    def _add(self, name: str) -> None:
        item = QListWidgetItem(name)
        item.setSizeHint(QSize(_WIDTH_PX - 12, _ROW_PX))
        self.addItem(item)

    def _flag(self, item: QListWidgetItem, section: ReportSection) -> None:
        told = _story(section)
        symbol = "warning" if section.stale else "edit" if section.edited else ""
        colour = theme.DARK.warning if section.stale else theme.DARK.accent
        item.setIcon(icon(symbol, colour) if symbol else _no_icon())
        item.setForeground(QColor(theme.DARK.text if section.text.strip() else theme.DARK.faint))
        item.setToolTip(plain(f"{section.section.value[0].upper()}{section.section.value[1:]}: {told}"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {told}")


def _no_icon() -> QIcon:
    """Nothing, as wide as an icon: the names stay in line."""
    empty = QPixmap(_ICON_PX, _ICON_PX)
    empty.fill(Qt.GlobalColor.transparent)
    return QIcon(empty)


def _story(section: ReportSection) -> str:
    if section.stale:
        return "edited, and the data has changed since"
    if section.edited:
        return "edited"
    return "made from the data" if section.text.strip() else "empty"


def _is_own(event: QKeyEvent) -> bool:
    return event.key() in {*_ENTER, Qt.Key.Key_Escape}
