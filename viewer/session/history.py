"""The undo history: every former case with the name of the edit that left it, as one frozen value."""

from __future__ import annotations

import attrs

from viewer.model.case import Case


@attrs.frozen
class Step:
    """An edit by its name, and the case on its other side."""

    title: str
    case: Case


@attrs.frozen
class History:
    """Edits that can be undone and redone, without limit; the newest last in both.

    `clean_depth` is how many edits lay behind when the case was last the same as its file, None
    once that state cannot be reached any more.
    """

    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    clean_depth: int | None = 0

    @property
    def undo_title(self) -> str:
        """The name of the edit that undo would take back, empty where there is none."""
        return self.past[-1].title if self.past else ""

    @property
    def redo_title(self) -> str:
        """The name of the edit that redo would do again, empty where there is none."""
        return self.future[-1].title if self.future else ""

    @property
    def clean(self) -> bool:
        """Whether the case is the one last marked as clean."""
        return self.clean_depth == len(self.past)

    def recorded(self, title: str, before: Case) -> History:
        """Return the history after an edit that left `before`; what could be redone is gone."""
        reachable = self.clean_depth is not None and self.clean_depth <= len(self.past)
        depth = self.clean_depth if reachable else None
        return History((*self.past, Step(title, before)), (), depth)

    def undone(self, current: Case) -> tuple[History, Case]:
        """Return the history and the case before the last edit; `IndexError` where there is none."""
        step = self.past[-1]
        future = (*self.future, Step(step.title, current))
        return History(self.past[:-1], future, self.clean_depth), step.case

    def redone(self, current: Case) -> tuple[History, Case]:
        """Return the history and the case after the edit last undone; `IndexError` without one."""
        step = self.future[-1]
        past = (*self.past, Step(step.title, current))
        return History(past, self.future[:-1], self.clean_depth), step.case

    def cleaned(self) -> History:
        """Return the history with the present case as the clean one."""
        return attrs.evolve(self, clean_depth=len(self.past))
