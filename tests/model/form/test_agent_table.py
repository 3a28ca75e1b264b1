"""Doses of intrathecal contrast: what is above a label's maximum, and what no entry speaks of."""

import itertools

import pytest

from viewer.model.form.agent_table import agents, dose_check, known_agent
from viewer.model.form.procedure import Procedure


def injected(agent="iohexol", concentration=300.0, volume=10.0):
    return Procedure(agent=agent, concentration_mgi_ml=concentration, volume_ml=volume)


def test_a_usual_dose_in_an_adult_needs_no_word():
    assert dose_check(injected(), 64) == ""


def test_the_maximum_itself_is_allowed():
    assert dose_check(injected(concentration=180.0, volume=17.0), 64) == ""


def test_a_dose_above_the_maximum_is_warned_of_with_both_numbers_and_the_source():
    said = dose_check(injected(volume=12.0), 64)

    assert "3.60 g" in said
    assert "3.06 g" in said
    assert "iohexol label, adults" in said


@pytest.mark.parametrize(
    ("age_years", "volume_ml", "warned"),
    [
        (15, 15.0, False),
        (15, 15.5, True),
        (10, 12.5, True),
        (5, 10.0, False),
        (1, 8.5, True),
        (0.1, 4.5, True),
    ],
)
def test_children_are_held_against_the_maximum_of_their_age(age_years, volume_ml, warned):
    said = dose_check(injected(concentration=180.0, volume=volume_ml), age_years)

    assert ("above the maximum" in said) is warned


@pytest.mark.parametrize("concentration", [140.0, 350.0])
def test_a_concentration_that_is_not_for_the_sac_is_warned_of(concentration):
    assert "not among the intrathecal concentrations" in dose_check(injected(concentration=concentration), 64)


@pytest.mark.parametrize("agent", ["gadobutrol", "Isovue-Multipack", "xyz" * 100])
def test_an_agent_without_an_entry_is_told_of(agent):
    said = dose_check(injected(agent=agent), 64)

    assert said.startswith("The table of agents has no entry for the agent")
    assert len(said) < 300


def test_an_age_without_an_entry_is_told_of():
    assert "no entry for iopamidol at the age of 9 years" in dose_check(injected("iopamidol", 200.0, 7.0), 9)


def test_where_the_age_is_not_known_the_dose_is_held_against_the_adult_maximum():
    assert "age is not known" in dose_check(injected(), None)
    assert "above the maximum" in dose_check(injected(volume=12.0), None)


@pytest.mark.parametrize(
    "procedure", [Procedure(), injected(agent=" "), Procedure(agent="iohexol", volume_ml=10.0)]
)
def test_nothing_is_said_before_agent_and_dose_are_known(procedure):
    assert dose_check(procedure, 64) == ""


@pytest.mark.parametrize("text", ["iohexol", "Iohexol 300", "OMNIPAQUE 240", "omnipaque300"])
def test_an_agent_is_known_by_its_name_or_brand(text):
    assert known_agent(text).id == "iohexol"


def test_limits_of_an_agent_do_not_overlap_and_name_their_source():
    for agent in agents():
        ordered = sorted(agent.limits, key=lambda one: one.from_years)
        assert all(a.below_years <= b.from_years for a, b in itertools.pairwise(ordered))
        assert all(one.source and one.maximum_g > 0 for one in agent.limits)
