"""The letters of the pages: never a box where a letter or a word should be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.report.pages import lettering
from viewer.report.pages.lettering import BOLD, REGULAR, Lettering


def test_western_text_is_one_piece_in_the_reports_own_font():
    assert Lettering().runs("Žluťoučký, Ωμέγα, Мир: 48 mm², \N{MINUS SIGN}58 %") == (
        (REGULAR, "Žluťoučký, Ωμέγα, Мир: 48 mm², \N{MINUS SIGN}58 %"),
    )


def test_markup_is_shown_as_it_was_typed():
    assert Lettering().markup("<b>&</para>\n\x07x") == "&lt;b&gt;&amp;&lt;/para&gt;<br/>x"


@pytest.fixture
def no_system_fonts(monkeypatch):
    monkeypatch.setattr(lettering, "_SYSTEM_FILES", ())
    lettering._system_fonts.cache_clear()
    yield
    lettering._system_fonts.cache_clear()


def test_chinese_japanese_and_korean_names_are_lettered_even_where_the_system_has_no_font(no_system_fonts):
    letters = Lettering()
    assert letters.runs("Yamada (山田)") == ((REGULAR, "Yamada ("), ("STSong-Light", "山田"), (REGULAR, ")"))
    assert letters.runs("김희중") == (("HYSMyeongJo-Medium", "김희중"),)
    assert letters.borrowed


def test_a_document_without_foreign_letters_borrows_no_font(no_system_fonts):
    letters = Lettering()
    letters.markup("Okafor & Söhne", BOLD)
    assert not letters.borrowed


def test_letters_that_cannot_be_drawn_are_counted_in_words(no_system_fonts):
    assert (
        "".join(text for _, text in Lettering().runs("Ali (علي)")) == "Ali ([3 letters not printable here])"
    )
    assert Lettering().runs("\U0001f600") == ((REGULAR, "[1 letter not printable here]"),)


@given(st.text(max_size=60))
def test_every_piece_can_be_drawn_by_its_font(text):
    letters = Lettering()
    for font, piece in letters.runs(text):
        assert letters.width_pt(piece, REGULAR, 8.0) >= 0
        if font in (REGULAR, BOLD):
            assert all(ord(c) in lettering._letters(font) for c in piece)


def test_width_is_that_of_all_pieces():
    letters = Lettering()
    assert letters.width_pt("48 mm²", REGULAR, 10.0) == pytest.approx(
        2 * letters.width_pt("48 mm²", REGULAR, 5.0)
    )
    # Figures are of equal width, so that columns of numbers align.
    assert letters.width_pt("111", REGULAR, 10.0) == letters.width_pt("888", REGULAR, 10.0)
