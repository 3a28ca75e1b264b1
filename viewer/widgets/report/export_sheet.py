"""Where the report is written to, and as what; the work itself is a job."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from viewer.actions.action import guarded
from viewer.actions.handing_over import export
from viewer.handover.format import DEFAULT_FORMATS, DICOM_FORMATS, FORMAT_WORDS, Format
from viewer.session.session import Session
from viewer.widgets.parts.plain_text import PlainLabel, plain
from viewer.widgets.parts.sheet import Sheet
from viewer.widgets.report.state_line import standing_of

ChooseFolder = Callable[[str, Callable[[Path], None]], None]
_SIZE_PX = (780, 380)
_COLUMNS = (
    ("To read", (Format.PDF, Format.TEXT, Format.HTML)),
    ("For other programs", (Format.JSON, Format.CSV, Format.FHIR)),
    ("DICOM, into the study", DICOM_FORMATS),
)


class ExportSheet(Sheet):
    """Remembers folder and formats for the next time of this run."""

    def __init__(self, session: Session, choose_folder: ChooseFolder, over: QWidget) -> None:
        super().__init__("Export the report", over)
        self._session = session
        self._choose_folder = choose_folder
        self._folder: Path | None = None
        self.boxes = {one: QCheckBox(_words(one)) for _, formats in _COLUMNS for one in formats}
        for one, box in self.boxes.items():
            box.setChecked(one in DEFAULT_FORMATS)
            box.toggled.connect(self._refresh)
        self._state = PlainLabel()
        self._state.setProperty("role", "muted")
        self._state.setWordWrap(True)
        self._where = PlainLabel()
        self._where.setWordWrap(True)
        self.choose = QPushButton("Choose folder…")
        self.choose.clicked.connect(self._ask_folder)
        self.every = QPushButton()
        self.every.clicked.connect(self._tick_every)
        self.write = QPushButton("Export")
        self.write.setProperty("primary", "true")
        self.write.clicked.connect(self._export)
        self._build()

    def place(self) -> None:
        """Say what will be written."""
        reporting = self._session.reporting
        what = "The issued report is written." if reporting.shows_issued else "The draft is written."
        self._state.setText(f"{what} {standing_of(reporting).words}")
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
        self.every.setText("The usual formats" if self._has_every() else "All formats")
        self.write.setEnabled(folder is not None and any(box.isChecked() for box in self.boxes.values()))

    def _has_every(self) -> bool:
        return all(box.isChecked() for box in self.boxes.values())

    def _tick_every(self) -> None:
        """Tick all formats, or where they are, the usual ones only."""
        usual = self._has_every()
        for one, box in self.boxes.items():
            box.setChecked(not usual or one in DEFAULT_FORMATS)

    def _export(self) -> None:
        folder = self._folder
        if folder is None:
            return
        self.dismiss()
        guarded(self._session, lambda _: export(self._session, folder, self._formats()))(None)

    def _formats(self) -> tuple[Format, ...]:
        return tuple(one for one, box in self.boxes.items() if box.isChecked())

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 14)
        column.setSpacing(10)
        column.addLayout(self.head("Export the report"))
        column.addWidget(self._state)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        for place, (title, formats) in enumerate(_COLUMNS):
            head = PlainLabel(title)
            head.setProperty("role", "section")
            grid.addWidget(head, 0, place)
            for row, one in enumerate(formats, start=1):
                grid.addWidget(self.boxes[one], row, place)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(self._where)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.every)
        row.addStretch(1)
        row.addWidget(self.write)
        column.addLayout(row)


def _words(one: Format) -> str:
    """What a format is called, without the word that stands above its column."""
    words = FORMAT_WORDS[one].removeprefix("DICOM ")
    return words[0].upper() + words[1:]
