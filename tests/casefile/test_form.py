"""The form, key images and issued reports in a case file: what is said is opened again, what cannot be is refused."""

import json
import struct
import zlib

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.casefile.document import CaseDocument
from viewer.casefile.file import parse, serialise
from viewer.errors import CaseFileError
from viewer.model.case import Case
from viewer.model.display import Display, PaneId
from viewer.model.finding import Cause, Severity, Side, Zone
from viewer.model.form.adequacy import Opacification, RegionAdequacy
from viewer.model.form.case_form import CaseForm
from viewer.model.form.detail import Choice, Detail
from viewer.model.form.grade import Grade, GradeNumber
from viewer.model.form.level_form import Degree, Fluid, LevelForm
from viewer.model.form.numbering_statement import CountedFrom, NumberingStatement, Transitional
from viewer.model.form.procedure import Complication, Guidance, Procedure
from viewer.model.form.question import (
    ClinicalQuestion,
    Evidence,
    EvidenceKind,
    EvidenceOutcome,
    Symptom,
    SymptomKind,
    WhyMyelogram,
)
from viewer.model.key_image import KeyImage
from viewer.model.picture_bytes import PictureBytes
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.report.finding import FoundZone, ReportedFinding
from viewer.model.report.issued import IssuedImage, IssuedReport
from viewer.model.report.level_row import LevelNumbers, LevelRow
from viewer.model.report.report import Report, ReportState
from viewer.model.report.section import EditedSection, ReportSection, SectionId
from viewer.model.sections import SectionState
from viewer.model.spine import Level, Region
from viewer.model.study_reference import StudyReference

PLANE = reference_plane(PlaneKind.AXIAL, (1.0, 2.0, 3.0))
L45 = Level("L4/L5")
DECIDED = Grade(
    "lumbar-sac-area",
    "1",
    None,
    (GradeNumber("sac_area", 68.0, "mm2", "Thecal 0", PLANE),),
    "absolute",
    "Thecal 0",
    "relative",
    "Dr Who",
    "2026-01-31T10:00:00Z",
)
LEVEL = LevelForm(
    L45,
    Degree.SEVERE,
    Fluid.EFFACED,
    Degree.MILD,
    Degree.NONE,
    None,
    Degree.MODERATE,
    (Cause.EXTRUSION,),
    (Detail("disc", Side.LEFT, (Choice("morphology", "extrusion"),), 7.5, "L5", "verkalkt"),),
    (DECIDED,),
    "tight",
    "Dr Who",
    "2026-01-31T10:00:00Z",
)
FORM = CaseForm(
    question=ClinicalQuestion(
        "leg pain",
        (Symptom(SymptomKind.PAIN, Side.LEFT, ("dermatome-L5",), ("L5",), "worse at night"),),
        (Level("L4"), L45),
        (WhyMyelogram.METAL,),
        "",
        (Evidence(EvidenceKind.INJECTION, EvidenceOutcome.EQUIVOCAL, Side.LEFT, ("L5",), (L45,), "2025"),),
    ),
    procedure=Procedure(
        Level("L3/L4"),
        Side.RIGHT,
        Guidance.FLUOROSCOPY,
        "iohexol",
        300.0,
        10.0,
        14.5,
        (Complication.NONE,),
        "09:05",
        "09:50",
    ),
    numbering=NumberingStatement(CountedFrom.SACRUM, Transitional.NONE),
    adequacy=(RegionAdequacy(Region.LUMBAR, Opacification.GOOD, layering=False, metal=True),),
    levels=(LEVEL, LevelForm.of_normal(Level("L3/L4"))),
    comparison="CT 2023",
    edited=(EditedSection(SectionId.LEVELS, "my words", "its words", "Dr Who"),),
)
NUMBERS = LevelNumbers(PLANE, 240.0, SectionState.OK, 68.0, 7.0, ap_above_mm=12.0)
REPORT = Report(
    ReportState.FINAL,
    StudyReference("1.2.3"),
    "CT myelogram",
    "Report",
    findings=(
        ReportedFinding(
            1,
            "m1",
            L45,
            True,
            Severity.SEVERE,
            "Dr Who",
            Side.LEFT,
            (Zone.CENTRAL,),
            plane=PLANE,
            narrowed=(FoundZone(Zone.CENTRAL, None),),
        ),
    ),
    rows=(LevelRow(L45, True, LEVEL, NUMBERS, (1,), (DECIDED,)),),
    sections=(ReportSection(SectionId.LEVELS, "words " * 100_000),),
)


def png() -> PictureBytes:
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    made = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return PictureBytes(b"\x89PNG\r\n\x1a\n" + b"".join(made))


KEY = KeyImage("k1", PaneId.AXIAL, Display(), "L4/5", "see here")
ISSUED = IssuedReport(REPORT, (IssuedImage("k1", png()),), "2026-01-31T10:00:00Z", "Dr Who", "basis")
CASE = Case(form=FORM, key_images=(KEY,), issued=(ISSUED,))


def document(case: Case = CASE) -> CaseDocument:
    return CaseDocument(case, Display())


def with_form(**changes) -> Case:
    return attrs.evolve(CASE, form=attrs.evolve(FORM, **changes))


def with_level(**changes) -> Case:
    return with_form(levels=(attrs.evolve(LEVEL, **changes),))


