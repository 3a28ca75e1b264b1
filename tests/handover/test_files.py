"""Which files a report becomes, and that a folder gets all of them or none."""

import os

import attrs
import pytest

from viewer.errors import FormatError, ViewerError
from viewer.handover.files import ReportFile, ReportFiles, report_files
from viewer.handover.format import DEFAULT_FORMATS, FORMAT_WORDS, Format, formats_of
from viewer.handover.request import ReportRequest
from viewer.handover.writing import write_files, write_report
from viewer.model.case import Case
from viewer.model.report.report import Report, ReportState
from viewer.model.study import Patient
from viewer.model.study_reference import StudyReference
from viewer.report.composing.compose import StudyFacts, compose

CASE = Case(study=StudyReference(study_uid="1.2", series_uid="1.2.3", patient=Patient("DOE^JANE", "PH1")))


def request_for(*formats, **changes):
    report = compose(CASE, None, StudyFacts("CT"), author="Reader", made_at="2026-02-01T10:00:00+00:00")
    return ReportRequest(report=report, case=CASE, formats=formats, **changes)


class TestFormats:
    def test_a_list_names_each_once_in_a_lasting_order(self) -> None:
        assert formats_of("json, PDF,json") == (Format.PDF, Format.JSON)

    def test_every_format_can_be_named_and_has_words(self) -> None:
        assert formats_of(",".join(Format)) == tuple(Format)
        assert set(FORMAT_WORDS) == set(Format)

    @pytest.mark.parametrize("text", ["", " , ", "docx", "pdf,xls"])
    def test_others_are_refused_with_the_choice(self, text) -> None:
        with pytest.raises(FormatError, match="Choose among pdf, text"):
            formats_of(text)


class TestFiles:
    def test_forms_of_text_need_no_images(self) -> None:
        made = report_files(request_for(*DEFAULT_FORMATS, Format.HTML, Format.CSV, Format.FHIR))
        assert [one.name for one in made.files] == [
            "report.pdf",
            "report.txt",
            "report.json",
            "report.html",
            "report.csv",
            "report.fhir.json",
        ]
        assert all(one.data for one in made.files)
        assert made.remarks == ()

    @pytest.mark.parametrize("form", [Format.SR, Format.SEG, Format.DICOM_PDF])
    def test_dicom_objects_without_images_are_refused_in_a_sentence(self, form) -> None:
        with pytest.raises(ViewerError, match="images of the study"):
            report_files(request_for(form))

    def test_nothing_to_write_says_why(self) -> None:
        with pytest.raises(FormatError, match="no key images"):
            report_files(request_for(Format.KO))

    def test_key_images_that_are_missing_do_not_stop_the_rest(self) -> None:
        made = report_files(request_for(Format.TEXT, Format.KO))
        assert [one.name for one in made.files] == ["report.txt"]
        assert made.remarks == ("There are no key images in the report.",)

    def test_an_outdated_report_is_told_of(self) -> None:
        made = report_files(request_for(Format.TEXT, outdated="The case has changed since."))
        assert made.remarks == ("The case has changed since.",)

    def test_text_that_is_no_unicode_does_not_break_a_writer(self) -> None:
        request = request_for(Format.TEXT, Format.JSON, Format.CSV, Format.HTML)
        report = attrs.evolve(request.report, impression=("half a pair \ud800",))
        made = report_files(attrs.evolve(request, report=report))
        for one in made.files:
            one.data.decode("utf-8")


class TestWriting:
    def test_the_folder_is_made_and_holds_what_was_asked_for(self, tmp_path) -> None:
        folder = tmp_path / "new" / "report"
        written = write_report(request_for(Format.TEXT, Format.JSON), folder)
        assert [path.name for path in written.paths] == ["report.txt", "report.json"]
        assert written.formats == (Format.TEXT, Format.JSON)
        assert [path.stat().st_size for path in written.paths] == list(written.sizes)
        assert sorted(folder.iterdir()) == sorted(written.paths)

    def test_where_one_cannot_be_made_nothing_is_written(self, tmp_path) -> None:
        with pytest.raises(ViewerError):
            write_report(request_for(Format.TEXT, Format.SR), tmp_path / "report")
        assert not (tmp_path / "report").exists()

    def test_numbered_images_of_an_earlier_report_are_removed_with_new_ones_only(self, tmp_path) -> None:
        for name in ("pr-1.dcm", "pr-2.dcm", "sc-1.dcm", "pr-x.dcm", "notes.txt"):
            (tmp_path / name).write_bytes(b"old")
        write_files(ReportFiles((ReportFile("pr-1.dcm", Format.PR, b"new"),)), tmp_path)
        left = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
        kept = dict.fromkeys(("sc-1.dcm", "pr-x.dcm", "notes.txt"), b"old")
        assert left == {**kept, "pr-1.dcm": b"new"}

    def test_a_folder_made_in_vain_is_taken_away_and_one_that_was_there_stays(self, tmp_path) -> None:
        (tmp_path / "old").mkdir()
        files = ReportFiles((ReportFile("n" * 300, Format.TEXT, b"x"),))
        with pytest.raises(ViewerError):
            write_files(files, tmp_path / "old" / "new" / "deep")
        assert [one.name for one in tmp_path.rglob("*")] == ["old"]

    def test_a_folder_with_the_name_of_a_file_is_named_and_all_stays(self, tmp_path) -> None:
        (tmp_path / "report.json").write_bytes(b"earlier")
        (tmp_path / "report.txt").mkdir()
        with pytest.raises(ViewerError, match=r"report\.txt could not be saved: a folder has this name"):
            write_report(request_for(Format.TEXT, Format.JSON), tmp_path)
        assert (tmp_path / "report.json").read_bytes() == b"earlier"
        assert len(list(tmp_path.iterdir())) == 2

    def test_a_folder_with_the_name_of_an_earlier_key_image_is_passed_over(self, tmp_path) -> None:
        (tmp_path / "pr-7.dcm").mkdir()
        write_files(ReportFiles((ReportFile("pr-1.dcm", Format.PR, b"x"),)), tmp_path)
        assert {one.name for one in tmp_path.iterdir()} == {"pr-1.dcm", "pr-7.dcm"}

    def test_what_was_left_half_written_long_ago_is_removed_and_what_is_being_written_stays(
        self, tmp_path
    ) -> None:
        left, fresh = tmp_path / ".report.txt.abc.part", tmp_path / ".report.txt.def.part"
        for one in (left, fresh):
            one.write_bytes(b"half")
        os.utime(left, (0, 0))
        write_report(request_for(Format.TEXT), tmp_path)
        assert {one.name for one in tmp_path.iterdir()} == {"report.txt", fresh.name}

    def test_a_file_in_the_place_of_the_folder_is_told(self, tmp_path) -> None:
        (tmp_path / "report").write_bytes(b"a file")
        with pytest.raises(FormatError, match="cannot be made"):
            write_report(request_for(Format.TEXT), tmp_path / "report")
        assert (tmp_path / "report").read_bytes() == b"a file"


def test_a_report_of_nothing_at_all_is_still_one(tmp_path) -> None:
    empty = Report(ReportState.DRAFT, StudyReference(), "", "")
    request = ReportRequest(report=empty, case=Case())
    assert len(write_report(request, tmp_path).paths) == len(DEFAULT_FORMATS)
