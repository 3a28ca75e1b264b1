"""`thecal report` as its users run it."""

import json
import shutil

import attrs
import pydicom
import pytest

from tests.reported_case import reported_case
from viewer.app.exit_code import ExitCode
from viewer.app.main import main
from viewer.casefile.document import CaseDocument
from viewer.casefile.file import read, write
from viewer.casefile.store import CaseStore
from viewer.model.display import Display
from viewer.model.form import scale_file
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.issued import IssuedImage, IssuedReport
from viewer.model.report.report import ReportState
from viewer.report.checking.fingerprint import fingerprint
from viewer.report.composing.compose import StudyFacts, compose


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """A study on disk, and its case in a file elsewhere."""
    return reported_case(tmp_path_factory.mktemp("reported"))


@pytest.fixture
def home(tmp_path, monkeypatch, qapp):
    """Folders of the user's own, empty; the one application of all tests draws."""
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    return tmp_path


def save(case, path):
    write(path, CaseDocument(case, Display()))
    return path


def issued_case(case, number=1):
    """The case with a final report, and its pictures as they were: here one black pixel each."""
    report = compose(case, None, StudyFacts("CT"), made_at="2026-02-01T10:00:00+00:00")
    final = attrs.evolve(report, state=ReportState.FINAL, number=number, author="Reader, Rita")
    images = tuple(IssuedImage(one.key_id, _pixel()) for one in final.key_images)
    issued = IssuedReport(
        final, images, final.made_at, final.author, fingerprint(case), annotations=case.annotations
    )
    return attrs.evolve(case, issued=(issued,))


def _pixel():
    import imagecodecs
    import numpy as np

    return PictureBytes(bytes(imagecodecs.png_encode(np.zeros((1, 1, 3), np.uint8))))


def test_it_writes_the_forms_asked_for_and_says_what(thecal, reported, tmp_path) -> None:
    out = tmp_path / "out"
    forms = "text,json,csv,sr,pr,ko,sc"
    done = thecal(
        "report", reported.case_file, "--images", reported.images, "--out", out, "--format", forms, "--json"
    )
    assert done.returncode == ExitCode.DONE, done.stderr
    told = json.loads(done.stdout)
    assert told["schema"] == "thecal.report-files/1"
    assert (told["state"], told["number"], told["outdated"]) == ("draft", 0, "")
    written = {one["path"]: one["bytes"] for one in told["files"]}
    assert written == {str(path): path.stat().st_size for path in out.iterdir()}
    assert {one["format"] for one in told["files"]} == set(forms.split(","))
    assert any("thick slab" in remark for remark in told["remarks"])
    assert "L4/5" in (out / "report.txt").read_text()


def test_titles_in_any_script_are_drawn_without_a_word_on_standard_error(thecal, reported, tmp_path) -> None:
    first, *others = reported.case.key_images
    titled = attrs.evolve(first, title="हिन्दी 山田 \u202e<b>", note="ไทย")
    case = save(attrs.evolve(reported.case, key_images=(titled, *others)), tmp_path / "one.thecal")
    done = thecal(
        "report", case, "--images", reported.images, "--out", tmp_path / "out", "--format", "sc", "--json"
    )
    assert (done.returncode, done.stderr) == (ExitCode.DONE, "")
    assert len(json.loads(done.stdout)["files"]) == 4


def test_without_a_choice_it_writes_pages_text_and_numbers(home, reported, capsys) -> None:
    (home / "beside").mkdir()
    beside = save(reported.case, home / "beside" / "one.thecal")
    shutil.copytree(reported.images, home / "beside" / "images")
    assert main(["report", str(beside), "--out", str(home / "out")]) == ExitCode.DONE
    assert sorted(path.name for path in (home / "out").iterdir()) == [
        "report.json",
        "report.pdf",
        "report.txt",
    ]
    assert capsys.readouterr().out.splitlines() == [
        str(home / "out" / name) for name in ("report.pdf", "report.txt", "report.json")
    ]


def test_a_damaged_scale_of_the_site_is_a_remark(home, reported, capsys) -> None:
    folder = scale_file.site_folder()
    folder.mkdir(parents=True)
    (folder / "ours.json").write_text("{")
    scale_file.forget_scales()
    try:
        given = [str(reported.case_file), "--images", str(reported.images), "--format", "text"]
        assert main(["report", *given, "--out", str(home / "out"), "--json"]) == ExitCode.DONE
    finally:
        scale_file.forget_scales()
    (remark,) = [one for one in json.loads(capsys.readouterr().out)["remarks"] if "scale" in one]
    assert "ours.json" in remark


def test_images_that_are_nowhere_are_asked_for(home, reported, capsys) -> None:
    alone = home / "alone"
    alone.mkdir()
    case = save(reported.case, alone / "one.thecal")
    assert main(["report", str(case), "--out", str(home / "out")]) == ExitCode.UNREADABLE
    told = capsys.readouterr().err
    assert "2026-01-31 of PHANTOM, LUMBAR, were not found" in told
    assert "--images" in told
    assert not (home / "out").exists()


