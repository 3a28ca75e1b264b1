import attrs

from tests.report.reported_case import CANAL, case, labels, mark, reported
from viewer.model.case import Case
from viewer.model.spine import Level
from viewer.report.composing.confirmed import confirmed_levels, with_doubts


def test_placed_levels_are_confirmed() -> None:
    one = labels(Level("L4/L5"))
    assert confirmed_levels(Case(labels=one)) == {Level("L4/L5")}


def test_a_vertebra_between_two_placed_discs_is_confirmed_too() -> None:
    both = labels(Level("L3/L4"), Level("L4/L5"))
    assert confirmed_levels(Case(labels=both)) == {Level("L3/L4"), Level("L4"), Level("L4/L5")}


def test_levels_further_apart_confirm_nothing_between_them() -> None:
    ends = labels(Level("L1/L2"), Level("L5/S1"))
    assert confirmed_levels(Case(labels=ends)) == {Level("L1/L2"), Level("L5/S1")}


def test_a_mark_behind_such_a_vertebra_bears_no_question_mark() -> None:
    behind = mark(CANAL.narrowing(140.0, 60.0))
    assert reported(case(behind)).findings[0].sentence.startswith("L2: severe")
    doubtful = attrs.evolve(case(behind), labels=())
    assert reported(doubtful).findings[0].sentence.startswith("L2?: severe")


def test_a_sentence_doubts_only_what_nobody_confirmed() -> None:
    known = Case(labels=labels(Level("L3/L4"), Level("L4/L5")))
    assert with_doubts("From L2/L3 to L4, at L4/L5.", known) == "From L2/3? to L4, at L4/5."
