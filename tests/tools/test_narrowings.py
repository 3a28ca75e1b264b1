"""Narrowings as a reader answers them: accepted with all numbers, rejected, taken up again."""

import attrs
import pytest

from tests.straight_canal import BAND, StraightCanal
from viewer import __version__
from viewer.model.case import Case
from viewer.model.sections import SectionState
from viewer.tools.narrowings import (
    Answer,
    accept,
    answer_of,
    is_rejected,
    mark_of,
    numbered,
    reject,
    worst_first,
)
from viewer.tools.outcome import Select

MINUS = "\N{MINUS SIGN}"
CANAL = StraightCanal()
NARROWING = CANAL.narrowing(240, 57.5)


def test_the_worst_comes_first_and_obliteration_is_the_worst():
    mild, tight, closed = CANAL.narrowing(100, 25.0), CANAL.narrowing(200, 80.0), CANAL.narrowing(150, None)
    flat = CANAL.narrowing(300, 10.0, ap_reduction_pct=60.0)
    assert worst_first((mild, flat, tight, closed)) == (closed, tight, flat, mild)


def kept(narrowing):
    edit = accept(Case(), narrowing)
    return edit.case.find_mark(edit.select).measured


def test_accepting_makes_a_mark_that_keeps_what_was_measured_and_by_whom():
    edit = accept(Case(), NARROWING, "L4/5?", "2026-01-31T12:00:00+00:00")
    mark = edit.case.find_mark(edit.select)
    assert edit.title == "Accept narrowing L4/5?"
    assert mark.point == NARROWING.position
    assert mark.text == "", "the note is the reader's"
    assert mark.measured.lines == (
        f"Measured: 85 mm² ({MINUS}58 %) of 200 mm², AP 8.0 mm ({MINUS}30 %), 10 mm long.",
        "Indented from: anterior, left.",
        f"Measured by Thecal {__version__}; accepted by the reader, 2026-01-31 12:00 UTC.",
    )
    assert (mark.measured.area_mm2, mark.measured.area_reduction_pct) == pytest.approx((85.0, 57.5))
    assert mark.created == "2026-01-31T12:00:00+00:00"
    assert mark_of(edit.case, NARROWING) == mark
    assert answer_of(edit.case, NARROWING) is Answer.ACCEPTED


def test_the_program_grades_nothing():
    graded = attrs.evolve(NARROWING, bands=(BAND,))
    edit = accept(Case(), graded)
    mark = edit.case.find_mark(edit.select)
    assert (mark.severity, mark.side, mark.causes, mark.zones, mark.confidence) == (None, None, (), (), None)
    assert "Suggested: absolute, by lumbar sac area (Bolender 1985, CT)." in mark.measured.lines


def test_an_obliterated_one_has_no_number():
    measured = kept(CANAL.narrowing(150, None))
    assert measured.lines[0] == "Measured: sac obliterated, no measurable CSF, 10 mm long."
    assert (measured.area_mm2, measured.ap_mm) == (None, None)


def test_numbers_from_metal_say_so():
    measured = kept(CANAL.narrowing(150, 40.0, state=SectionState.METAL))
    assert measured.lines[0] == (
        "Measured: 120 mm² (\N{MINUS SIGN}40 %) of 200 mm², AP 8.0 mm (\N{MINUS SIGN}30 %), 10 mm long, "
        "crossed by metal."
    )


def test_numbers_follow_the_order_of_the_list():
    mild, tight = CANAL.narrowing(100, 25.0), CANAL.narrowing(200, 80.0)
    assert numbered((mild, tight)) == ((1, tight), (2, mild))


def test_accepting_twice_leads_to_the_mark_that_is_there():
    edit = accept(Case(), NARROWING)
    assert accept(edit.case, NARROWING) == Select(edit.select)


def test_rejecting_twice_takes_it_up_again():
    rejected = reject(Case(), NARROWING, "L4/5?")
    assert rejected.title == "Reject narrowing L4/5?"
    assert is_rejected(rejected.case, NARROWING)
    assert not is_rejected(rejected.case, CANAL.narrowing(250))
    again = reject(rejected.case, NARROWING)
    assert again.title == "Take up narrowing"
    assert again.case == Case()


def test_a_rejection_outlives_a_measurement_that_comes_out_a_little_elsewhere():
    assert is_rejected(reject(Case(), NARROWING).case, CANAL.narrowing(241.5))


def test_accepting_a_rejected_one_takes_the_rejection_back():
    rejected = reject(Case(), NARROWING).case
    assert accept(rejected, NARROWING).case.rejected == ()