def test_the_library_knows_where_the_images_are(home, reported, capsys) -> None:
    from viewer.casefile.store import default_folder
    from viewer.library.entry import entry_of
    from viewer.library.index import Library

    index = Library(default_folder().parent / "library" / "library.sqlite")
    index.remember(entry_of(reported.study, reported.series.key, (reported.images,), "2026-02-01T10:00:00"))
    (home / "alone").mkdir()
    case = save(issued_case(reported.case), home / "alone" / "one.thecal")
    arguments = ["report", str(case), "--out", str(home / "out"), "--format", "text,sr"]
    assert main(arguments) == ExitCode.DONE, capsys.readouterr().err


def test_images_that_changed_since_are_refused_and_nothing_is_written_over(home, reported, capsys) -> None:
    fewer = home / "fewer"
    shutil.copytree(reported.images, fewer)
    max(fewer.iterdir()).unlink()
    out = home / "out"
    out.mkdir()
    (out / "report.txt").write_text("earlier")
    arguments = ["report", str(reported.case_file), "--images", str(fewer), "--out", str(out)]
    assert main(arguments) == ExitCode.UNREADABLE
    assert "not the ones the case was made with" in capsys.readouterr().err
    assert [path.read_text() for path in out.iterdir()] == ["earlier"]


def test_an_issued_report_is_written_as_it_was_issued(home, reported, capsys) -> None:
    case = save(issued_case(reported.case), home / "one.thecal")
    arguments = ["report", str(case), "--images", str(reported.images), "--out", str(home / "out"), "--json"]
    assert main([*arguments, "--format", "text,json,dicom-pdf"]) == ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["number"], told["made_at"]) == ("final", 1, "2026-02-01T10:00:00+00:00")
    assert told["outdated"] == ""
    assert "Reader, Rita" in (home / "out" / "report.txt").read_text()


def test_an_issued_report_whose_case_changed_is_flagged_and_stays_as_it_was(home, reported, capsys) -> None:
    issued = issued_case(reported.case)
    changed = attrs.evolve(issued, marks=())
    texts = []
    for number, case in enumerate((issued, changed)):
        file = save(case, home / f"{number}.thecal")
        out = home / f"out{number}"
        arguments = ["report", str(file), "--images", str(reported.images), "--out", str(out), "--json"]
        assert main([*arguments, "--format", ("text", "text,pr")[number]]) == ExitCode.DONE
        texts.append((out / "report.txt").read_bytes())
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert texts[0] == texts[1]
    assert told[0]["outdated"] == ""
    assert told[1]["outdated"] != ""
    assert told[1]["outdated"] in told[1]["remarks"]


def test_what_is_measured_later_is_not_drawn_over_an_issued_report(home, reported, capsys) -> None:
    issued = issued_case(reported.case)
    (distance,) = issued.annotations
    later = attrs.evolve(distance, annotation_id="d2", end=distance.plane.at(20.0, 20.0))
    case = save(issued.with_annotation(later), home / "one.thecal")
    arguments = ["--images", str(reported.images), "--out", str(home / "out"), "--format", "pr"]
    assert main(["report", str(case), *arguments]) == ExitCode.DONE, capsys.readouterr().err
    state = pydicom.dcmread(home / "out" / "pr-1.dcm")
    layers = {item.GraphicLayer: item for item in state.GraphicAnnotationSequence}
    said = [item.UnformattedTextValue for item in layers["MEASUREMENTS"].TextObjectSequence]
    assert said == [f"{distance.length_mm:.1f} mm"]


def test_an_addendum_is_told_in_every_text(home, reported, capsys) -> None:
    final = issued_case(reported.case)
    (first,) = final.issued
    report = attrs.evolve(first.report, state=ReportState.ADDENDUM, number=2)
    added = attrs.evolve(first, report=report, addition="The outside MRI was received.")
    case = save(attrs.evolve(final, issued=(first, added)), home / "one.thecal")
    out = home / "out"
    arguments = ["--images", str(reported.images), "--out", str(out), "--format", "text,html,json,fhir,sr"]
    assert main(["report", str(case), *arguments]) == ExitCode.DONE, capsys.readouterr().err
    assert b"outside MRI was received" in (out / "sr.dcm").read_bytes()
    for path in out.glob("report.*"):
        assert "outside MRI was received" in path.read_text(), path.name
    assert json.loads((out / "report.json").read_text())["addenda"][0]["number"] == 2


