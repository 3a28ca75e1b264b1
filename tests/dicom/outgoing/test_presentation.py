"""Key images as presentation states of the acquired images, written and read back."""

import random

import attrs
import numpy as np
import pydicom
import pytest
from pydicom.filebase import DicomBytesIO

from viewer.casefile.document import CaseDocument
from viewer.casefile.file import parse, serialise
from viewer.dicom.incoming.presentation import read_presentations
from viewer.dicom.outgoing.image_view import ImageView, Unplaced, image_view
from viewer.dicom.outgoing.presentation import ShownImage, presentation_state
from viewer.dicom.outgoing.source_study import read_source
from viewer.dicom.scan import scan
from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.errors import DicomError
from viewer.model.annotation import Distance
from viewer.model.case import Case
from viewer.model.display import Display, PaneId
from viewer.model.finding import CompressionMark, Severity, Side
from viewer.model.geometry import VolumeGeometry, distance_mm
from viewer.model.key_image import KeyImage
from viewer.model.overlay.overlay import objects
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.report.report import Report, ReportState
from viewer.model.resolve import resolve_pane
from viewer.model.study import Patient, WindowSetting
from viewer.model.study_reference import StudyReference
from viewer.model.volume import Volume

SUPINE = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
EMPTY = Case()
PRONE = ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0))


def grid(axes=SUPINE):
    return VolumeGeometry((12, 60, 80), (-40.0, -30.0, 100.0), axes, (0.8, 0.7, 2.0))


def written(folder, axes=SUPINE):
    """A series of black slices on a grid, and its source."""
    hu = np.zeros((12, 60, 80), np.int16)
    hu.flags.writeable = False
    header = SeriesHeader(
        patient=Patient("DOE^JANE", "PH1", "1958-01-31", "F"),
        study_uid=named_uid("presented study"),
        series_uid=named_uid("presented series"),
        frame_of_reference_uid=named_uid("presented frame"),
    )
    write_series(Volume(grid(axes), hu), folder / "study", header)
    series = scan([folder / "study"]).best()[1]
    return series, read_source(series)


@pytest.fixture(scope="module")
def supine(tmp_path_factory):
    return written(tmp_path_factory.mktemp("supine"))


@pytest.fixture(scope="module")
def prone(tmp_path_factory):
    return written(tmp_path_factory.mktemp("prone"), PRONE)


def kept(geometry, **axial):
    display = Display(crosshair=geometry.centre, window=WindowSetting(1200.0, 350.0), preset="Bone")
    display = display.with_pane(PlaneKind.AXIAL, attrs.evolve(display.axial, **axial))
    return KeyImage("k1", PaneId.AXIAL, display, "Worst\r\nlevel\\L4")


def shown(key_image, geometry, case=EMPTY):
    kind = PlaneKind(key_image.pane.value)
    view = resolve_pane(key_image.display, kind, geometry, 480, 480)
    return view, tuple(objects(case, view, geometry))


def state_of(series, source, key_image, case=EMPTY, of=None):
    geometry = series.geometry
    view, shapes = shown(key_image, geometry, case)
    placed = image_view(view, source)
    assert isinstance(placed, ImageView)
    report = Report(
        ReportState.DRAFT,
        StudyReference(study_uid=of or source.study_uid, series_uid=source.series_uid),
        "CT",
        "Report",
        made_at="2026-02-01T10:00:00+00:00",
        author="Reader^Rita",
    )
    return presentation_state(ShownImage(key_image, view, placed, shapes), 1, report=report, source=source)


def read_back(series, source, made, folder):
    path = folder / "pr.dcm"
    path.write_bytes(made.data)
    return read_presentations([path], source, series.geometry)


def dataset(made):
    return pydicom.dcmread(DicomBytesIO(made.data))


def test_the_nearest_slice_is_referenced(supine) -> None:
    series, source = supine
    for k in (0, 5, 11):
        point = series.geometry.to_lps((40.0, 30.0, k + 0.3))
        key_image = kept(series.geometry)
        key_image = attrs.evolve(key_image, display=attrs.evolve(key_image.display, crosshair=point))
        state = dataset(state_of(series, source, key_image))
        (item,) = state.ReferencedSeriesSequence[0].ReferencedImageSequence
        assert item.ReferencedSOPInstanceUID == series.sop_instance_uids[k]


def test_window_title_and_patient_are_in_the_state(supine) -> None:
    state = dataset(state_of(*supine, kept(supine[0].geometry)))
    (window,) = state.SoftcopyVOILUTSequence
    assert (float(window.WindowCenter), float(window.WindowWidth)) == (350.0, 1200.0)
    assert (float(state.RescaleSlope), float(state.RescaleIntercept)) == (1.0, -1024.0)
    assert state.ContentDescription == "Worst level/L4"
    assert (state.PatientID, state.PatientName) == ("PH1", "DOE^JANE")
    assert state.PresentationLUTShape == "IDENTITY"


