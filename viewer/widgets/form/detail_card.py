"""One detail of a level (a disc, a facet, a screw ...): its choices, built from the table of details."""

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.model.finding import Side
from viewer.model.form.detail import Detail
from viewer.model.form.detail_table import DetailGroup, DetailKind
from viewer.tools.form_edits import detail_chosen
from viewer.widgets.form.choice_row import Answer, ChoiceRow, answers
from viewer.widgets.form.page import field_row, lowered
from viewer.widgets.form.text_field import LineField
from viewer.widgets.form.typed_values import number_of, number_reason, number_words
from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.plain_text import PlainLabel, plain

SIDES = (
    Answer(Side.RIGHT, "right", "R"),
    Answer(Side.LEFT, "left", "L"),
    Answer(Side.CENTRAL, "central", "C"),
    Answer(Side.BILATERAL, "both", "B"),
)


class DetailCard(QFrame):
    """`changed(detail)` with the detail as it is wanted, None to drop it."""

    changed = Signal(object)

    def __init__(self, kind: DetailKind, roots: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.roots = kind, roots
        self._detail = Detail(kind.id)
        self._groups: dict[str, ChoiceRow] = {}
        self._side = ChoiceRow("Side", SIDES)
        self._root = ChoiceRow("Root", answers(roots))
        self._size = LineField(f"{kind.title}: {kind.size}", "mm", number_reason("Size", "mm", 0.1, 300))
        self._text = LineField(f"{kind.title}: text", "Free text")
        self.setAccessibleName(kind.title)
        self._build()

    def show_detail(self, detail: Detail) -> None:
        """Bring the card up to date."""
        self._detail = detail
        self._side.show_values((detail.side,) if detail.side else ())
        self._root.show_values((detail.root,) if detail.root else ())
        for group, row in self._groups.items():
            row.show_values([one.value for one in detail.choices if one.group == group])
        self._size.show_text(number_words(detail.size_mm))
        self._text.show_text(detail.text)

    def take_keyboard(self) -> None:
        """Give the keyboard to the first row of choices."""
        first = next(iter(self._groups.values()), self._side if self.kind.has_side else self._text)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 2, 0)
        title = PlainLabel(self.kind.title)
        title.setToolTip(plain(self.kind.source))
        head.addWidget(title, 1)
        head.addWidget(
            IconButton(
                "trash", f"Remove {self.kind.title.lower()}", lambda: self.changed.emit(None), size_px=14
            )
        )
        column.addLayout(head)
        if self.kind.has_side:
            self._side.picked.connect(lambda side: self._put(side=_other(self._detail.side, Side(side))))
            column.addWidget(self._side)
        for group in self.kind.groups:
            column.addWidget(self._group(group))
        if self.kind.has_root:
            self._root.picked.connect(lambda root: self._put(root="" if root == self._detail.root else root))
            column.addWidget(self._root)
        if self.kind.has_size:
            self._size.setMaximumWidth(90)
            self._size.written.connect(lambda text: self._put(size_mm=number_of(text)))
            holder = field_row(self.kind.size.capitalize(), self._size)
            column.addWidget(holder)
        self._text.written.connect(lambda text: self._put(text=text))
        column.addWidget(field_row("Text", self._text))

    def _group(self, group: DetailGroup) -> ChoiceRow:
        keys = (*"123456789", *("" for _ in group.values))
        row = ChoiceRow(
            group.title,
            tuple(
                Answer(value.id, lowered(value.title), key, value.definition)
                for value, key in zip(group.values, keys, strict=False)
            ),
        )
        row.picked.connect(
            lambda value: self.changed.emit(
                detail_chosen(self._detail, group.id, value, several=group.several)
            )
        )
        self._groups[group.id] = row
        return row

    def _put(self, **changes: object) -> None:
        self.changed.emit(attrs.evolve(self._detail, **changes))


def _other(before: Side | None, picked: Side) -> Side | None:
    """A side picked again is taken back."""
    return None if before is picked else picked
