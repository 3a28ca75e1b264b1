import attrs
import pytest

from viewer.model.corner_text import corner_text
from viewer.model.display import Display, SlabMode
from viewer.model.geometry import VolumeGeometry
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane
from viewer.model.study import Patient, Series
from viewer.model.study_reference import StudyReference

GRID = VolumeGeometry(
    (200, 100, 100), (-49.5, -49.5, -100.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 0.8)
)
STUDY = StudyReference(
    patient=Patient("PHANTOM^LUMBAR", "P-17", "1960-05-04"), study_date="2026-01-31", patient_position="HFP"
)
SERIES = Series("1.2.3", number=4, description="Lumbar bone")


def corners(kind=PlaneKind.AXIAL, **changes):
    display = attrs.evolve(Display(crosshair=(0.5, 0.5, 12.0)), **changes)
    return corner_text(STUDY, SERIES, display, resolve_pane(display, kind, GRID, 400, 400), GRID)


def test_identity_and_patient_position_stand_in_every_pane():
    for kind in PlaneKind:
        assert corners(kind).top_left == (
            "PHANTOM, LUMBAR",
            "P-17 · born 1960-05-04",
            "Study 2026-01-31",
            "HFP",
        )


def test_privacy_hides_all_of_it_and_says_so():
    text = corners(identity_hidden=True)
    assert text.top_left == ("Identity hidden", "HFP")
    everything = " ".join(line for corner in attrs.astuple(text) for line in corner)
    assert not any(word in everything for word in ("PHANTOM", "P-17", "1960", "2026"))


def test_a_patient_without_a_name_is_said_to_have_none():
    display = Display(crosshair=GRID.centre)
    view = resolve_pane(display, PlaneKind.AXIAL, GRID, 100, 100)
    assert corner_text(StudyReference(), None, display, view, GRID).top_left == ("No patient name",)


@pytest.mark.parametrize(
    ("kind", "crosshair", "line"),
    [
        (PlaneKind.AXIAL, (0.5, 0.5, 12.0), "Ax 12.0 mm H · 141/200"),
        (PlaneKind.AXIAL, (0.5, 0.5, -12.0), "Ax 12.0 mm F · 111/200"),
        (PlaneKind.SAGITTAL, (3.5, 0.5, 12.0), "Sag 3.5 mm L · 54/100"),
        (PlaneKind.SAGITTAL, (-3.5, 0.5, 12.0), "Sag 3.5 mm R · 47/100"),
        (PlaneKind.CORONAL, (0.5, 8.5, 12.0), "Cor 8.5 mm P · 59/100"),
        (PlaneKind.CORONAL, (0.5, -8.5, 12.0), "Cor 8.5 mm A · 42/100"),
    ],
)
def test_the_slice_tells_its_side_in_mm_and_its_number(kind, crosshair, line):
    assert corners(kind, crosshair=crosshair).top_right == ("Se 4 · Lumbar bone", line)


def test_an_oblique_slab_tells_angle_and_thickness_and_no_slice_number():
    pane = Display().axial
    plane = pane.plane((0.5, 0.5, 12.0)).turned((1.0, 0.0, 0.0), -12.3)
    slab = attrs.evolve(pane, right=plane.right, down=plane.down, slab_mm=10.0, slab_mode=SlabMode.AVERAGE)
    text = corners(axial=slab)
    assert text.bottom_left == ("Oblique 12.3°", "Slab 10 mm average")
    # Where the plane passes the crosshair, 12 mm to the head; an oblique plane is no slice of the volume.
    assert text.top_right[1] == "Ax 12.0 mm H"


def test_window_and_zoom():
    assert corners().bottom_right == ("Myelogram · W 1500 L 500", "Zoom 100 %")
    zoomed = attrs.evolve(Display().axial, zoom=2.5)
    assert corners(preset="", axial=zoomed).bottom_right == ("W 1500 L 500", "Zoom 250 %")
    assert corners().bottom_left == ("Th 0.80 mm",)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("DOE^JANE", "DOE, JANE"),
        ("DOE^JANE^ANNA^DR", "DOE, JANE ANNA DR"),
        ("DOE", "DOE"),
        ("^JANE", "JANE"),
        ("", ""),
    ],
)
def test_a_name_is_read_family_name_first(stored, read):
    assert Patient(stored).shown_name == read
