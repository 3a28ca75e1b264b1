"""The button that unfolds the list of sections beside the pages; it tells what is flagged there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from viewer.model.report.report import Report
from viewer.widgets.parts import theme
from viewer.widgets.parts.icons import icon

_ROOM_PX = 680


class SectionFold(QPushButton):
    """Checked while the list is unfolded: by itself where there is room, else as the reader wants it.

    `folded(bool)` whenever that changes.
    """

    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Sections", parent)
        self._chosen = False
        self.setCheckable(True)
        self.setChecked(True)
        self.setProperty("compact", "true")
        self.setAccessibleName("List of the sections")
        self.clicked.connect(self._choose)
        self.toggled.connect(lambda shown: self.folded.emit(not shown))
        self.show_report(None)

    def fit(self, width_px: int) -> None:
        """Fold where the pages would be too narrow to read, unless the reader has chosen."""
        if not self._chosen:
            self.setChecked(width_px >= _ROOM_PX)

    def unfold(self) -> None:
        """Show the list: a section is wanted."""
        self.setChecked(True)

    def show_report(self, report: Report | None) -> None:
        """Flag what the list would show."""
        sections = report.sections if report else ()
        stale = sum(one.stale for one in sections)
        edited = sum(one.edited for one in sections)
        symbol = "warning" if stale else "edit" if edited else "list"
        colours = {"warning": theme.DARK.warning, "edit": theme.DARK.accent}
        self.setIcon(icon(symbol, colours.get(symbol, theme.DARK.text)))
        told = f"{edited} edited, {stale} of them with data that has changed since" if stale else ""
        told = told or (f"{edited} edited" if edited else "")
        self.setToolTip(f"Choose a section to edit it{f': {told}' if told else ''}  (Enter in the pages)")

    def _choose(self) -> None:
        self._chosen = True
