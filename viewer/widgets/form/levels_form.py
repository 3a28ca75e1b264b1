"""The levels of the case form: a table filled in by keys, and below it all that can be said of one level."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from viewer.model.finding import Cause
from viewer.model.form.level_form import CoreItem
from viewer.model.spine import Level
from viewer.session.session import Session
from viewer.tools import form_edits
from viewer.tools.form_edits import GRADED_ITEMS, STEPS
from viewer.tools.outcome import Edit, Refused
from viewer.widgets.form.choice_row import Answer, ChoiceRow
from viewer.widgets.form.level_detail import LevelDetail
from viewer.widgets.form.level_notes import LevelNotes
from viewer.widgets.form.level_palette import LevelPalette
from viewer.widgets.form.level_words import ITEM_OF
from viewer.widgets.form.levels_in_scan import doubtful_levels, known_positions, levels_in_scan
from viewer.widgets.form.levels_model import LevelRow
from viewer.widgets.form.levels_table import Command, LevelsTable
from viewer.widgets.form.page import FormPage, reviewer_of
from viewer.widgets.parts.plain_text import PlainLabel

_SCAN, _ALL = "scan", "all"
_TABLE_SHARE = 0.62


class LevelsForm(QWidget):
    """The table with its keys; `level_chosen(Level)` when a reader goes to another level, `left` on Escape."""

    level_chosen = Signal(object)
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Level | None = None
        self._everything = False
        self._quiet = False
        self._parted = False
        self._commands: dict[Command, Callable[[], None]] = {
            Command.NORMAL: self._normal,
            Command.COPY: self._copy,
            Command.CLEAR: self._clear,
            Command.CLEAR_CELL: self._clear_cell,
        }
        self.setAccessibleName("Levels")
        self.table = LevelsTable()
        self.palette_row = LevelPalette()
        self._notes = LevelNotes(session)
        self.detail = LevelDetail(session, self._notes)
        self._scope = ChoiceRow("Levels", (Answer(_SCAN, "in the scan"), Answer(_ALL, "all")), caption_px=0)
        self._count = PlainLabel()
        self._count.setProperty("role", "faint")
        self._build()
        self._connect()
        self.show_case()

    def take_keyboard(self) -> None:
        """Give the keyboard to the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_level(self, level: Level) -> None:
        """Set the cursor to a level, with its row shown even where it is not in the scan."""
        self._quiet = True
        if not self.table.show_level(level) and level in form_edits.form_levels(self._session.case.numbering):
            self._everything = True
            self.show_case()
            self.table.show_level(level)
        self._quiet = False

    def show_case(self, *_: object) -> None:
        """Bring table and details up to date with the session."""
        self._quiet = True
        self._below.leave_study()
        case = self._session.case
        everything = form_edits.form_levels(case.numbering)
        positions = known_positions(self._session)
        here, doubtful = levels_in_scan(self._session, positions), doubtful_levels(positions)
        listed = everything if self._everything or not here else here
        rows = tuple(
            LevelRow(case.form.level(level), self._notes.note(level), level not in doubtful)
            for level in listed
        )
        if self.table.show_rows(rows):
            self._share()
        self._scope.show_values((_ALL,) if listed == everything else (_SCAN,))
        self._scope.chip(_SCAN).setEnabled(bool(here))
        begun = sum(1 for row in rows if row.form.begun)
        self._count.setText(f"{begun} of {len(rows)} levels assessed")
        self._quiet = False
        self._follow()

    def sizeHint(self) -> QSize:
        """A column of usual width."""
        return QSize(480, 640)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """The table is as high as its rows where that leaves room for the rest; a reader's share stays."""
        height = self._split.height()
        if not self._parted and height > 0:
            wanted = min(self.table.sizeHint().height(), round(_TABLE_SHARE * height))
            self._split.setSizes([wanted, height - wanted])

    def _mark_parted(self, *_: int) -> None:
        self._parted = True

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2, 2, 10, 0)
        head.addWidget(self._scope, 1)
        head.addWidget(self._count)
        self._below = FormPage("Details of the level", self._session)
        self._below.column.setContentsMargins(0, 0, 0, 0)
        self._below.add(self.palette_row)
        self._below.add(self.detail)
        self._below.column.addStretch(1)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.table)
        self._split.addWidget(self._below)
        self._split.setStretchFactor(1, 1)
        self._split.splitterMoved.connect(self._mark_parted)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(self._split, 1)

    def _connect(self) -> None:
        session = self._session
        for signal in (session.case_changed, session.analysis_changed, session.volume_changed):
            signal.connect(self.show_case)
        session.read_only_changed.connect(self._show_read_only)
        self._scope.picked.connect(self._show_scope)
        self.table.moved.connect(self._follow)
        for part in (self.table, self.palette_row):
            part.stepped.connect(self._grade)
            part.cause_meant.connect(self._cause)
            part.commanded.connect(self._command)
        self._below.left.connect(self.take_keyboard)
        self.detail.rearranged.connect(self._below.order_keys)
        self._show_read_only(session.read_only)

    def _show_read_only(self, read_only: bool) -> None:
        self.palette_row.setEnabled(not read_only)
        self.detail.setEnabled(not read_only)

    def _show_scope(self, scope: str) -> None:
        self._everything = scope == _ALL
        self.show_case()

    def _follow(self) -> None:
        """Show what can be said at the cursor; a level reached by a reader is told of."""
        level = self.table.level
        if level is None:
            return
        form = self._session.case.form.level(level)
        self.palette_row.show_cell(self.table.chosen or (level,), form, self.table.column)
        self.detail.show_level(level)
        if level != self._shown:
            self._shown = level
            if not self._quiet:
                self.level_chosen.emit(level)

    def _grade(self, step: int) -> None:
        item = ITEM_OF[self.table.column]
        levels, case = self.table.chosen, self._session.case
        reviewer = reviewer_of(self._session)
        if not levels or (item is CoreItem.CAUSES and step):
            return
        if item is CoreItem.CAUSES:
            edit = form_edits.no_causes(case, levels, reviewer)
        else:
            edit = form_edits.graded(case, levels, item, STEPS[item][step], reviewer)
        if self._apply(edit):
            last = self._session.case.form.level(levels[-1])
            self.table.advance(past_causes=last.normal and item is GRADED_ITEMS[-1])

    def _cause(self, cause: str) -> None:
        levels = self.table.chosen
        if levels:
            reviewer = reviewer_of(self._session)
            self._apply(form_edits.cause_toggled(self._session.case, levels, Cause(cause), reviewer))

    def _command(self, command: Command) -> None:
        if command is Command.LEAVE:
            self.left.emit()
        elif command is Command.DETAILS:
            self.detail.take_keyboard()
        elif self.table.chosen:
            self._commands[command]()

    def _normal(self) -> None:
        edit = form_edits.normal(self._session.case, self.table.chosen, reviewer_of(self._session))
        if self._apply(edit):
            self.table.below()

    def _copy(self) -> None:
        edit = form_edits.copied_from_above(self._session.case, self.table.chosen, reviewer_of(self._session))
        if self._apply(edit):
            self.table.below()

    def _clear(self) -> None:
        self._apply(form_edits.not_assessed(self._session.case, self.table.chosen))

    def _clear_cell(self) -> None:
        item, reviewer = ITEM_OF[self.table.column], reviewer_of(self._session)
        case, levels = self._session.case, self.table.chosen
        if item is CoreItem.CAUSES:
            self._apply(form_edits.no_causes(case, levels, reviewer))
        else:
            self._apply(form_edits.graded(case, levels, item, None, reviewer))

    def _apply(self, outcome: Edit | Refused) -> bool:
        """Do an edit; False where it was refused. Saying the same again moves on as well."""
        self._session.apply(outcome)
        return isinstance(outcome, Edit) and self._session.case.form == outcome.case.form
