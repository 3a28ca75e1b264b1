"""Foreign text: nothing in it may steer a page, a terminal or the direction of writing."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from viewer.report.texts.written import cleaned, one_line


@given(st.text())
def test_no_control_character_but_the_line_feed_is_left(text):
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") for c in cleaned(text))


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays_as_it_is(text):
    assert cleaned(text) == text


def test_line_ends_of_other_systems_become_line_feeds_and_tabulators_gaps():
    assert cleaned("a\r\nb\rc\u2028d\te\x0cf") == "a\nb\nc\nd e f"


def test_a_name_that_turns_the_direction_of_writing_is_written_straight():
    assert cleaned("Doe\u202egpj\u202c") == "Doegpj"


def test_one_line_has_no_line_feed_and_no_double_gap():
    assert one_line("  Okafor,\n\n  Ngozi \x07 ") == "Okafor, Ngozi"
