"""How good the examination is in one region: a reader's words, the program's only as suggestions."""

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from viewer.model.form.adequacy import Opacification, RegionAdequacy
from viewer.widgets.form.choice_row import Answer, ChoiceRow, answers
from viewer.widgets.form.page import field_row
from viewer.widgets.form.text_field import LineField
from viewer.widgets.parts.plain_text import PlainLabel

FLAGS = ("layering", "subdural", "epidural", "metal", "motion")
_FLAG_WORDS = {"subdural": "subdural contrast", "epidural": "epidural contrast"}
# Nothing said, yes, no, and round again.
_NEXT = {None: True, True: False, False: None}


def flag_words(flag: str, value: bool | None) -> str:
    """Return what a chip says of a flag: `metal`, `no metal`, or `metal?` where nothing was said."""
    words = _FLAG_WORDS.get(flag, flag)
    return f"{words}?" if value is None else words if value else f"no {words}"


def accepted(said: RegionAdequacy, suggested: RegionAdequacy) -> RegionAdequacy:
    """Return what was said with every suggestion taken where nothing was."""
    names = ("opacification", *FLAGS)
    open_ones = {name: getattr(suggested, name) for name in names if getattr(said, name) is None}
    return attrs.evolve(said, **open_ones, text=said.text or suggested.text)


class AdequacyRows(QWidget):
    """`changed(adequacy, what)`; a flag that is pressed goes from open to yes, to no, and back."""

    changed = Signal(object, str)

    def __init__(self, said: RegionAdequacy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said, self._suggested = said, RegionAdequacy(said.region)
        self._contrast = ChoiceRow("Contrast", answers(tuple(Opacification)))
        flags = [Answer(flag, flag_words(flag, None), str(n)) for n, flag in enumerate(FLAGS, 1)]
        self._flags = ChoiceRow("Limits", flags)
        self._text = LineField(f"{said.region.value} adequacy: text", "Free text")
        self._accept = QPushButton("Accept suggestions")
        self._accept.setProperty("role", "link")
        self._accept.clicked.connect(
            lambda: self.changed.emit(accepted(self._said, self._suggested), "accepted")
        )
        title = PlainLabel(said.region.value.capitalize())
        title.setContentsMargins(6, 4, 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(title, 1)
        head.addWidget(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._contrast)
        column.addWidget(self._flags)
        column.addWidget(field_row("Text", self._text))
        self._contrast.picked.connect(self._take_contrast)
        self._flags.picked.connect(self._take_flag)
        self._text.written.connect(lambda text: self._put("text", text=text))

    def show_adequacy(self, said: RegionAdequacy, suggested: RegionAdequacy) -> None:
        """Bring the rows up to date."""
        self._said, self._suggested = said, suggested
        open_contrast = said.opacification is None and suggested.opacification is not None
        self._contrast.show_values(
            (said.opacification,) if said.opacification else (),
            (suggested.opacification,) if open_contrast and suggested.opacification else (),
        )
        values = {flag: self._shown(flag) for flag in FLAGS}
        for flag in FLAGS:
            self._flags.chip(flag).rename(flag_words(flag, values[flag]))
        told = [flag for flag in FLAGS if getattr(said, flag) is not None]
        self._flags.show_values(
            told, [flag for flag in FLAGS if flag not in told and values[flag] is not None]
        )
        self._text.show_text(said.text)
        self._text.setPlaceholderText(suggested.text or "Free text")
        self._accept.setVisible(accepted(said, suggested) != said)

    def _shown(self, flag: str) -> bool | None:
        said = getattr(self._said, flag)
        return getattr(self._suggested, flag) if said is None else said

    def _take_contrast(self, value: str) -> None:
        same = self._said.opacification == value
        self._put(f"contrast {value}", opacification=None if same else Opacification(value))

    def _take_flag(self, flag: str) -> None:
        value = _NEXT[getattr(self._said, flag)]
        self._put(flag_words(flag, value), **{flag: value})

    def _put(self, what: str, **changes: object) -> None:
        self.changed.emit(attrs.evolve(self._said, **changes), what)
