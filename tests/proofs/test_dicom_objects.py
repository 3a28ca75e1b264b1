"""Programs not ours read every DICOM object and find no fault with it."""

import io

import highdicom as hd
import numpy as np
import pydicom
import pytest

from viewer.dicom.load import load
from viewer.dicom.outgoing.sac_segments import segments_of
from viewer.dicom.scan import scan
from viewer.handover.format import Format
from viewer.handover.request import ReportRequest
from viewer.handover.writing import write_report
from viewer.model.case import Case
from viewer.model.display import Display, PaneId
from viewer.model.key_image import KeyImage
from viewer.model.sac import with_correction
from viewer.report.composing.compose import StudyFacts, compose
from viewer.scene.grey import grey_table, to_grey
from viewer.session.opening import reference_of
from viewer.widgets.slices.key_image_painter import key_picture_bytes

OBJECTS = ("sr", "seg", "pr-1", "sc-1", "sc-2", "sc-3", "sc-4", "ko", "pdf")
DOCUMENTS = {"sr": "Imaging Measurement Report", "ko": "For Referring Provider"}


@pytest.mark.parametrize("name", OBJECTS)
def test_dciodvfy_finds_no_error(program, folder, name) -> None:
    told = program("dciodvfy", "-new", folder / f"{name}.dcm")
    lines = (told.stdout + told.stderr).splitlines()
    assert [line for line in lines if line.startswith("Error")] == []
    assert told.returncode == 0


@pytest.mark.parametrize("name", OBJECTS)
def test_dcmdump_reads_it_in_the_study_of_the_images(program, folder, reported, name) -> None:
    told = program("dcmdump", "-q", "+P", "StudyInstanceUID", "+P", "PatientID", folder / f"{name}.dcm")
    assert told.returncode == 0
    assert told.stderr == ""
    assert f"[{reported.study.study_uid}]" in told.stdout
    assert f"[{reported.study.patient.patient_id}]" in told.stdout


@pytest.mark.parametrize("name", DOCUMENTS)
def test_dsrdump_reads_the_documents(program, folder, name) -> None:
    told = program("dsrdump", "-q", folder / f"{name}.dcm")
    assert told.returncode == 0
    assert told.stderr == ""
    assert DOCUMENTS[name] in told.stdout


def test_dsrdump_names_level_and_side_of_the_finding(program, folder) -> None:
    said = program("dsrdump", "-q", "+Pc", folder / "sr.dcm").stdout
    assert "84020006" in said
    assert "7771000" in said


def test_dcmpschk_passes_the_presentation_state(program, folder) -> None:
    told = program("dcmpschk", folder / "pr-1.dcm")
    assert told.returncode == 0
    assert "Test passed" in told.stdout + told.stderr


def test_dcmtk_shows_the_image_through_the_presentation_state_as_thecal_does(
    program, folder, request_made, reported, tmp_path
) -> None:
    state = pydicom.dcmread(folder / "pr-1.dcm")
    uid = state.ReferencedSeriesSequence[0].ReferencedImageSequence[0].ReferencedSOPInstanceUID
    k = reported.series.sop_instance_uids.index(uid)
    picture = tmp_path / "shown.pgm"
    told = program("dcmp2pgm", "-p", folder / "pr-1.dcm", reported.series.files[k], picture)
    assert told.returncode == 0
    slice_hu = request_made.volume.hu[k]
    theirs = np.frombuffer(picture.read_bytes()[-slice_hu.size :], np.uint8).reshape(slice_hu.shape)
    window = request_made.report.key_images[0].display.window
    ours = to_grey(slice_hu, grey_table(window))
    assert np.abs(theirs.astype(int) - ours).max() <= 1


def test_pydicom_reads_the_capture_as_the_picture_that_was_drawn(folder, request_made) -> None:
    from PySide6.QtGui import QImage

    theirs = pydicom.dcmread(folder / "sc-2.dcm").pixel_array
    drawn = QImage.fromData(request_made.pictures["k2"].data).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), drawn.bytesPerLine())
    assert (theirs.reshape(drawn.height(), -1) == rows[:, : 3 * drawn.width()]).all()


