"""DICOM objects read back into the study they were made of."""

import attrs
import numpy as np
import pytest
from highdicom import sr
from pydicom import dcmread
from pydicom.sr.codedict import codes

from viewer.dicom.outgoing.codes import code
from viewer.dicom.outgoing.seg import segmentation
from viewer.dicom.outgoing.segment import Segment
from viewer.dicom.outgoing.source_study import read_source
from viewer.handover.format import Format
from viewer.handover.writing import write_report
from viewer.model.correction import VoxelRuns
from viewer.model.display import PaneId
from viewer.model.finding import Cause, CompressionMark, Severity, Side, Zone
from viewer.model.foreign_segment import ForeignSegment
from viewer.model.labels import LevelLabel
from viewer.model.picture_bytes import PictureBytes
from viewer.model.sac import SacVoxels
from viewer.model.spine import Level
from viewer.model.study import WindowSetting
from viewer.progress import silent
from viewer.session.receiving import receive
from viewer.tools.key_images import key_kept
from viewer.tools.taking_over import TakenOver

PLACE = (0.0, 1.0, 105.0)
MARK = CompressionMark(
    "m1",
    PLACE,
    severity=Severity.SEVERE,
    side=Side.LEFT,
    zones=(Zone.LATERAL_RECESS,),
    causes=(Cause.EXTRUSION,),
)


@pytest.fixture
def written(session, opened, study_folder, tmp_path):
    """A marked case with a key image, handed over as SR and PR; returns its files."""
    opened(session, study_folder)
    case = session.case.with_label(LevelLabel(Level("L4/L5"), PLACE)).with_mark(MARK)
    view = attrs.evolve(session.display, crosshair=PLACE, window=WindowSetting(700.0, 90.0), preset="")
    case = key_kept(case, PaneId.AXIAL, view, "L4/5 axial", now="2026-01-31T10:00:00+00:00", by="Dr. A")
    session.edit("Mark", case)
    session.reporting.key_pictures.draw_with(lambda *_: PictureBytes(b"\x89PNG\r\n\x1a\n"))
    request = session.reporting.request((Format.SR, Format.PR))()
    return write_report(request, tmp_path / "out", silent).paths


def here(session, case=None):
    return session.reporting.pictured(case or attrs.evolve(session.case, marks=(), labels=(), key_images=()))


def test_a_report_comes_back_as_the_mark_it_was_made_of(session, written):
    received = receive(written, here(session), silent)
    (mark,) = received.marks
    assert mark.point == pytest.approx(PLACE, abs=1e-3)
    assert (mark.severity, mark.side, mark.zones, mark.causes) == (
        MARK.severity,
        MARK.side,
        MARK.zones,
        MARK.causes,
    )


def test_a_presentation_state_comes_back_as_a_key_image(session, written):
    (image,) = receive(written, here(session), silent).key_images
    assert image.pane is PaneId.AXIAL
    assert image.display.window == WindowSetting(700.0, 90.0)
    assert image.display.crosshair[2] == pytest.approx(PLACE[2], abs=1.3)


def test_read_into_the_same_case_nothing_is_doubled(session, written):
    received = receive(written, here(session), silent)
    taken = TakenOver(session.case).marking(received.marks)
    assert taken.case == session.case
    assert taken.told == ("1 mark is in the case already.",)


def test_what_is_no_object_is_told_and_the_rest_is_taken(session, written, tmp_path):
    (tmp_path / "letter.dcm").write_text("no DICOM")
    received = receive((tmp_path / "letter.dcm", *written), here(session), silent)
    assert len(received.marks) == 1
    assert any("letter.dcm" in sentence for sentence in received.told)


def test_objects_of_another_study_are_told_and_left(session, written):
    other = attrs.evolve(session.case.study, study_uid="1.2.3")
    case = attrs.evolve(session.case, marks=(), study=other)
    received = receive(written, here(session, case), silent)
    assert received.marks == ()
    assert any("another study" in sentence for sentence in received.told)


