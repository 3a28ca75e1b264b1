"""What was said of a disc goes along with it when it gets another name."""

import attrs

from viewer.model.case import Case
from viewer.model.display import Display, PaneId
from viewer.model.form.level_form import Degree, LevelForm
from viewer.model.key_image import KeyImage
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.tools.following import followed

SEVERE = Degree.SEVERE


def at(z):
    return (0.0, 0.0, float(z))


def labelled(**places):
    labels = tuple(LevelLabel(Level(name.replace("_", "/")), at(z)) for name, z in places.items())
    return Case().with_labels(labels)


def assessed(case, *names):
    form = case.form
    for name in names:
        form = form.with_level(LevelForm(Level(name), central=SEVERE))
    return attrs.evolve(case, form=form)


def names(case):
    return [one.level.name for one in case.form.levels]


HERE = assessed(labelled(L3_L4=40, L4_L5=0, L5_S1=-38), "L4/L5", "L5/S1")


def test_forms_keep_their_discs_when_the_numbering_is_shifted():
    up = followed(HERE, HERE.shifted_labels(-1), None)
    assert names(up) == ["L3/L4", "L4/L5"]
    assert all(one.central is SEVERE for one in up.form.levels)
    assert followed(up, up.shifted_labels(1), None) == HERE


def test_a_label_that_is_only_set_better_renames_nothing():
    better = HERE.with_label(LevelLabel(Level("L4/L5"), at(-3)))
    assert names(followed(HERE, better, None)) == names(HERE)


def test_an_edit_that_names_no_level_is_left_as_it_is():
    other = assessed(HERE, "L3/L4")
    assert followed(HERE, other, None) is other


def test_what_was_said_of_a_level_that_lies_nowhere_keeps_its_name():
    case = assessed(Case(), "L4/L5")
    now = case.with_labels((LevelLabel(Level("C5/C6"), at(40)), LevelLabel(Level("C6/C7"), at(25))))
    assert names(followed(case, now, None)) == ["L4/L5"]


def test_titles_of_key_images_follow_unless_a_reader_wrote_them():
    def image(key_id, title):
        return KeyImage(key_id, PaneId.AXIAL, Display(crosshair=at(0)), title=title)

    case = attrs.evolve(HERE, key_images=(image("k1", "L4/5 axial"), image("k2", "The extrusion")))
    up = followed(case, case.shifted_labels(-1), None)
    assert [one.title for one in up.key_images] == ["L3/4 axial", "The extrusion"]