def test_pydicom_and_highdicom_read_the_segmentation_to_the_same_voxels(folder, request_made) -> None:
    request = request_made
    shape = request.volume.geometry.shape
    sac = with_correction(request.sac, shape, request.case.correction)
    wanted = {one.label: one for one in segments_of(request.analysis, request.case, request.volume, sac)}
    read = hd.seg.segread(folder / "seg.dcm")
    assert {one.SegmentLabel for one in read.SegmentSequence} == set(wanted)
    frames = read.pixel_array
    uids = {uid: k for k, uid in enumerate(request.series.sop_instance_uids)}
    found = {label: np.zeros(shape, bool) for label in wanted}
    for frame, item in zip(frames, read.PerFrameFunctionalGroupsSequence, strict=True):
        number = item.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        image = item.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID
        found[read.SegmentSequence[number - 1].SegmentLabel][uids[image]] = frame
    for label, one in wanted.items():
        whole = np.zeros(shape, bool)
        box = zip(one.offset_kji, one.mask.shape, strict=True)
        whole[tuple(slice(first, first + size) for first, size in box)] = one.mask
        assert (found[label] == whole).all(), label


def test_highdicom_reads_the_structured_report_to_the_same_numbers(folder, request_made) -> None:
    document = hd.sr.srread(folder / "sr.dcm")
    groups = document.content.get_planar_roi_measurement_groups()
    groups += document.content.get_image_measurement_groups()
    said = {round(float(one.value), 1) for group in groups for one in group.get_measurements()}
    areas = [row.numbers.area_mm2 for row in request_made.report.rows if row.numbers]
    areas = [round(area, 1) for area in areas if area is not None]
    assert areas
    assert set(areas) <= said


def test_each_object_is_the_same_byte_for_byte_when_made_again(folder, request_made) -> None:
    from viewer.handover.files import report_files

    for one in report_files(request_made).files:
        if one.name.endswith(".dcm"):
            assert (folder / one.name).read_bytes() == one.data, one.name


def test_key_objects_refer_to_what_was_written(folder, reported) -> None:
    document = pydicom.dcmread(folder / "ko.dcm")
    (study,) = document.CurrentRequestedProcedureEvidenceSequence
    assert study.StudyInstanceUID == reported.study.study_uid
    named = {
        (series.SeriesInstanceUID, item.ReferencedSOPInstanceUID)
        for series in study.ReferencedSeriesSequence
        for item in series.ReferencedSOPSequence
    }
    written = [pydicom.dcmread(folder / f"{name}.dcm") for name in ("pr-1", "sc-1", "sc-2", "sc-3", "sc-4")]
    assert {(one.SeriesInstanceUID, one.SOPInstanceUID) for one in written} <= named
    images = {uid for series, uid in named if series == reported.series.series_uid}
    assert images
    assert images <= set(reported.series.sop_instance_uids)


def test_the_pages_are_in_the_object_byte_for_byte(program, folder, tmp_path) -> None:
    taken = tmp_path / "taken.pdf"
    told = program("dcm2pdf", folder / "pdf.dcm", taken)
    assert told.returncode == 0
    assert taken.read_bytes().rstrip(b"\0") == (folder / "report.pdf").read_bytes().rstrip(b"\0")
    assert io.BytesIO(taken.read_bytes()).read(5) == b"%PDF-"


@pytest.mark.parametrize("study", ["myelogram", "tilt-constant", "chest-thin"])
def test_key_images_of_real_scans_have_no_error_either(program, real_data, tmp_path, qapp, study) -> None:
    best = scan([real_data / study]).best()
    assert best is not None
    series, volume = best[1], load(best[1])
    display = Display(crosshair=volume.geometry.centre)
    kept = tuple(KeyImage(pane.value, pane, display) for pane in (PaneId.AXIAL, PaneId.SAGITTAL))
    case = Case(study=reference_of(*best), key_images=kept)
    report = compose(case, None, StudyFacts(), author="Reader", made_at="2026-02-01T10:00:00+00:00")
    pictures = {one.key_id: key_picture_bytes(volume, case, None, None, one, series=series) for one in kept}
    forms = (Format.PR, Format.KO, Format.SC, Format.DICOM_PDF)
    made = ReportRequest(report, case, forms, pictures, series=series, volume=volume)
    for path in write_report(made, tmp_path).paths:
        told = program("dciodvfy", "-new", path)
        lines = (told.stdout + told.stderr).splitlines()
        assert [line for line in lines if line.startswith("Error")] == [], path.name
