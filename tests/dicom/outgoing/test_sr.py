"""Reports as structured reports, read by programs that are not ours."""

import io
import json
import math

import attrs
import highdicom
import numpy as np
import pydicom
import pytest

from tests.dicom.outgoing.checked import errors_found, said_by
from tests.report import reported_case
from tests.report import sample_report as sample
from viewer.dicom.outgoing import codes
from viewer.dicom.outgoing.level_codes import level_code, side_code
from viewer.dicom.outgoing.source_study import read_source
from viewer.dicom.outgoing.sr import structured_report
from viewer.errors import DicomError
from viewer.model.finding import Side
from viewer.model.form.detail import Choice, Detail
from viewer.model.form.detail_table import detail_kinds
from viewer.model.form.level_form import LevelForm
from viewer.model.measured import Measured
from viewer.model.report.report import ReportState
from viewer.model.spine import Level
from viewer.model.study_reference import StudyReference

_REPORTS = {
    "whole spine": sample.whole_spine,
    "one finding": sample.one_finding,
    "without analysis": sample.without_analysis,
    "unreviewed": sample.unreviewed,
    "empty": sample.empty,
    "addendum": lambda: sample.addendum()[0],
    "hostile": sample.hostile,
}
_QUANTITIES = {
    "area_mm2": "Area",
    "reference_area_mm2": "Un-narrowed area of the thecal sac",
    "area_reduction_pct": "Canal area reduction",
    "ap_mm": "Diameter",
    "ap_reduction_pct": "AP diameter reduction",
    "length_mm": "Length",
}


@pytest.fixture
def written(tmp_path, source, of_source):
    """Write a report as a structured report, and return its file."""

    def write(report, root="") -> object:
        path = tmp_path / "report.dcm"
        path.write_bytes(structured_report(of_source(report), source, root))
        return path

    return write


@pytest.mark.parametrize("name", _REPORTS)
def test_dciodvfy_finds_no_error_and_dcmtk_reads_it(written, name):
    path = written(_REPORTS[name]())
    assert errors_found(path) == []
    assert any("Imaging Measurement Report" in line for line in said_by("dsrdump", path))
    assert said_by("dcmdump", path, "-q")


def test_highdicom_reads_the_numbers_that_were_measured(written):
    report = sample.whole_spine()
    found = highdicom.sr.srread(str(written(report))).content.get_planar_roi_measurement_groups()
    assert len(found) == len(report.findings)
    for finding, group in zip(report.findings, found, strict=True):
        said = {one.name.meaning: (one.value, one.unit.value) for one in group.get_measurements()}
        numbers = attrs.asdict(finding.measured, recurse=False) if finding.measured else {}
        wanted = {word: numbers.get(field) for field, word in _QUANTITIES.items()}
        assert {name: value for name, (value, _) in said.items()} == {
            name: value for name, value in wanted.items() if value is not None
        }
        units = {
            unit for name, (_, unit) in said.items() if "area" in name.lower() and "reduction" not in name
        }
        assert units <= {"mm2"}


def test_highdicom_reads_level_side_and_point(written, source):
    report = sample.whole_spine()
    found = highdicom.sr.srread(str(written(report))).content.get_planar_roi_measurement_groups()
    for finding, group in zip(report.findings, found, strict=True):
        (site,) = group.finding_sites
        level = level_code(finding.level) if finding.level else codes.code("segment", "canal")
        assert site.value.value == level.value
        assert site.laterality.value == side_code(finding.side).value
        assert group.tracking_identifier == finding.finding_id
        np.testing.assert_allclose(group.roi.value[0], finding.point, atol=1e-4)
        assert group.roi.frame_of_reference_uid == source.frame_of_reference_uid


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_level_that_no_reader_confirmed_says_so_beside_its_code(written, confirmed):
    report = sample.one_finding()
    finding = attrs.evolve(report.findings[0], confirmed=confirmed)
    path = written(attrs.evolve(report, findings=(finding,)))
    (group,) = highdicom.sr.srread(str(path)).content.get_planar_roi_measurement_groups()
    modifier = group.finding_sites[0].topographical_modifier
    assert (modifier.value if modifier else None) == (None if confirmed else "NUMB-UNCONFIRM")
    assert errors_found(path) == []


def test_the_severity_and_who_gave_it_are_told(written):
    report = sample.one_finding()
    lines = "\n".join(said_by("dsrdump", written(report)))
    assert "Severity of the narrowing" in lines
    assert "Dr. Ada Kovács" in lines