class TestStudy:
    def test_auto_is_headed_as_unreviewed_whatever_a_reader_has_marked(self, home, reported, capsys) -> None:
        out = home / "out"
        assert main(["report", str(reported.images), "--auto", "--out", str(out), "--json"]) == ExitCode.DONE
        told = json.loads(capsys.readouterr().out)
        assert told["state"] == "unreviewed"
        assert "UNREVIEWED" in (out / "report.txt").read_text().splitlines()[0]

    def test_without_a_saved_case_auto_is_named(self, home, reported, capsys) -> None:
        assert main(["report", str(reported.images), "--out", str(home / "out")]) == ExitCode.UNREADABLE
        assert "--auto" in capsys.readouterr().err

    def test_the_saved_case_is_used_and_left_as_it_is(self, home, reported, capsys) -> None:
        from viewer.casefile.store import default_folder

        store = CaseStore(default_folder())
        store.folder.mkdir(parents=True)
        saved = save(issued_case(reported.case), store.path(reported.case.study))
        before = saved.read_bytes()
        arguments = ["report", str(reported.images), "--out", str(home / "out"), "--format", "text"]
        assert main(arguments) == ExitCode.DONE, capsys.readouterr().err
        assert saved.read_bytes() == before
        assert "FINAL" in (home / "out" / "report.txt").read_text().upper()


class TestBadInput:
    def test_a_damaged_case_is_refused(self, home, capsys) -> None:
        bad = home / "bad.thecal"
        bad.write_bytes(b"{")
        assert main(["report", str(bad), "--out", str(home / "out")]) == ExitCode.UNREADABLE
        assert "damaged" in capsys.readouterr().err

    def test_a_case_that_is_not_there_is_told(self, home, capsys) -> None:
        assert main(["report", str(home / "no.thecal"), "--out", str(home / "out")]) == ExitCode.UNREADABLE
        assert "no file" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--format", "docx"],
            ["--format", " , "],
            ["--out", ""],
            ["--auto"],
            [],
        ],
    )
    def test_wrong_arguments_end_with_two(self, home, reported, capsys, arguments) -> None:
        out = ["--out", str(home / "out")] if arguments else []
        with pytest.raises(SystemExit) as ended:
            main(["report", str(reported.case_file), *out, *arguments])
        assert ended.value.code == ExitCode.BAD_ARGUMENTS
        assert not (home / "out").exists()

    def test_images_that_form_no_volume_any_more_are_told_apart_from_lost_ones(
        self, home, reported, capsys
    ) -> None:
        two = home / "two"
        two.mkdir()
        for path in sorted(reported.images.iterdir())[:2]:
            shutil.copy(path, two)
        arguments = ["report", str(reported.case_file), "--images", str(two), "--out", str(home / "out")]
        assert main(arguments) == ExitCode.UNREADABLE
        told = capsys.readouterr().err
        assert "only 2 images" in told
        assert "not found" not in told
        assert not (home / "out").exists()

    def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(self, home, reported, capsys) -> None:
        case = save(issued_case(reported.case), home / "one.thecal")
        (home / "taken").write_bytes(b"a file")
        arguments = ["--images", str(reported.images), "--out", str(home / "taken"), "--format", "text"]
        assert main(["report", str(case), *arguments]) == ExitCode.UNREADABLE
        assert "cannot be made" in capsys.readouterr().err

    def test_a_mark_outside_the_volume_and_very_long_text_are_reported(self, home, reported, capsys) -> None:
        document = read(reported.case_file)
        (mark,) = document.case.marks
        far = attrs.evolve(mark, mark_id="far", point=(9000.0, 0.0, 0.0), text="<b>&=\x07" + "long " * 20_000)
        case = save(attrs.evolve(document.case, marks=(mark, far)), home / "one.thecal")
        arguments = ["--images", str(reported.images), "--out", str(home / "out")]
        code = main(["report", str(case), *arguments, "--format", "pdf,text,html,json,csv,fhir,sr,pr,ko"])
        assert code == ExitCode.DONE, capsys.readouterr().err

    def test_a_damaged_picture_of_an_issued_report_does_not_stop_the_rest(
        self, home, reported, capsys
    ) -> None:
        issued = issued_case(reported.case)
        (last,) = issued.issued
        first, *others = last.images
        damaged = attrs.evolve(first, picture=PictureBytes(first.picture.data[:20]))
        case = save(
            attrs.evolve(issued, issued=(attrs.evolve(last, images=(damaged, *others)),)), home / "d.thecal"
        )
        arguments = [
            "--images",
            str(reported.images),
            "--out",
            str(home / "out"),
            "--format",
            "pdf,html,sc,ko",
        ]
        assert main(["report", str(case), *arguments]) == ExitCode.DONE
        assert "Key image 1, 'Worst level', has no picture that can be shown" in capsys.readouterr().out
        names = {one.name for one in (home / "out").iterdir()}
        assert names == {"report.pdf", "report.html", "ko.dcm", "sc-2.dcm", "sc-3.dcm", "sc-4.dcm"}
