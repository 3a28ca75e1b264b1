"""Numbers and times as readers type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.widgets.form.typed_values import number_of, number_reason, number_words, time_of, time_reason


@given(st.floats(0, 1e4, allow_nan=False).map(lambda number: round(number, 2)))
def test_a_number_reads_as_it_was_written(number):
    assert number_of(number_words(number)) == pytest.approx(number, rel=1e-5)
    assert number_of(number_words(number).replace(".", ",")) == pytest.approx(number, rel=1e-5)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "twelve", "1 2", "--1"])
def test_what_is_no_number_is_told(text):
    assert number_reason("Volume", "mL", 0.1, 50)(text)


def test_limits_belong_to_the_range():
    reason = number_reason("Volume", "mL", 0.1, 50)
    assert [bool(reason(text)) for text in ("0.1", "50", "0.05", "50.1", "")] == [
        False,
        False,
        True,
        True,
        False,
    ]


@given(st.integers(0, 23), st.integers(0, 59))
def test_times_read_as_they_were_written(hour, minute):
    wanted = f"{hour:02d}:{minute:02d}"
    for typed in (wanted, f"{hour}:{minute:02d}", f"{hour}.{minute:02d}", f"{hour:02d}{minute:02d}"):
        assert time_of(typed) == wanted


@given(st.text(max_size=6))
def test_any_text_is_a_time_or_told_not_to_be(text):
    try:
        time_of(text)
    except ValueError:
        assert time_reason(text)
    else:
        assert not time_reason(text)