def items_of(path, name):
    """The items under a private name, anywhere in the tree."""
    value = codes.code("name", name).value

    def below(item):
        for child in item.get("ContentSequence", ()):
            said = child.get("ConceptNameCodeSequence")
            if said and said[0].get("CodeValue") == value:
                yield child
            yield from below(child)

    return list(below(pydicom.dcmread(path)))


def test_levels_that_nobody_reviewed_say_so_and_nothing_normal(written):
    path = written(sample.unreviewed())
    assert {item.ConceptCodeSequence[0].CodeValue for item in items_of(path, "assessed")} == {
        "ASSESSED-NO"
    } | ({"ASSESSED-YES"} if any(row.assessed for row in sample.unreviewed().rows) else set())
    for name in ("central", "fluid", "recess_left", "foramen_right"):
        assert items_of(path, name) == []


def test_suggestion_and_decision_stand_apart(written):
    report = sample.whole_spine()
    path = written(report)
    grades = [grade for row in report.rows for grade in row.grades]
    assert len([g for g in grades if g.suggested]) > 0
    assert [item.TextValue for item in items_of(path, "decided")] == [g.value for g in grades if g.value]
    suggested = [item.TextValue for item in items_of(path, "suggested")]
    bands = [band.value for one in report.findings if one.measured for band in one.measured.bands]
    assert sorted(suggested) == sorted([g.suggested for g in grades if g.suggested] + bands)


def test_the_plane_of_a_measurement_is_a_square_in_it(written):
    report = sample.one_finding()
    plane = report.findings[0].plane
    item = items_of(written(report), "plane")[0]
    corners = np.array(item.GraphicData).reshape(-1, 3)
    np.testing.assert_allclose(corners[:4].mean(axis=0), plane.point, atol=1e-3)
    np.testing.assert_allclose((corners[1] - corners[0]) / 40, plane.right, atol=1e-4)
    np.testing.assert_allclose((corners[3] - corners[0]) / 40, plane.down, atol=1e-4)


@pytest.mark.parametrize(
    ("report", "flags"),
    [
        (sample.whole_spine(), ("COMPLETE", "VERIFIED", "FINAL")),
        (attrs.evolve(sample.whole_spine(), author=""), ("COMPLETE", "UNVERIFIED", "FINAL")),
        (sample.without_analysis(), ("PARTIAL", "UNVERIFIED", "PRELIMINARY")),
        (sample.unreviewed(), ("PARTIAL", "UNVERIFIED", "PRELIMINARY")),
    ],
)
def test_only_what_a_person_issued_is_complete_and_verified(written, report, flags):
    read = pydicom.dcmread(written(report))
    assert (read.CompletionFlag, read.VerificationFlag, read.PreliminaryFlag) == flags
    assert ("VerifyingObserverSequence" in read) == (flags[1] == "VERIFIED")


def test_the_text_of_an_addendum_is_in_its_report_and_not_in_the_first(source, of_source, tmp_path):
    later, issued = sample.addendum()
    path = tmp_path / "report.dcm"
    for report, told in ((later, True), (issued[0].report, False)):
        path.write_bytes(structured_report(of_source(report), source, issued=issued))
        texts = [line for line in said_by("dsrdump", path, "+Pl") if "outside MRI of 2 June 2026" in line]
        assert bool(texts) == told
        assert errors_found(path) == []


def test_an_unreviewed_draft_names_no_person(written):
    report = attrs.evolve(sample.unreviewed(), author="Somebody")
    assert not any("Somebody" in line for line in said_by("dsrdump", written(report)))


def test_patient_study_and_references_are_those_of_the_source(written, source, header):
    read = pydicom.dcmread(written(sample.whole_spine()))
    assert (read.PatientName, read.PatientID) == ("PHANTOM^TEST", "PH1")
    assert read.StudyInstanceUID == header.study_uid
    assert read.SeriesInstanceUID != header.series_uid
    (study,) = read.CurrentRequestedProcedureEvidenceSequence
    (series,) = study.ReferencedSeriesSequence
    referred = [one.ReferencedSOPInstanceUID for one in series.ReferencedSOPSequence]
    assert (series.SeriesInstanceUID, referred) == (
        header.series_uid,
        [one.sop_instance_uid for one in source.images],
    )


