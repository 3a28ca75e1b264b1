"""The form of the selected mark: one key for each choice, each choice one edit."""

import attrs
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from viewer.model.automatic_levels import level_of_mark
from viewer.model.case import Case
from viewer.model.finding import Cause, CompressionMark, Severity
from viewer.model.spine import ROOTS, Level
from viewer.session.session import Session
from viewer.tools.marking import place_level, remove, rename_level
from viewer.tools.suggestion import suggested_roots
from viewer.widgets.marks.mark_choices import (
    CAUSE_KEY,
    CONFIDENCES,
    LEVEL_KEY,
    NOTE_KEY,
    ROOT_KEY,
    SEVERITIES,
    SIDES,
    ZONES,
    Choice,
    Field,
    cause_choice,
    chosen,
    edit_title,
    level_words,
    root_choices,
    toggled,
)
from viewer.widgets.marks.severity_glyph import glyph_icon
from viewer.widgets.parts import theme
from viewer.widgets.parts.chip import Chip
from viewer.widgets.parts.flow_layout import FlowLayout
from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.note_field import NoteField
from viewer.widgets.parts.pick_field import PickField
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.spine.level_menu import LevelMenu

_LEAVE_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
# A slip of the finger must not delete the mark.
_DEAD_KEYS = {Qt.Key.Key_Backspace}
_HINT = "Keys as shown · Enter when done"


