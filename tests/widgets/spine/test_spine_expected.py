"""Where the symptoms point, on the spine strip."""

import attrs
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from viewer.model.finding import Side, Zone
from viewer.model.form.question import ClinicalQuestion, Symptom, SymptomKind
from viewer.model.report.concordance import Agreement, Concordance, ExpectedPlace
from viewer.model.spine import Level
from viewer.widgets.parts import theme
from viewer.widgets.spine.spine_expected import Expected, expected_by_level, fits_too, gravest
from viewer.widgets.spine.spine_strip import SpineStrip

L45, L5S1 = Level("L4/L5"), Level("L5/S1")


def clue(agreement, findings=(), side=Side.LEFT, levels=(L45, L5S1)):
    places = tuple(ExpectedPlace("L5", level, Zone.LATERAL_RECESS, side) for level in levels)
    return Concordance("Pain", agreement, places, tuple(findings), f"Pain: {agreement.value}.")


def test_what_explains_a_symptom_is_shown_at_its_level_and_the_other_places_faintly():
    found = expected_by_level([clue(Agreement.CONCORDANT, ["m1"])], {"m1": L45})
    assert [one.agreement for one in found[L45]] == [Agreement.CONCORDANT]
    assert [one.agreement for one in found[L5S1]] == [None]


def test_what_nothing_explains_is_open_everywhere_it_points_to():
    found = expected_by_level([clue(Agreement.UNEXPLAINED)], {})
    assert {one.agreement for told in found.values() for one in told} == {Agreement.UNEXPLAINED}


@pytest.mark.parametrize(
    ("side", "drawn"),
    [
        (Side.RIGHT, [Side.RIGHT]),
        (Side.BILATERAL, [Side.RIGHT, Side.LEFT]),
        (Side.CENTRAL, [None]),
        (None, [None]),
    ],
)
def test_a_place_is_on_the_patients_side(side, drawn):
    found = expected_by_level([clue(Agreement.UNEXPLAINED, side=side)], {})
    assert [one.side for one in found[L45]] == drawn


def test_a_place_of_several_zones_is_one():
    places = tuple(ExpectedPlace("L5", L45, zone, Side.LEFT) for zone in Zone)
    found = expected_by_level([Concordance("Pain", Agreement.UNEXPLAINED, places, (), "Pain.")], {})
    assert found == {L45: (Expected(Side.LEFT, Agreement.UNEXPLAINED, "Pain."),)}


def test_what_does_not_fit_is_drawn_before_what_does():
    told = [Expected(Side.LEFT, one, "") for one in (None, Agreement.CONCORDANT, Agreement.DISCORDANT)]
    assert gravest(told, Side.LEFT).agreement is Agreement.DISCORDANT
    assert gravest(told, Side.RIGHT) is None
    assert fits_too(told, Side.LEFT)
    assert not fits_too(told[:2], Side.LEFT)


@pytest.fixture
def asked(marked, shown, qtbot):
    """The strip of a study marked at L4/5 on the left, asked about pain in the left L5 root."""
    strip = shown(SpineStrip(marked), 126, 640)
    said(marked, Side.LEFT, Side.LEFT)
    qtbot.waitUntil(lambda: strip.ring_centre("L4/L5", Side.LEFT) is not None, timeout=5_000)
    return strip


def said(session, found, asked):
    case = session.case.with_mark(attrs.evolve(session.case.marks[0], side=found))
    pain = ClinicalQuestion(symptoms=(Symptom(SymptomKind.PAIN, asked, roots=("L5",)),))
    session.edit("Ask", attrs.evolve(case, form=attrs.evolve(case.form, question=pain)))


def ring_colour(strip, name, side):
    """The most saturated colour on the ring of a level."""
    centre, image = strip.ring_centre(name, side), strip.grab().toImage()
    around = [image.pixelColor(centre.x() + x, centre.y() + y) for x in range(-5, 6) for y in range(-5, 6)]
    return max(around, key=lambda colour: colour.saturation() * colour.value())


def hue(name):
    return theme.QColor(name).hue()


def test_the_ring_lies_on_the_patients_left_which_is_at_the_right(asked):
    left = asked.ring_centre("L4/L5", Side.LEFT)
    assert asked.ring_centre("L4/L5", Side.RIGHT) is None
    assert left.x() > asked.width() / 2
    assert abs(left.y() - asked.level_centre("L4/L5").y()) <= 2


def test_the_ring_tells_by_its_colour_whether_it_fits(asked, marked, qtbot):
    assert abs(ring_colour(asked, "L4/L5", Side.LEFT).hue() - hue(theme.DARK.good)) < 25
    said(marked, Side.RIGHT, Side.LEFT)
    qtbot.waitUntil(
        lambda: abs(ring_colour(asked, "L4/L5", Side.LEFT).hue() - hue(theme.DARK.error)) < 15, timeout=5_000
    )
    marked.edit("Forget", marked.case.without_mark("m1"))
    qtbot.waitUntil(
        lambda: abs(ring_colour(asked, "L4/L5", Side.LEFT).hue() - hue(theme.DARK.warning)) < 15,
        timeout=5_000,
    )


def test_hovering_says_it_in_a_sentence(asked):
    place = asked.level_centre("L4/L5")
    QApplication.sendEvent(asked, QHelpEvent(QEvent.Type.ToolTip, place, asked.mapToGlobal(place)))
    assert "Pain on the left (L5): concordant with finding 1" in QToolTip.text()
    assert "Pain on the left" in asked.accessibleDescription()
    QToolTip.hideText()


def test_without_a_question_there_is_no_ring(asked, marked, qtbot):
    marked.edit(
        "Forget", attrs.evolve(marked.case, form=attrs.evolve(marked.case.form, question=ClinicalQuestion()))
    )
    qtbot.waitUntil(lambda: asked.ring_centre("L4/L5", Side.LEFT) is None, timeout=5_000)