def test_dates_are_those_of_the_report_and_the_bytes_the_same_each_time(source, of_source):
    report = of_source(sample.whole_spine())
    first, again = structured_report(report, source), structured_report(report, source)
    assert first == again
    read = pydicom.dcmread(io.BytesIO(first))
    assert (read.ContentDate, read.ContentTime) == ("20260928", "123000")
    later = structured_report(attrs.evolve(report, made_at="2026-09-29T12:30:00Z"), source)
    assert pydicom.dcmread(io.BytesIO(later)).SOPInstanceUID != read.SOPInstanceUID


def test_a_finding_keeps_its_tracking_uid_in_later_reports(source, of_source):
    def tracking(report):
        content = highdicom.sr.srread(io.BytesIO(structured_report(report, source))).content
        return [one.tracking_uid for one in content.get_planar_roi_measurement_groups()]

    report = of_source(sample.one_finding())
    later = attrs.evolve(report, made_at="2026-09-30T10:00:00Z", impression=("Other words.",))
    assert tracking(report) == tracking(later)


def test_the_uids_lie_under_the_root_of_a_site(written):
    read = pydicom.dcmread(written(sample.one_finding(), "1.2.826.0.1.3680043.10.543"))
    assert read.SOPInstanceUID.startswith("1.2.826.0.1.3680043.10.543.")
    assert read.SeriesInstanceUID.startswith("1.2.826.0.1.3680043.10.543.")


def test_numbers_that_are_none_are_left_out(written):
    report = sample.one_finding()
    (finding,) = report.findings
    odd = attrs.evolve(finding, measured=Measured(area_mm2=math.nan, ap_mm=math.inf, length_mm=4.0))
    (group,) = highdicom.sr.srread(
        str(written(attrs.evolve(report, findings=(odd,))))
    ).content.get_planar_roi_measurement_groups()
    assert [(one.name.meaning, one.value) for one in group.get_measurements()] == [("Length", 4.0)]


@pytest.mark.parametrize("level", ["L6", "T13", "L5/L6", "C0/C1"])
def test_levels_without_a_dicom_code_are_private(written, level):
    report = sample.one_finding()
    finding = attrs.evolve(report.findings[0], level=Level(level))
    path = written(attrs.evolve(report, findings=(finding,)))
    (group,) = highdicom.sr.srread(str(path)).content.get_planar_roi_measurement_groups()
    site = group.finding_sites[0].value
    assert (site.scheme_designator, site.value) == ("99THECAL", f"LEVEL-{level}".replace("/", "-"))
    assert errors_found(path) == []


def test_text_keeps_no_control_characters_and_its_letters(written):
    report = attrs.evolve(
        sample.one_finding(), impression=("L4/5: \x00\x1bβ-Fehler \U0001f9b4\r\nnext\ud800",)
    )
    read = pydicom.dcmread(written(report))
    assert read.SpecificCharacterSet == "ISO_IR 192"
    texts = [
        item.TextValue
        for group in read.ContentSequence[-1].ContentSequence
        for item in group.ContentSequence
        if "TextValue" in item
    ]
    assert "L4/5:   β-Fehler \U0001f9b4\nnext\N{REPLACEMENT CHARACTER}" in texts


def test_a_site_s_code_stands_first_and_the_private_one_beside_it(written, monkeypatch, tmp_path):
    file = tmp_path / "codes.json"
    entry = {"scheme": "SCT", "value": "88998003", "meaning": "Osteophyte"}
    cause = sample.one_finding().findings[0].causes[0]
    file.write_text(json.dumps({codes.code("cause", cause).value: entry}))
    monkeypatch.setattr(codes, "mapping_path", lambda: file)
    path = written(sample.one_finding())
    said = [item.ConceptCodeSequence[0] for item in items_of(path, "cause")]
    chosen = [item for item in said if item.CodeValue == "88998003"]
    assert chosen
    assert all(item.EquivalentCodeSequence[0].CodingSchemeDesignator == "99THECAL" for item in chosen)
    assert errors_found(path) == []


def test_a_report_of_another_study_is_refused(source):
    with pytest.raises(DicomError, match="of another study than these images"):
        structured_report(sample.one_finding(), source)


def test_a_report_without_a_time_takes_the_study_s(source, of_source):
    report = of_source(sample.empty())
    assert report.state is ReportState.DRAFT
    read = pydicom.dcmread(io.BytesIO(structured_report(report, source)))
    assert (read.ContentDate, read.ContentTime) == ("20260131", "140539")


