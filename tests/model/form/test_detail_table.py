"""The table of details: what may be picked, and how it reads in a sentence."""

import pytest

from viewer.model.finding import Side
from viewer.model.form.detail import Choice, Detail
from viewer.model.form.detail_table import detail_kinds, detail_words, known_kind

KINDS = [
    "disc",
    "facet",
    "flavum",
    "osteophyte",
    "opll",
    "listhesis",
    "fracture",
    "postoperative",
    "hardware",
    "compartment",
    "leak",
    "arachnoiditis",
    "root",
]


def test_the_kinds_a_report_needs_are_there_in_the_order_of_the_form():
    assert [one.id for one in detail_kinds()] == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_groups_and_values_are_told_apart_and_have_words(kind):
    table = known_kind(kind)

    assert table.title
    assert table.text
    assert table.source
    groups = [one.id for one in table.groups]
    assert len(set(groups)) == len(groups)
    for group in table.groups:
        values = [one.id for one in group.values]
        assert len(set(values)) == len(values) > 1
        assert all(one.title and one.text for one in group.values)


def test_a_disc_reads_as_it_is_dictated():
    disc = Detail(
        "disc",
        Side.RIGHT,
        (Choice("migration", "caudal"), Choice("morphology", "extrusion"), Choice("zone", "subarticular")),
        7.5,
        "L5",
    )

    assert detail_words(disc) == (
        "right disc: extrusion, subarticular, migrated caudally, largest extent 7.5 mm, root L5"
    )


def test_several_choices_of_a_group_are_all_said():
    hardware = Detail("hardware", Side.LEFT, (Choice("further", "lucency"), Choice("further", "broken")))

    assert detail_words(hardware) == "left hardware: lucency around it, broken"


@pytest.mark.parametrize(
    ("choice", "words"),
    [(Choice("breach", "C"), "Gertzbein-Robbins C"), (Choice("part", "cage"), "cage")],
)
def test_named_grades_carry_the_name_of_their_scale(choice, words):
    assert words in detail_words(Detail("hardware", choices=(choice,)))


def test_what_another_site_has_added_is_said_by_its_id_and_not_lost():
    unknown = Detail("tethered-cord", choices=(Choice("height", "L3"),), text="low conus")

    assert detail_words(unknown) == "tethered-cord: height L3, low conus"
    assert detail_words(Detail("disc", choices=(Choice("morphology", "odd"),))) == "disc: morphology odd"


def test_a_bare_kind_is_said_by_its_name():
    assert detail_words(Detail("opll")) == "ossification of the posterior longitudinal ligament"