def test_all_that_was_said_is_opened_again():
    opened = parse(serialise(document()))

    assert opened == document()
    assert repr(opened) == repr(document()), "an enum is equal to its text, but must come back as itself"


def test_a_section_that_joins_many_long_texts_is_kept_whole():
    opened = parse(serialise(document())).case.issued[0].report

    assert len(opened.sections[0].text) == 600_000


def test_a_case_from_before_there_was_a_form_still_opens():
    raw = json.loads(serialise(document()))
    for name in ("form", "key_images", "issued"):
        del raw["case"][name]

    assert parse(json.dumps(raw).encode()).case == Case()


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (with_form(levels=(LEVEL, LEVEL)), "stands twice"),
        (with_form(levels=(LevelForm(Level("L4"), Degree.MILD),)), "a vertebra as a disc level"),
        (with_form(adequacy=(RegionAdequacy(Region.LUMBAR),) * 2), "region stands twice"),
        (with_form(edited=FORM.edited * 2), "edited twice"),
        (with_form(procedure=Procedure(volume_ml=-1.0)), "impossible concentration"),
        (with_form(procedure=Procedure(opening_pressure_cmh2o=1e5)), "impossible concentration"),
        (with_form(procedure=Procedure(injected_at="25:00")), "no time of day"),
        (with_form(procedure=Procedure(scanned_at="9.30")), "no time of day"),
        (with_form(question=ClinicalQuestion(symptoms=(Symptom(SymptomKind.PAIN, roots=("C9",)),))), "root"),
        (
            with_form(question=ClinicalQuestion(evidence=(Evidence(EvidenceKind.INJECTION, roots=("X",)),))),
            "root",
        ),
        (with_level(details=(Detail("disc", root="L9"),)), "root"),
        (with_level(details=(Detail("disc", size_mm=-1.0),)), "impossible size"),
        (with_level(grades=(DECIDED, DECIDED)), "graded twice"),
        (with_level(grades=(attrs.evolve(DECIDED, version=""),)), "names no scale or version"),
        (
            with_level(
                grades=(
                    attrs.evolve(
                        DECIDED,
                        numbers=(
                            attrs.evolve(
                                DECIDED.numbers[0], plane=attrs.evolve(PLANE, right=(2.0, 0.0, 0.0))
                            ),
                        ),
                    ),
                )
            ),
            "measured in no plane",
        ),
        (attrs.evolve(CASE, key_images=(KEY, KEY)), "cannot be told apart"),
        (attrs.evolve(CASE, key_images=(attrs.evolve(KEY, key_id=""),)), "cannot be told apart"),
        (
            attrs.evolve(
                CASE,
                issued=(
                    attrs.evolve(
                        ISSUED,
                        report=attrs.evolve(
                            REPORT,
                            rows=(
                                attrs.evolve(
                                    REPORT.rows[0],
                                    numbers=attrs.evolve(
                                        NUMBERS, plane=attrs.evolve(PLANE, down=(1.0, 0.0, 0.0))
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
            "measured in no plane",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(case, why):
    with pytest.raises(CaseFileError, match=why):
        serialise(document(case))


def test_the_same_scale_on_either_side_is_two_grades():
    sides = tuple(Grade("bartynski", "2003", side, value="2") for side in (Side.RIGHT, Side.LEFT))

    assert parse(serialise(document(with_level(grades=sides)))).case.form.levels[0].grades == sides


def test_details_and_scales_of_another_site_are_kept():
    level = with_level(
        details=(Detail("tethered-cord", choices=(Choice("height", "L3"),)),), grades=(Grade("own", "7"),)
    )

    assert parse(serialise(document(level))).case == level


def test_a_key_image_that_shows_nothing_is_refused():
    raw = json.loads(serialise(document()))
    raw["case"]["key_images"][0]["display"]["axial"]["zoom"] = 0

    with pytest.raises(CaseFileError, match="A key image cannot be shown"):
        parse(json.dumps(raw).encode())


def test_a_picture_that_is_none_is_refused():
    raw = json.loads(serialise(document()))
    raw["case"]["issued"][0]["images"][0]["picture"] = "bm90IGEgcGljdHVyZQ=="

    with pytest.raises(CaseFileError):
        parse(json.dumps(raw).encode())


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]), st.just({})
)
SMALL = attrs.evolve(CASE, issued=(attrs.evolve(ISSUED, report=attrs.evolve(REPORT, sections=())),))


def places_of(value):
    """Every holder and key in a JSON value."""
    items = (
        value.items()
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else ()
    )
    for key, inner in list(items):
        yield value, key
        yield from places_of(inner)


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_changed_values_give_a_case_or_a_sentence(data):
    raw = json.loads(serialise(document(SMALL)))
    holder, key = data.draw(st.sampled_from(list(places_of(raw["case"]))))
    holder[key] = data.draw(ODD)
    outcome = opened_or_refused(json.dumps(raw).encode())

    if isinstance(outcome, str):
        assert outcome.endswith(".")
    else:
        assert parse(serialise(outcome)) == outcome


def opened_or_refused(raw: bytes) -> CaseDocument | str:
    try:
        return parse(raw)
    except CaseFileError as refusal:
        return str(refusal)
