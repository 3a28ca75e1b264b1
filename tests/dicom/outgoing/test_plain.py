"""Foreign text made fit for DICOM."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.dicom.outgoing.plain import limited, limited_name, own_title, signed_name

_LONGEST = {"CS": 16, "LO": 64, "SH": 16, "ST": 1024, "LT": 10240}


@given(st.text(st.characters(), max_size=200), st.sampled_from(sorted(_LONGEST)))
def test_text_is_within_its_limit_and_free_of_control_characters(text, vr):
    plain = limited(text, vr)
    assert len(plain) <= _LONGEST[vr]
    assert all(one.isprintable() or (one == "\n" and vr in ("ST", "LT")) for one in plain)
    assert vr in ("ST", "LT") or "\\" not in plain
    plain.encode("utf-8")
    assert limited(plain, vr) == plain


@given(st.text(st.characters(), max_size=400))
def test_a_name_has_three_groups_of_five_components_at_most(text):
    for name in (limited_name(text), signed_name(text)):
        groups = name.split("=")
        assert len(groups) <= 3
        assert all(len(group) <= 64 and group.count("^") <= 4 for group in groups)
        assert "\\" not in name
        name.encode("utf-8")


@pytest.mark.parametrize(
    ("typed", "signed"),
    [("Dr. Ada Kovács", "Dr. Ada Kovács^"), ("Kovács^Ada", "Kovács^Ada"), ("", ""), (" a=b ", "a b^")],
)
def test_a_typed_name_is_signed_as_it_is(typed, signed):
    assert signed_name(typed) == signed


def test_long_text_ends_in_three_points():
    assert limited("x" * 100, "LO") == "x" * 61 + "..."
    assert limited("a\r\nb\rc", "UT") == "a\nb\nc"


@given(st.text(st.characters(), max_size=200))
def test_words_of_our_own_are_no_longer_in_bytes_either(text):
    for plain in (own_title(text), signed_name(text)):
        assert len(plain.encode("utf-8")) <= 64
    assert signed_name(text) == signed_name(signed_name(text))


def test_a_long_title_of_three_byte_letters_ends_in_three_points():
    assert own_title("腰" * 64) == "腰" * 20 + "..."
    assert signed_name("山" * 64) == "山" * 21 + "^"