class MarkForm(QWidget):
    """Shows and changes the session's selected mark; `finished` when the reader leaves it.

    While the form itself has the keyboard its keys are choices; the fields for causes, roots and
    text take the keyboard for typing and give it back to the form.
    """

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._mark_id = ""
        self._back_to: QWidget | None = None
        self._menu: LevelMenu | None = None
        self._chips: dict[Choice, Chip] = {}
        self._built: dict[Field, tuple[Choice, ...]] = {}
        self.setAccessibleName("Mark")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._level = QPushButton()
        self._level.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._level.clicked.connect(self.ask_level)
        self._state = PlainLabel()
        self._state.setProperty("role", "muted")
        self._state.setWordWrap(True)
        self._measured = PlainLabel()
        self._measured.setProperty("role", "muted")
        self._measured.setWordWrap(True)
        self._measured.setAccessibleName("What was measured here")
        self._hint = PlainLabel(_HINT)
        self._hint.setProperty("role", "faint")
        self._cause_chips, self._root_chips = FlowLayout(), FlowLayout()
        self._causes = PickField(tuple(Cause), "First letters, Enter", "Add a cause")
        self._roots = PickField(ROOTS, "L5, S1 …, Enter", "Add a root")
        self._add_cause = Chip("add", CAUSE_KEY)
        self._add_root = Chip("other", ROOT_KEY)
        self._note = NoteField()
        self._build()
        self._connect()
        self.show_mark()

    def begin(self) -> None:
        """Take the keyboard; where it came from gets it back at the end."""
        if self.mark is None:
            return
        focused = QApplication.focusWidget()
        if focused is not None and focused is not self and not self.isAncestorOf(focused):
            self._back_to = focused
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        """Hand over what was typed and give the keyboard back."""
        self._note.hand_over()
        self.clearFocus()
        before, self._back_to = self._back_to, None
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finished.emit()

    @property
    def mark(self) -> CompressionMark | None:
        """The mark shown, None where none is selected."""
        marks = self._session.case.marks
        return next((one for one in marks if one.mark_id == self._mark_id), None)

    def show_mark(self, *_: object) -> None:
        """Bring the form up to date with the session."""
        selection = self._session.selection
        if selection != self._mark_id:
            self._note.hand_over()
            self._mark_id = selection
        mark = self.mark
        focused = QApplication.focusWidget()
        left_alone = focused is self or self.isAncestorOf(focused) if focused else False
        self.setVisible(mark is not None)
        if mark is None:
            if left_alone:
                self.finish()
            return
        self._show_level(mark)
        causes = tuple(cause_choice(cause) for cause in mark.causes)
        self._rebuild(Field.CAUSES, causes, self._cause_chips)
        self._rebuild(Field.ROOTS, root_choices(self._session.case, mark), self._root_chips)
        suggested = self._suggested(mark)
        for choice, chip in self._chips.items():
            chip.setChecked(chosen(mark, choice))
            chip.set_suggested(choice.field is Field.ROOTS and choice.value in suggested)
        self._measured.setText("\n".join(mark.measured.lines) if mark.measured else "")
        self._measured.setVisible(mark.measured is not None)
        self._note.show_text(mark.text)
        self.setEnabled(not self._session.read_only)

    def toggle(self, choice: Choice) -> None:
        """Take a choice or take it back, as one edit."""
        mark = self.mark
        if mark is not None:
            title = edit_title(self._session.case, mark, choice)
            self._session.edit(title, self._session.case.with_mark(toggled(mark, choice)))
            self.show_mark()

    def ask_level(self) -> None:
        """Ask for the level of this mark; the answer places or renames its label."""
        mark = self.mark
        if mark is None:
            return
        if self._menu is None:
            self._menu = LevelMenu(self._session, self.window())
        near = self._level.mapToGlobal(self._level.rect().bottomLeft())
        self._menu.ask(mark.point, "Level of this mark", self._take_level, near)

    def event(self, event: QEvent) -> bool:
        """Keep the form's keys from the shortcuts of the window."""
        own = isinstance(event, QKeyEvent) and self.hasFocus() and self._is_own(event)
        if event.type() == QEvent.Type.ShortcutOverride and own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a choice by its key, go to a field, or leave."""
        letter = event.text().upper()
        fields = {CAUSE_KEY: self._causes, ROOT_KEY: self._roots, NOTE_KEY: self._note}
        choice = next((one for one in self._chips if one.key == letter), None) if letter else None
        if not self._is_own(event):
            super().keyPressEvent(event)
        elif event.key() in _LEAVE_KEYS:
            self.finish()
        elif letter == LEVEL_KEY:
            self.ask_level()
        elif letter in fields:
            self._go_to(fields[letter])
        elif choice is not None:
            self.toggle(choice)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys no longer go here."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the form while it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(theme.DARK.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()

    def _is_own(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if held:
            return False
        if event.key() in _LEAVE_KEYS or event.key() in _DEAD_KEYS:
            return True
        letter = event.text().upper()
        known = {choice.key for choice in self._chips if choice.key}
        return bool(letter) and letter in known | {CAUSE_KEY, ROOT_KEY, NOTE_KEY, LEVEL_KEY}

    def _show_level(self, mark: CompressionMark) -> None:
        case, analysis = self._session.case, self._session.analysis
        found = level_of_mark(case, mark, analysis)
        self._level.setText(f"{LEVEL_KEY}  {level_words(case, mark, analysis)}")
        if found is None:
            self._state.setText("no label tells it")
        else:
            sure = "confirmed" if found.confirmed else "unconfirmed"
            state = "placed" if _is_placed(case, found.level) else sure
            self._state.setText(f"{found.level.region.value} · {state}")
        self._level.setAccessibleName(f"Level {self._level.text()[1:].strip()}; {self._state.text()}")

    def _suggested(self, mark: CompressionMark) -> tuple[str, ...]:
        found = level_of_mark(self._session.case, mark, self._session.analysis)
        return suggested_roots(found.level, mark.side, mark.zones) if found else ()

    def _take_level(self, level: Level) -> None:
        mark = self.mark
        if mark is None:
            return
        case = self._session.case
        found = case.level_of(mark)
        known = found is not None and _is_placed(case, found.level) and found.level != level
        answer = (
            rename_level(case, found.level, level, mark.point)
            if found is not None and known
            else place_level(case, level, mark.point)
        )
        self._session.apply(answer)

    def _pick_root(self, root: str) -> None:
        self._pick(Choice(Field.ROOTS, root, root))

    def _pick(self, choice: Choice) -> None:
        mark = self.mark
        if mark is not None and not chosen(mark, choice):
            self.toggle(choice)

    def _write(self, text: str) -> None:
        mark = self.mark
        if mark is not None and mark.text != text:
            title = f"Mark {level_words(self._session.case, mark)}: text"
            self._session.edit(title, self._session.case.with_mark(attrs.evolve(mark, text=text)))

    def _delete(self) -> None:
        self._session.apply(remove(self._session.case, self._mark_id))
        self.finish()

    def _connect(self) -> None:
        session = self._session
        changed = (session.case_changed, session.selection_changed, session.analysis_changed)
        for signal in (*changed, session.read_only_changed):
            signal.connect(self.show_mark)
        self._causes.picked.connect(lambda cause: self._pick(cause_choice(cause)))
        self._roots.picked.connect(self._pick_root)
        self._note.written.connect(self._write)
        self._note.left.connect(self.setFocus)
        for chip, field in ((self._add_cause, self._causes), (self._add_root, self._roots)):
            field.left.connect(self.setFocus)
            field.folded.connect(field.hide)
            chip.setCheckable(False)
            chip.clicked.connect(lambda _=False, field=field: self._go_to(field))

    def _go_to(self, field: QWidget) -> None:
        field.show()
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._level)
        head.addWidget(self._state, 1)
        head.addWidget(IconButton("trash", "Delete this mark", self._delete, size_px=16))
        column.addLayout(head)
        column.addWidget(self._measured)
        for name, choices in (("Severity", SEVERITIES), ("Side", SIDES), ("Zones", ZONES)):
            column.addWidget(_caption(name))
            column.addLayout(self._row(choices))
        for name, row, more, field in (
            ("Causes", self._cause_chips, self._add_cause, self._causes),
            ("Roots", self._root_chips, self._add_root, self._roots),
        ):
            column.addWidget(_caption(name))
            row.addWidget(more)
            column.addLayout(row)
            column.addWidget(field)
            field.hide()
        column.addWidget(_caption("Confidence"))
        column.addLayout(self._row(CONFIDENCES))
        column.addWidget(_caption(f"Note ({NOTE_KEY})"))
        column.addWidget(self._note)
        column.addWidget(self._hint)
        column.addStretch(1)

    def _row(self, choices: tuple[Choice, ...]) -> FlowLayout:
        row = FlowLayout()
        for choice in choices:
            row.addWidget(self._chip(choice))
        return row

    def _chip(self, choice: Choice) -> Chip:
        severity = choice.field is Field.SEVERITY
        chip = Chip(choice.words, choice.key, glyph_icon(Severity(choice.value)) if severity else None)
        chip.clicked.connect(lambda: self.toggle(choice))
        self._chips[choice] = chip
        return chip

    def _rebuild(self, field: Field, choices: tuple[Choice, ...], row: FlowLayout) -> None:
        """Chips that depend on the mark are made anew when they are other ones."""
        if self._built.get(field) == choices:
            return
        self._built[field] = choices
        for old in [choice for choice in self._chips if choice.field is field]:
            chip = self._chips.pop(old)
            row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        more = self._add_cause if field is Field.CAUSES else self._add_root
        row.removeWidget(more)
        for choice in choices:
            row.addWidget(self._chip(choice))
        row.addWidget(more)


def _caption(words: str) -> QLabel:
    label = PlainLabel(words)
    label.setProperty("role", "faint")
    return label


def _is_placed(case: Case, level: Level) -> bool:
    return any(label.level == level for label in case.labels)
