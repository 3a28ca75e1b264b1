"""Prior studies that this one was compared with: their modality by a key, the rest typed."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.widgets.form.choice_row import ChoiceRow, answers
from viewer.widgets.form.page import field_row
from viewer.widgets.form.text_field import TextField

NONE_AVAILABLE = "No prior study available"
_KINDS = ("MRI", "CT", "CT myelogram", "radiographs")
_HINT = "Modality, region and date, such as MRI lumbar spine 12 Mar 2025"


class ComparisonRows(QWidget):
    """`written(text)` as a reader names prior studies; a modality is added to what stands there."""

    written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._add = ChoiceRow("Add", answers((*_KINDS, NONE_AVAILABLE), (*_KINDS, "none available")))
        self.field = TextField("Prior studies", _HINT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._add)
        column.addWidget(field_row("Prior studies", self.field))
        self._add.picked.connect(self._take)
        self.field.written.connect(self.written)

    def show_text(self, text: str) -> None:
        """Show what the case says."""
        self.field.show_text(text)
        self._add.show_values((NONE_AVAILABLE,) if text == NONE_AVAILABLE else ())

    def _take(self, kind: str) -> None:
        said = self.field.toPlainText().strip()
        if kind == NONE_AVAILABLE:
            self.written.emit("" if said == NONE_AVAILABLE else NONE_AVAILABLE)
            return
        others = "" if said in ("", NONE_AVAILABLE) else f"{said}; "
        self.written.emit(f"{others}{kind}")
        # Region and date follow.
        self.field.setFocus()
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.insertPlainText(" ")