@pytest.mark.parametrize("zoom", [1.0, 2.0, 3.7])
@pytest.mark.parametrize("patient", ["supine", "prone"])
def test_a_state_read_back_shows_the_same_view(request, patient, zoom, tmp_path) -> None:
    series, source = request.getfixturevalue(patient)
    geometry = series.geometry
    # At 1 the whole image is in view.
    key_image = kept(geometry, zoom=zoom, pan_mm=(3.0, -4.0) if zoom > 1 else (0.0, 0.0))
    found = read_back(series, source, state_of(series, source, key_image), tmp_path)
    (back,) = found.key_images
    old, new = (shown(one, geometry)[0] for one in (key_image, back))
    assert back.display.window == key_image.display.window
    assert back.display.preset == "Bone"
    assert (new.plane.right, new.plane.down) == (old.plane.right, old.plane.down)
    # A state counts in whole pixels of the image.
    for corner in ((0, 0), (480, 480)):
        assert distance_mm(old.to_lps(*corner), new.to_lps(*corner)) < 2.0
    assert distance_mm(back.display.crosshair, key_image.display.crosshair) < 1.1
    assert found.not_understood == ()


def test_a_prone_patient_is_shown_turned_so_that_right_stays_right(prone) -> None:
    state = dataset(state_of(*prone, kept(prone[0].geometry)))
    assert (state.ImageRotation, state.ImageHorizontalFlip) == (180, "N")
    area = state.DisplayedAreaSelectionSequence[0]
    assert area.DisplayedAreaTopLeftHandCorner[0] > area.DisplayedAreaBottomRightHandCorner[0]


@pytest.mark.parametrize("zoom", [0.3, 1.0, 2.0])
@pytest.mark.parametrize("pan_mm", [(0.0, 0.0), (45.0, -30.0), (-300.0, 300.0)])
def test_the_area_shown_stays_within_the_image(supine, zoom, pan_mm) -> None:
    area = dataset(state_of(*supine, kept(supine[0].geometry, zoom=zoom, pan_mm=pan_mm)))
    (item,) = area.DisplayedAreaSelectionSequence
    first, last = item.DisplayedAreaTopLeftHandCorner, item.DisplayedAreaBottomRightHandCorner
    for low, high, count in zip(first, last, (80, 60), strict=True):
        assert 1 <= low <= high <= count


def test_a_supine_patient_needs_no_turn(supine) -> None:
    assert "ImageRotation" not in dataset(state_of(*supine, kept(supine[0].geometry)))


def test_marks_and_measurements_lie_on_their_pixels(supine) -> None:
    series, source = supine
    geometry = series.geometry
    axial = reference_plane(PlaneKind.AXIAL, geometry.to_lps((40.0, 30.0, 6.0)))
    start, end = geometry.to_lps((20.0, 30.0, 6.0)), geometry.to_lps((50.0, 30.0, 6.0))
    case = Case(
        marks=(CompressionMark("m1", geometry.to_lps((40.0, 25.0, 6.0)), Severity.MILD, Side.LEFT),),
        annotations=(Distance("d1", axial, start, end),),
    )
    state = dataset(state_of(series, source, kept(geometry), case))
    layers = {item.GraphicLayer: item for item in state.GraphicAnnotationSequence}
    assert [layer.GraphicLayer for layer in state.GraphicLayerSequence] == list(layers)
    line = next(
        one
        for one in layers["MEASUREMENTS"].GraphicObjectSequence
        if one.NumberOfGraphicPoints == 2 and one.GraphicType == "POLYLINE"
    )
    assert line.GraphicData == pytest.approx([20.5, 30.5, 50.5, 30.5], abs=0.01)
    assert layers["MEASUREMENTS"].TextObjectSequence[0].UnformattedTextValue == "24.0 mm"
    corners = np.array(layers["MARKS"].GraphicObjectSequence[0].GraphicData).reshape(-1, 2)
    assert corners[:-1].mean(axis=0) == pytest.approx([40.5, 25.5], abs=0.01)


def test_a_distance_comes_back_with_its_length(supine, tmp_path) -> None:
    series, source = supine
    geometry = series.geometry
    axial = reference_plane(PlaneKind.AXIAL, geometry.to_lps((40.0, 30.0, 6.0)))
    drawn = Distance("d1", axial, axial.at(-9.0, 1.0), axial.at(6.0, 4.0))
    found = read_back(
        series, source, state_of(series, source, kept(geometry), Case(annotations=(drawn,))), tmp_path
    )
    (distance,) = found.annotations
    assert distance.length_mm == pytest.approx(drawn.length_mm, abs=0.01)


