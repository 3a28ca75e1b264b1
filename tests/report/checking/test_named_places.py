import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.finding import Side
from viewer.model.spine import Level, LevelKind, Numbering
from viewer.report.checking.named_places import sentences_of, sides_named

DISCS = [level for level in Numbering().levels if level.kind is LevelKind.DISC and level.upper != "C0"]


def levels_named(text):
    return tuple(dict.fromkeys(level for one in sentences_of(text) for level in one.levels))


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Left root cut off", "left"),
        ("the RIGHT L5 root is flattened", "right"),
        ("right-sided extrusion", "right"),
        ("bilateral facet arthropathy", "bilateral"),
        ("narrowed on both sides", "bilateral"),
        ("right more than left", "left right"),
        ("L4-5 right, left recess free", "right"),
        ("narrowing on the left, unchanged", "left"),
        ("no filling of the left L5 root", "left"),
        ("contrast not passing on the right", "right"),
        ("the fragment left of the midline was left untouched", "left"),
        ("No change, severe on the left", "left"),
    ],
)
def test_a_side_is_read_where_something_lies(text: str, sides: str) -> None:
    assert sorted(side.value for side in sides_named(text)) == sides.split()


@pytest.mark.parametrize(
    "text",
    [
        "left unchanged",
        "The screw was left in place.",
        "nothing left of the disc space height",
        "right-handed patient",
        "a left-hander",
        "right at the disc",
        "right above the cage",
        "cleft, upright, leftover, brightness",
        "no left-sided compression",
        "No compression seen on the left",
        "right recess is free",
        "normal left foramen",
        "left foramen not narrowed",
        "",
    ],
)
def test_a_false_alarm_is_not_raised(text: str) -> None:
    assert sides_named(text) == frozenset()


@pytest.mark.parametrize(
    "text", ["L4/5", "L4-5", "L4/L5", "L4-L5", "l4/5", "L 4/5", "at L4\N{EN DASH}5:", "(L4/L5)"]
)
def test_a_level_is_read_however_it_is_written(text: str) -> None:
    assert levels_named(f"Narrowing {text} severe") == (Level("L4/L5"),)


@pytest.mark.parametrize(
    "text",
    ["right L5 root", "S1", "12/13", "2026-01-12", "C4-5mm", "L4/5/6", "T2-weighted", "HLA-B27", "GL4/5x"],
)
def test_what_is_no_disc_is_not_read_as_one(text: str) -> None:
    assert levels_named(text) == ()


@given(st.sampled_from(DISCS), st.sampled_from(["{u}/{l}", "{u}-{l}", "{u} / {l}"]))
def test_every_disc_is_read_back_from_its_name(level: Level, form: str) -> None:
    assert levels_named(f"x {form.format(u=level.upper, l=level.lower)} y") == (level,)


@given(st.sampled_from(DISCS))
def test_every_disc_is_read_back_from_its_short_name(level: Level) -> None:
    assert levels_named(level.short_name) == (level,)


def test_a_stretch_covers_the_levels_in_it() -> None:
    (named,) = sentences_of("Fusion C3-C7")
    assert named.levels == ()
    assert named.covers(Level("C5/C6"))
    assert not named.covers(Level("C7/T1"))


def test_sentences_are_read_one_by_one() -> None:
    first, second = sentences_of("L4/5: severe right narrowing. L5/S1: mild left narrowing")
    assert (first.levels, first.sides) == ((Level("L4/L5"),), frozenset({Side.RIGHT}))
    assert (second.levels, second.sides) == ((Level("L5/S1"),), frozenset({Side.LEFT}))


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    sides_named(text)
    sentences_of(text)


def test_a_very_long_text_is_read_to_its_end() -> None:
    assert levels_named("no left side, " * 7000 + "L4/5") == (Level("L4/L5"),)


@pytest.mark.parametrize(
    "word", ["left ", "no left ", "is left ", "(left, ", "L4/5 ", "no ", "1. ", "right\n", " "]
)
def test_a_text_of_very_many_words_is_read(word: str) -> None:
    text = (word * 100_000)[:100_000]
    assert sides_named(text) <= {Side.LEFT, Side.RIGHT}
    assert set(levels_named(text)) <= {Level("L4/L5")}