@pytest.fixture
def segmented(session, opened, study_folder, tmp_path):
    """A measured sac, and the file of a segmentation that has three voxels more."""
    opened(session, study_folder)
    geometry = session.volume.geometry
    mask = np.zeros(geometry.shape, bool)
    mask[:, 4:8, 3:7] = True
    sac = SacVoxels((0, 0, 0), frozen(mask), geometry)
    mask = mask.copy()
    mask.reshape(-1)[[3, 4, 5]] = True
    kind, site = code("segment", "sac"), code("segment", "canal")
    segment = Segment("sac", "Thecal sac", kind, site, (0, 0, 0), frozen(mask))
    path = tmp_path / "seg.dcm"
    source = read_source(session.series)
    path.write_bytes(segmentation((segment,), geometry, source, session.reporting.report))
    return path, sac


def frozen(mask):
    mask.flags.writeable = False
    return mask


def test_a_segmentation_comes_back_as_what_was_corrected(session, segmented):
    path, sac = segmented
    received = receive((path,), attrs.evolve(here(session), sac=sac), silent)
    assert received.correction is not None
    assert received.correction.painted == VoxelRuns.of([3, 4, 5])
    assert not received.correction.erased


def test_a_sac_that_is_not_measured_here_is_told(session, segmented):
    received = receive((segmented[0],), here(session), silent)
    assert received.correction is None
    assert any("not measured here yet" in sentence for sentence in received.told)


def test_a_segment_of_another_program_is_shown_in_a_colour_and_changes_nothing(session, segmented):
    path, sac = segmented
    theirs = dcmread(path)
    theirs.Manufacturer = theirs.ManufacturerModelName = "Other"
    theirs.save_as(path)
    received = receive((path,), attrs.evolve(here(session), sac=sac), silent)
    assert received.correction is None
    (segment,) = received.segments
    k, j, i = segment.voxels.offset_kji
    whole = np.zeros(session.volume.geometry.shape, bool)
    size = segment.voxels.mask.shape
    whole[k : k + size[0], j : j + size[1], i : i + size[2]] = segment.voxels.mask
    wanted = sac.mask.copy()
    wanted.reshape(-1)[[3, 4, 5]] = True
    assert (whole == wanted).all()
    assert any("shown over the slices in orange, not measured" in sentence for sentence in received.told)


def test_shown_segments_go_with_the_volume(session, segmented):
    segment = ForeignSegment.of("theirs", VoxelRuns.of([0, 1]), session.volume.geometry, "#E69F00")
    session.show_segments((segment,))
    assert session.segments == (segment,)
    session.close()
    assert session.segments == ()


def test_a_length_that_another_program_drew_on_an_image_becomes_a_distance_in_the_patient(
    session, opened, study_folder, tmp_path
):
    opened(session, study_folder)
    image = dcmread(session.series.files[4])
    person = sr.PersonObserverIdentifyingAttributes(name="Other^Reader")
    observer = sr.ObservationContext(observer_person_context=sr.ObserverContext(codes.DCM.Person, person))
    picture = sr.SourceImageForRegion(image.SOPClassUID, image.SOPInstanceUID)
    line = sr.ImageRegion("POLYLINE", np.array([[2.5, 3.5], [6.5, 3.5]]), picture)
    length = sr.Measurement(codes.SCT.Length, 2.0, sr.CodedConcept("mm", "UCUM", "mm"))
    group = sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        sr.TrackingIdentifier("1.2.3", "line"), referenced_region=line, measurements=[length]
    )
    told = sr.MeasurementReport(observer, sr.CodedConcept("1", "99X", "CT"), imaging_measurements=[group])
    path = tmp_path / "theirs.dcm"
    sr.Comprehensive3DSR([image], told, "1.2.4", 1, "1.2.5", 1, "Other Company").save_as(path)

    (drawn,) = receive((path,), here(session), silent).annotations

    geometry = session.volume.geometry
    assert drawn.start == pytest.approx(geometry.to_lps((2.0, 3.0, 4.0)), abs=1e-4)
    assert drawn.end == pytest.approx(geometry.to_lps((6.0, 3.0, 4.0)), abs=1e-4)
