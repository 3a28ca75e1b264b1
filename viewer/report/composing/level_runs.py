"""Neighbouring levels said in one breath: `C2/3 to C5/6`."""

from collections.abc import Sequence

from viewer.model.case import Case
from viewer.model.spine import Level
from viewer.report.composing.confirmed import confirmed_levels
from viewer.report.composing.sentences import level_words


def runs_words(case: Case, table: Sequence[Level], chosen: Sequence[Level]) -> str:
    """Return the chosen levels of a table, neighbours in it as a stretch; from the head down.

    A level that no reader has confirmed bears a question mark.
    """
    known = confirmed_levels(case)
    words = [_stretch([level_words(level, level in known) for level in run]) for run in _runs(table, chosen)]
    return ", ".join(words)


def _runs(table: Sequence[Level], chosen: Sequence[Level]) -> list[list[Level]]:
    runs: list[list[Level]] = []
    going = False
    for level in table:
        if level in chosen:
            if going:
                runs[-1].append(level)
            else:
                runs.append([level])
        going = level in chosen
    return runs


def _stretch(names: list[str]) -> str:
    return ", ".join(names) if len(names) < 3 else f"{names[0]} to {names[-1]}"
