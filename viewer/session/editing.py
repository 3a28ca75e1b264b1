"""Editing: the case replaced whole, edit by edit, undone and done again, and kept in its file."""

from typing import assert_never

import attrs
from PySide6.QtCore import QObject, Signal

from viewer.casefile.store import CaseStore
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.session import casework
from viewer.session.autosave import Autosave
from viewer.session.history import History
from viewer.session.keeping import Keeping
from viewer.session.notice import Notice, Severity
from viewer.session.relevel import PendingRelevel, relevelled
from viewer.session.settings import Settings
from viewer.session.state import SessionState
from viewer.tools import outcome as answers
from viewer.tools.following import followed, renames_levels

_WENT_ALONG = "What was said of the levels went along with their discs."


class EditingState(SessionState):
    """The state with its edits; `edited(case)` ends every edit, undo and redo, once all else has heard.

    `edit` replaces what is saved and undone, `look` what is saved only. Reports that left the house are
    never changed by either: only `seal` adds to them.
    """

    edited = Signal(object)

    def __init__(
        self,
        settings: Settings,
        notices: tuple[Notice, ...],
        store: CaseStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(settings, notices, parent)
        self._autosave = Autosave(self)
        self._keeping = Keeping(self._autosave, store, self)
        self._autosave.saved.connect(self.saved)
        self._autosave.failed.connect(lambda _path, error: self.tell(error))
        self._keeping.rested.connect(self._keep)

    @property
    def analysis(self) -> Analysis | None:
        """What was measured in the open volume; nothing where nobody measures."""
        return None

    def edit(self, title: str, case: Case, select: str | None = None) -> bool:
        """Replace the case as one undoable edit and save it; False where it was not applied.

        An edit that renames the level of marks waits as `pending_relevel`; a read-only session
        refuses with a notice; an identical case changes nothing.
        """
        case = casework.with_issued(casework.on_grid(case, self._volume), self._case)
        if case == self._case or self._refuses(case):
            self.preview(None)
            return False
        changes = relevelled(self._case, case)
        case = followed(self._case, case, self.analysis)
        if changes:
            self.preview(None)
            self._set_relevel(PendingRelevel(title, case, changes, select))
            return False
        self._commit(title, case, select)
        return True

    def seal(self, case: Case) -> bool:
        """Replace the case for good: nothing before can be undone; False where it was refused or not saved."""
        if self._refuses(case):
            return False
        self._history = History(clean_depth=None)
        self._replace(case)
        return self._autosave.flush()

    def look(self, display: Display) -> None:
        """Show this display; saved once it rests, never undone."""
        old, self._display = self._display, display
        if old != display:
            self._keeping.look_changed()
            self.display_changed.emit(old, display)

    def apply(self, outcome: answers.Outcome) -> None:
        """Do what a tool answered; questions are handed on as `asked(outcome)`."""
        match outcome:
            case answers.Nothing():
                pass
            case answers.Look(display):
                self.look(display)
            case answers.Edit(title, case, select):
                self.edit(title, case, select)
            case answers.Preview(case):
                self.preview(case)
            case answers.Select(target_id, display):
                self.select(target_id)
                if display is not None:
                    self.look(display)
            case answers.Refused(message, hint):
                self.preview(None)
                self.notice(message, hint, Severity.WARNING)
            case answers.UseBrush(brush):
                self.use_brush(brush)
            case answers.AskText() | answers.AskLevel():
                self.asked.emit(outcome)
            case _:
                assert_never(outcome)

    def undo(self) -> None:
        """Take back the last edit; nothing happens where there is none."""
        if self.can_undo:
            self._history, case = self._history.undone(self._case)
            self._replace(case)

    def redo(self) -> None:
        """Do again what was last undone; nothing happens where there is nothing."""
        if self.can_redo:
            self._history, case = self._history.redone(self._case)
            self._replace(case)

    def confirm_relevel(self) -> None:
        """Apply the edit that waits, as one undoable edit."""
        pending = self._relevel
        if pending is not None:
            self._commit(pending.title, pending.case, pending.select)

    def cancel_relevel(self) -> None:
        """Drop the edit that waits."""
        self._set_relevel(None)

    def _commit(self, title: str, case: Case, select: str | None) -> None:
        old = self._case
        if renames_levels(old, case) and case.form.levels != old.form.levels:
            self.notice(_WENT_ALONG, "Look through the levels table and the clinical question once more.")
        self._history = self._history.recorded(title, self._case)
        self._replace(case)
        if select is not None:
            self.select(select)

    def _replace(self, case: Case) -> None:
        """Make a case the current one, save it and tell of it."""
        old, shown = self._case, self.shown_case
        self._case, self._preview = case, None
        self._keep()
        self._set_relevel(None)
        self.case_changed.emit(old, case)
        self._emit_shown(shown)
        self.history_changed.emit()
        if self._selection in casework.identities(old) - casework.identities(case):
            self.select("")
        self.edited.emit(case)

    def _take_here(self, case: Case) -> None:
        """Take over the case of a file that belongs to the open images, as one edit."""
        case = casework.merged_issued(attrs.evolve(case, study=self._case.study), self._case)
        if case != self._case and not self._refuses(case):
            self._commit("Open case file", case, None)

    def _keep(self) -> None:
        if self._volume is not None and not self.read_only:
            self._keeping.keep(self._case, self._display)

    def _keep_look(self) -> None:
        if not self._keeping.resting:
            self._keep()

    def _refuses(self, case: Case) -> bool:
        refusal = casework.refusal(case, self._case, self._volume, self._read_only_reason)
        if refusal is not None:
            self._add_notice(refusal)
        return refusal is not None