def test_what_lies_off_the_image_is_left_out(supine) -> None:
    series, source = supine
    geometry = series.geometry
    axial = reference_plane(PlaneKind.AXIAL, geometry.to_lps((40.0, 30.0, 6.0)))
    case = Case(annotations=(Distance("d1", axial, axial.at(-200.0, 0.0), axial.at(0.0, 0.0)),))
    state = dataset(state_of(series, source, kept(geometry), case))
    for item in state.get("GraphicAnnotationSequence", ()):
        for one in item.get("GraphicObjectSequence", ()):
            assert min(one.GraphicData) >= 0


@pytest.mark.parametrize(
    ("pane", "changes", "why"),
    [
        (PaneId.SAGITTAL, {}, "not acquired"),
        (PaneId.AXIAL, {"slab_mm": 10.0}, "thick slab"),
        (PaneId.AXIAL, {"right": (0.8, 0.6, 0.0), "down": (-0.6, 0.8, 0.0)}, "turned"),
        (PaneId.AXIAL, {"down": (0.0, 0.8, 0.6)}, "not acquired"),
    ],
)
def test_other_planes_have_no_state_and_say_why(supine, pane, changes, why) -> None:
    series, source = supine
    key_image = attrs.evolve(kept(series.geometry, **changes), pane=pane)
    placed = image_view(shown(key_image, series.geometry)[0], source)
    assert isinstance(placed, Unplaced)
    assert why in placed.reason


def test_the_same_state_has_the_same_uid_and_any_other_another(supine) -> None:
    series, source = supine
    first, again = (state_of(series, source, kept(series.geometry)) for _ in range(2))
    other = state_of(series, source, kept(series.geometry, zoom=2.0))
    assert first.data == again.data
    assert first.sop_instance_uid != other.sop_instance_uid
    assert first.series_uid == other.series_uid


def test_a_report_of_other_images_is_refused(supine) -> None:
    series, source = supine
    with pytest.raises(DicomError, match="another study"):
        state_of(series, attrs.evolve(source, study_uid="1.2.3"), kept(series.geometry), of="1.2.4")


def test_control_characters_and_long_texts_stay_within_their_limits(supine) -> None:
    series, source = supine
    key_image = attrs.evolve(kept(series.geometry), title="\x00\x1b<b>\\" + "x" * 100_000, by="\n^=" * 9000)
    made = state_of(series, source, key_image)
    state = dataset(made)
    assert len(state.ContentDescription) <= 64
    assert "\x1b" not in state.ContentDescription
    assert len(made.data) < 20_000


def test_a_state_of_other_images_and_damaged_files_are_told_in_a_sentence(supine, tmp_path) -> None:
    series, source = supine
    made = state_of(series, source, kept(series.geometry))
    other = attrs.evolve(source, images=())
    found = read_back(series, other, made, tmp_path)
    assert found.key_images == ()
    assert "other images" in found.not_understood[0]
    cut = tmp_path / "cut.dcm"
    for length in (0, 140, len(made.data) // 2):
        cut.write_bytes(made.data[:length])
        told = read_presentations([cut], source, series.geometry)
        assert told.not_understood or told.key_images


def test_a_state_of_another_program_is_taken_over_as_far_as_understood(supine, tmp_path) -> None:
    series, source = supine
    state = dataset(state_of(series, source, kept(series.geometry)))
    state.Manufacturer = "Other"
    state.PresentationLUTShape = "INVERSE"
    state.RescaleIntercept = "0"
    state.SoftcopyVOILUTSequence[0].WindowCenter = str(350 + 1024)
    path = tmp_path / "other.dcm"
    state.save_as(path)
    found = read_presentations([path], source, series.geometry)
    (back,) = found.key_images
    assert back.display.window == WindowSetting(1200.0, 350.0)
    assert any("inverted" in note for note in found.not_understood)


def test_damaged_bytes_end_in_a_value_or_a_sentence(supine, tmp_path) -> None:
    series, source = supine
    made = state_of(series, source, kept(series.geometry))
    chance = random.Random(5)
    path = tmp_path / "damaged.dcm"
    for _ in range(200):
        data = bytearray(made.data)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(132, len(data))] = chance.randrange(256)
        path.write_bytes(data)
        found = read_presentations([path], source, series.geometry)
        assert found.key_images or found.not_understood


def test_what_was_read_back_can_be_saved_with_a_case(supine, tmp_path) -> None:
    series, source = supine
    found = read_back(series, source, state_of(series, source, kept(series.geometry, zoom=2.0)), tmp_path)
    case = Case(key_images=found.key_images, annotations=found.annotations)
    assert parse(serialise(CaseDocument(case, Display()))).case == case


@pytest.mark.parametrize("zoom", [40.0, 1e6, 5e-324])
def test_the_part_shown_is_never_a_single_pixel(supine, zoom):
    series, source = supine
    view, _ = shown(kept(series.geometry, zoom=zoom), series.geometry)
    placed = image_view(view, source)
    assert placed.top_left[0] < placed.bottom_right[0]
    assert placed.top_left[1] < placed.bottom_right[1]
