"""Where the report is written to, and as what; the work itself is a job."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from viewer.actions.action import guarded
from viewer.actions.handing_over import export
from viewer.session.session import Session
from viewer.widgets.plain_text import PlainLabel, plain
from viewer.widgets.report.state_line import Standing, standing_of
from viewer.widgets.sheet import Sheet

if TYPE_CHECKING:
    from viewer.handover.format import Format

ChooseFolder = Callable[[str, Callable[[Path], None]], None]
_SIZE_PX = (620, 420)
_COLUMNS = (
    ("To read", ("PDF", "TEXT", "HTML")),
    ("For other programs", ("JSON", "CSV", "FHIR")),
    ("DICOM, into the study", ("SR", "SEG", "PR", "KO", "SC", "DICOM_PDF")),
)
_WORDS = {
    "PDF": "PDF",
    "TEXT": "Plain text",
    "HTML": "HTML, one file",
    "JSON": "JSON, all numbers",
    "CSV": "CSV, level table",
    "FHIR": "HL7 FHIR bundle",
    "SR": "Structured report (SR)",
    "SEG": "Segmentation (SEG)",
    "PR": "Presentation states (PR)",
    "KO": "Key object selection (KO)",
    "SC": "Secondary captures (SC)",
    "DICOM_PDF": "Encapsulated PDF",
}
_USUAL = frozenset(("PDF", "TEXT"))


class ExportSheet(Sheet):
    """Remembers folder and formats for the next time of this run."""

    def __init__(self, session: Session, choose_folder: ChooseFolder, over: QWidget) -> None:
        super().__init__("Export the report", over)
        self._session = session
        self._choose_folder = choose_folder
        self._folder: Path | None = None
        self.boxes = {name: QCheckBox(_WORDS[name]) for _, names in _COLUMNS for name in names}
        for name, box in self.boxes.items():
            box.setChecked(name in _USUAL)
            box.toggled.connect(self._refresh)
        self._state = PlainLabel()
        self._state.setProperty("role", "muted")
        self._state.setWordWrap(True)
        self._where = PlainLabel()
        self._where.setWordWrap(True)
        self.choose = QPushButton("Choose folder…")
        self.choose.clicked.connect(self._ask_folder)
        self.write = QPushButton("Export")
        self.write.setProperty("primary", "true")
        self.write.clicked.connect(self._export)
        self._build()

    def place(self) -> None:
        """Say what will be written."""
        told = standing_of(self._session.reporting)
        what = (
            "The draft is written" if told.standing is not Standing.FINAL else "The final report is written"
        )
        self._state.setText(f"{what}. {told.words}")
        self._refresh()
        self.centre(*_SIZE_PX)

    def take_keyboard(self) -> None:
        """The button that is wanted next."""
        (self.write if self.write.isEnabled() else self.choose).setFocus(Qt.FocusReason.PopupFocusReason)

    def use_folder(self, folder: Path) -> None:
        """Write to a folder."""
        self._folder = folder
        self._refresh()
        if self.isVisible():
            self.take_keyboard()

    def _ask_folder(self) -> None:
        self._choose_folder("Export the report to", self.use_folder)

    def _refresh(self, *_: object) -> None:
        folder = self._folder
        self._where.setText(str(folder) if folder else "No folder is chosen yet.")
        self._where.setToolTip(plain(str(folder)) if folder else "")
        self.write.setEnabled(folder is not None and any(box.isChecked() for box in self.boxes.values()))

    def _export(self) -> None:
        folder = self._folder
        if folder is None:
            return
        self.dismiss()
        guarded(self._session, lambda _: export(self._session, folder, self._formats()))(None)

    def _formats(self) -> "tuple[Format, ...]":
        from viewer.handover.format import Format  # comes with the first export

        return tuple(Format[name] for name, box in self.boxes.items() if box.isChecked())

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 14)
        column.setSpacing(10)
        column.addLayout(self.head("Export the report"))
        column.addWidget(self._state)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        for place, (title, names) in enumerate(_COLUMNS):
            head = PlainLabel(title)
            head.setProperty("role", "section")
            grid.addWidget(head, 0, place)
            for row, name in enumerate(names, start=1):
                grid.addWidget(self.boxes[name], row, place)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(self._where)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        row.addWidget(self.write)
        column.addLayout(row)