def test_every_detail_of_the_table_is_coded_and_its_object_has_no_error(written):
    details = tuple(
        Detail(
            kind.id,
            Side.LEFT if kind.has_side else None,
            tuple(Choice(group.id, value.id) for group in kind.groups for value in group.values),
            6.5 if kind.has_size else None,
            "L5" if kind.has_root else "",
            "in words",
        )
        for kind in detail_kinds()
    )
    report = sample.one_finding()
    row = attrs.evolve(report.rows[0], form=attrs.evolve(report.rows[0].form, details=details))
    path = written(attrs.evolve(report, rows=(row,)))
    assert errors_found(path) == []
    said = [item.ConceptCodeSequence[0] for item in items_of(path, "detail_group")]
    values = [item.get("CodeValue") or item.LongCodeValue for item in said]
    wanted = [f"{one.kind}.{choice.group}.{choice.value}" for one in details for choice in one.choices]
    assert values == wanted


def test_an_unknown_detail_of_another_site_is_kept_in_words(written):
    detail = Detail("house-sign", choices=(Choice("grade", "seven"),))
    report = sample.one_finding()
    row = attrs.evolve(report.rows[0], form=attrs.evolve(report.rows[0].form, details=(detail,)))
    path = written(attrs.evolve(report, rows=(row,)))
    assert [item.TextValue for item in items_of(path, "detail_group")] == ["grade: seven"]
    assert errors_found(path) == []


def test_a_name_in_three_scripts_stays_whole(write, only_series, tmp_path):
    name = "Yamada^Tarou=山田^太郎=やまだ^たろう"

    def named(image, _):
        image.SpecificCharacterSet, image.PatientName = "ISO_IR 192", name

    source = read_source(only_series(write("named", edit=named)))
    path = tmp_path / "report.dcm"
    study = StudyReference(source.study_uid, source.series_uid)
    path.write_bytes(structured_report(attrs.evolve(sample.one_finding(), study=study), source))
    assert str(pydicom.dcmread(path).PatientName) == name
    assert errors_found(path) == []


def test_a_level_without_contrast_is_called_free_by_no_code(source, of_source) -> None:
    normal = LevelForm.of_normal(reported_case.L4_L5, "Dr. Ada Reader")
    report = reported_case.reported(
        reported_case.case(levels=(normal,)), reported_case.analysis(dark=(230, 250))
    )
    read = pydicom.dcmread(io.BytesIO(structured_report(of_source(report), source)))
    (group,) = [one for one in groups_of(read) if texts_of(one, "Name of the level") == ["L4/L5"]]
    assert texts_of(group, "Sentence of the report") == ["not assessed: not opacified"]
    assert "260413007" not in [
        item.ConceptCodeSequence[0].CodeValue for item in group.ContentSequence if item.ValueType == "CODE"
    ]


def groups_of(read: pydicom.Dataset) -> list[pydicom.Dataset]:
    measured = next(one for one in read.ContentSequence if one.ValueType == "CONTAINER")
    return list(measured.ContentSequence)


def texts_of(group: pydicom.Dataset, name: str) -> list[str]:
    named = [one for one in group.ContentSequence if one.ConceptNameCodeSequence[0].CodeMeaning == name]
    return [one.TextValue for one in named]


@pytest.mark.parametrize("nothing", ["", " ", "\ud800\x00", "\u202e"])
def test_words_that_are_none_leave_no_empty_group(written, nothing):
    report = sample.one_finding()
    row = next(one for one in report.rows if one.form.details or one.grades)
    details = (Detail(nothing, text=nothing),)
    grades = tuple(
        attrs.evolve(
            one, scale=nothing, version=nothing, numbers=(), suggested=nothing, suggested_by=nothing,
            value=nothing, decided_by=nothing, decided_at=nothing,
        )
        for one in row.grades
    )  # fmt: skip
    hollow = attrs.evolve(row, form=attrs.evolve(row.form, details=details), grades=grades)
    assert errors_found(written(attrs.evolve(report, rows=(hollow,)))) == []


def test_an_impression_of_very_many_lines_is_told_to_its_last(written):
    lines = tuple(f"line {number}" for number in range(2000))
    path = written(attrs.evolve(sample.one_finding(), impression=lines))
    assert errors_found(path) == []
    assert b"line 1999" in path.read_bytes()
    assert len(pydicom.dcmread(path).ContentSequence[-1].ContentSequence[0].ContentSequence) < 400
