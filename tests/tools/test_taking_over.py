"""What comes from elsewhere joins the case; what is said here stays."""

import attrs
import pytest

from viewer.model.annotation import Distance
from viewer.model.case import Case
from viewer.model.correction import SacCorrection, VoxelRuns
from viewer.model.display import Display, PaneId
from viewer.model.finding import CompressionMark, Severity, Side
from viewer.model.key_image import MOST_IN_REPORT, KeyImage
from viewer.model.plane import PlaneKind, reference_plane
from viewer.tools.taking_over import TakenOver

HERE = (1.0, 2.0, 3.0)
MARK = CompressionMark("m1", HERE, severity=Severity.SEVERE, side=Side.LEFT)
LINE = Distance("i1", reference_plane(PlaneKind.AXIAL, HERE), HERE, (9.0, 2.0, 3.0))
PAINTED = SacCorrection(painted=VoxelRuns.of([1, 2, 3]))


def test_a_mark_is_taken_over_once():
    once = TakenOver(Case()).marking([MARK])
    assert once.case.marks == (MARK,)
    assert once.told == ("1 mark was taken over.",)
    again = TakenOver(once.case).marking([MARK])
    assert again.case == once.case
    assert again.told == ("1 mark is in the case already.",)


def test_a_mark_that_says_something_else_stays_as_the_reader_has_it():
    case = Case().with_mark(attrs.evolve(MARK, side=Side.RIGHT))
    taken = TakenOver(case).marking([MARK])
    assert taken.case == case
    assert "stayed as in the case" in taken.told[0]


def test_an_id_that_is_taken_does_not_replace_another_mark():
    case = Case().with_mark(CompressionMark("m1", (50.0, 0.0, 0.0)))
    taken = TakenOver(case).marking([MARK]).case
    assert [mark.mark_id for mark in taken.marks] == ["m1", "m2"]
    assert taken.marks[1].point == HERE


def test_measurements_are_taken_over_once():
    once = TakenOver(Case()).drawing([LINE, attrs.evolve(LINE, annotation_id="i2")])
    assert len(once.case.annotations) == 1
    assert TakenOver(once.case).drawing([LINE]).told == ()


@pytest.mark.parametrize("count", [1, MOST_IN_REPORT, MOST_IN_REPORT + 2])
def test_key_images_go_into_the_report_while_it_has_room(count):
    images = [KeyImage("k1", PaneId.AXIAL, Display(crosshair=(float(n), 0.0, 0.0))) for n in range(count)]
    case = TakenOver(Case()).keeping(images).keeping(images).case
    assert len({one.key_id for one in case.key_images}) == count
    assert sum(one.reported for one in case.key_images) == min(count, MOST_IN_REPORT)


def test_a_corrected_sac_is_taken_over_where_none_is_corrected_here():
    assert TakenOver(Case()).correcting(PAINTED).case.correction == PAINTED
    own = Case(correction=SacCorrection(erased=VoxelRuns.of([7])))
    taken = TakenOver(own).correcting(PAINTED)
    assert taken.case == own
    assert "corrections of its own" in taken.told[0]


def test_nothing_new_is_no_edit():
    case = Case().with_mark(MARK)
    assert TakenOver(case).marking([]).drawing([]).keeping([]).correcting(None) == TakenOver(case)
