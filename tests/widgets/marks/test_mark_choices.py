"""What a choice does to a mark."""

from hypothesis import given
from hypothesis import strategies as st

from viewer.model.case import Case
from viewer.model.finding import Cause, CompressionMark, Zone
from viewer.model.labels import LevelLabel
from viewer.model.spine import ROOTS, Level
from viewer.widgets.marks.mark_choices import (
    CAUSE_KEY,
    CONFIDENCES,
    LEVEL_KEY,
    NOTE_KEY,
    ROOT_KEY,
    SEVERITIES,
    SIDES,
    ZONES,
    Choice,
    Field,
    cause_choice,
    chosen,
    edit_title,
    root_choices,
    toggled,
)

MARK = CompressionMark("m1", (0.0, 0.0, 0.0))
choices = st.sampled_from(
    [
        *SEVERITIES,
        *SIDES,
        *ZONES,
        *CONFIDENCES,
        *(cause_choice(cause) for cause in Cause),
        *(Choice(Field.ROOTS, root, root) for root in ROOTS),
    ]
)


def after(chosen_ones):
    mark = MARK
    for one in chosen_ones:
        mark = toggled(mark, one)
    return mark


@given(st.lists(choices, max_size=12), choices)
def test_a_choice_is_said_after_it_is_taken_and_not_after_it_is_taken_back(before, choice):
    mark = after(before)
    once = toggled(mark, choice)
    assert chosen(once, choice) is not chosen(mark, choice)
    assert chosen(toggled(once, choice), choice) is chosen(mark, choice)


@given(st.lists(choices, max_size=12))
def test_what_is_said_does_not_depend_on_the_order_of_the_keys(taken):
    kept = [one for one in dict.fromkeys(taken) if one.field in (Field.ZONES, Field.CAUSES, Field.ROOTS)]
    assert after(kept) == after(reversed(kept))


def test_values_are_those_of_the_model_in_their_order():
    mark = after([ZONES[3], ZONES[0], cause_choice("OPLL"), cause_choice("disc bulge")])
    assert mark.zones == (Zone.CENTRAL, Zone.EXTRAFORAMINAL)
    assert all(isinstance(zone, Zone) for zone in mark.zones)
    assert [type(cause) for cause in mark.causes] == [Cause, Cause]


def test_every_key_of_the_form_means_one_thing():
    keys = [one.key for one in (*SEVERITIES, *SIDES, *ZONES, *CONFIDENCES)]
    keys += [CAUSE_KEY, ROOT_KEY, NOTE_KEY, LEVEL_KEY]
    case = Case().with_labels((LevelLabel(Level("L4/L5"), MARK.point),))
    keys += [one.key for one in root_choices(case, MARK)]
    assert len(keys) == len(set(keys)) == 22


def test_roots_follow_the_level():
    def offered(level, **said):
        case = Case().with_labels((LevelLabel(Level(level), MARK.point),))
        return [one.words for one in root_choices(case, CompressionMark("m", MARK.point, **said))]

    assert offered("L4/L5") == ["L5 traversing", "L4 exiting"]
    assert offered("C5/C6") == ["C6 exiting"]
    assert offered("C7/T1") == ["C8 exiting"]
    assert offered("L5/S1", roots=("S2",)) == ["S1 traversing", "L5 exiting", "S2"]
    assert root_choices(Case(), MARK) == ()


def test_edits_are_named_by_level_and_choice():
    case = Case().with_labels((LevelLabel(Level("L4/L5"), MARK.point),))
    severe = SEVERITIES[3]
    assert edit_title(case, MARK, severe) == "Mark L4/5: severity severe"
    assert edit_title(case, toggled(MARK, severe), severe) == "Mark L4/5: severity not severe"
    assert edit_title(Case(), MARK, severe) == "Mark not named: severity severe"
