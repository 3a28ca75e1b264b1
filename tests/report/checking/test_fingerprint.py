import json

import attrs
import pytest

from tests.report.reported_case import CANAL, L3_L4, L4_L5, READER, analysis, case, mark, narrowed, reported
from viewer.casefile.converter import strict_converter
from viewer.model.case import Case
from viewer.model.correction import SacCorrection
from viewer.model.display import Display, PaneId
from viewer.model.finding import Side
from viewer.model.form.grade import Grade
from viewer.model.form.level_form import LevelForm
from viewer.model.key_image import KeyImage
from viewer.model.report.issued import IssuedReport
from viewer.report.checking.fingerprint import fingerprint, outdated

CASE = case(mark(), levels=(narrowed(), LevelForm.of_normal(L4_L5)))


def issued(of: Case) -> IssuedReport:
    report = attrs.evolve(reported(of, analysis()), number=1)
    return IssuedReport(report, (), "2026-11-22T06:00:00Z", READER, fingerprint(of))


@pytest.mark.parametrize(
    "changed",
    [
        case(mark(side=Side.LEFT), levels=CASE.form.levels),
        case(mark(text="new"), levels=CASE.form.levels),
        attrs.evolve(CASE, labels=CASE.labels[1:]),
        CASE.shifted_labels(-1),
        attrs.evolve(CASE, rejected=(CANAL.at(200.0),)),
        attrs.evolve(CASE, correction=SacCorrection(cranial_end=CANAL.at(10.0))),
        attrs.evolve(CASE, form=attrs.evolve(CASE.form, comparison="MRI 2024")),
        attrs.evolve(CASE, form=CASE.form.with_level(narrowed(text="more"))),
    ],
)
def test_a_case_that_says_something_else_makes_its_report_outdated(changed: Case) -> None:
    sentence = outdated(changed, issued(CASE))
    assert sentence.startswith("The version 1 issued on 2026-11-22 is outdated")
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    "same",
    [
        CASE,
        attrs.evolve(CASE, labels=CASE.labels[::-1]),
        attrs.evolve(CASE, form=CASE.form.with_level(CASE.form.level(L3_L4))),
        attrs.evolve(CASE, form=CASE.form.with_level(narrowed(reviewed_at="later", reviewed_by="another"))),
        attrs.evolve(
            CASE, form=CASE.form.with_level(narrowed(grades=(Grade("schizas", "1", suggested="C"),)))
        ),
        attrs.evolve(CASE, key_images=(KeyImage("k", PaneId.AXIAL, Display()),)),
        attrs.evolve(CASE, marks=(attrs.evolve(CASE.marks[0], created="later"),)),
    ],
)
def test_a_case_that_says_the_same_keeps_its_report(same: Case) -> None:
    assert outdated(same, issued(CASE)) == ""


def test_issuing_a_report_does_not_make_it_outdated() -> None:
    made = issued(CASE)
    assert outdated(attrs.evolve(CASE, issued=(made,)), made) == ""


def test_the_fingerprint_outlasts_saving_and_opening() -> None:
    converter = strict_converter()
    saved = json.loads(json.dumps(converter.unstructure(CASE)))
    assert fingerprint(converter.structure(saved, Case)) == fingerprint(CASE)
