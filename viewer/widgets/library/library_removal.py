"""Asks what to remove of a study in the library; marks go only where they are ticked."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.library.entry import Entry, Held
from viewer.session.library import Removal
from viewer.widgets.library.library_words import patient_words
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.sheet import Sheet

_WIDTH_PX = 520
_OPEN = "This study is open: close it to remove its images or its saved case."
_LOST = "All marks, labels and measurements of this study are deleted. This cannot be undone."
_ONLY_COPY = "The copied images are deleted. The study then opens only from where it came from."
_STAYS = "Images outside Thecal's own folders are never touched."


class RemovalSheet(Sheet):
    """Escape keeps everything; Remove takes at least the entry out of the list."""

    def __init__(self, over: QWidget) -> None:
        super().__init__("Remove from the library", over)
        self._then: Callable[[Removal], None] | None = None
        self._who = _line("value")
        self.entry_box = QCheckBox("The entry in the library")
        self.entry_box.setChecked(True)
        self.entry_box.setEnabled(False)
        self.copy_box = QCheckBox()
        self.case_box = QCheckBox()
        self._told = _line("warning")
        self._told.setAccessibleName("What will happen")
        self.remove_button = QPushButton("Remove")
        self.remove_button.clicked.connect(self._answer)
        stays = _line("muted")
        stays.setText(_STAYS)
        keep = QPushButton("Keep everything")
        keep.clicked.connect(self.dismiss)
        for box in (self.copy_box, self.case_box):
            box.toggled.connect(self._tell)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 14)
        column.setSpacing(8)
        column.addLayout(self.head("Remove from the library"))
        for part in (self._who, self.entry_box, self.copy_box, self.case_box, self._told, stays):
            column.addWidget(part)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(keep)
        row.addWidget(self.remove_button)
        column.addLayout(row)

    def ask(self, entry: Entry, then: Callable[[Removal], None], *, is_open: bool, hidden: bool) -> None:
        """Ask; `then` gets the answer and is not called where everything is kept."""
        self._then = then
        who = (patient_words(entry, hidden=hidden), entry.date, entry.description)
        self._who.setText("  ·  ".join(word for word in who if word))
        self.copy_box.setText(f"The copied images ({entry.images:,}) in Thecal's own folder")
        self.copy_box.setVisible(entry.held is Held.COPIED)
        marks = len(entry.findings)
        count = {0: "", 1: " with 1 mark"}.get(marks, f" with {marks} marks")
        self.case_box.setText(f"The saved case{count}")
        for box in (self.copy_box, self.case_box):
            box.setChecked(False)
            box.setEnabled(not is_open)
        self._tell()
        self.summon()

    def place(self) -> None:
        """As high as its words need."""
        width = min(_WIDTH_PX, self.room_px)
        self._column.activate()
        self.centre(width, max(220, self._column.totalHeightForWidth(width)))

    def take_keyboard(self) -> None:
        """Enter removes the entry alone."""
        self.remove_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def _tell(self, *_: object) -> None:
        lines = [_OPEN] if not self.case_box.isEnabled() else []
        lines += [_LOST] if self.case_box.isChecked() else []
        lines += [_ONLY_COPY] if self.copy_box.isChecked() else []
        self._told.setText("\n".join(lines))
        self._told.setVisible(bool(lines))
        if self.isVisible():
            self.place()

    def _answer(self) -> None:
        then, self._then = self._then, None
        removal = Removal(
            copy=self.copy_box.isChecked() and not self.copy_box.isHidden(), case=self.case_box.isChecked()
        )
        self.dismiss()
        if then is not None:
            then(removal)


def _line(role: str) -> QLabel:
    label = PlainLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
