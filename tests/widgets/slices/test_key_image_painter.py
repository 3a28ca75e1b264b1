"""Key images drawn off screen, as the panes draw them."""

import attrs
import numpy as np
import pytest
from PySide6.QtGui import QImage

from viewer.errors import ViewerError
from viewer.model.annotation import Distance
from viewer.model.case import Case
from viewer.model.display import Display, PaneId
from viewer.model.finding import CompressionMark, Severity
from viewer.model.geometry import VolumeGeometry
from viewer.model.key_image import KeyImage
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.study import Patient, WindowSetting
from viewer.model.study_reference import StudyReference
from viewer.model.volume import Volume
from viewer.widgets.slices.key_image_painter import key_picture, key_picture_bytes

AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
GRID = VolumeGeometry((24, 40, 40), (-19.5, -19.5, 100.0), AXES, (1.0, 1.0, 1.25))
MIDDLE = GRID.centre
WHO = StudyReference(study_uid="1.2", patient=Patient("DOE^JANE", "PH1", "1958-01-31", "F"))


@pytest.fixture(scope="module")
def volume():
    """Dark on the patient's right, bright on the left."""
    hu = np.zeros(GRID.shape, np.int16)
    hu[:, :, 20:] = 1000
    hu.flags.writeable = False
    return Volume(GRID, hu)


def kept(pane=PaneId.AXIAL, *, burned_in=True, **changes):
    display = Display(crosshair=MIDDLE, window=WindowSetting(1000.0, 500.0), **changes)
    return KeyImage("k1", pane, display, burned_in=burned_in)


def pixels(image: QImage):
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def draw(volume, key_image, case=None, size_px=(480, 480), ratio=1.0):
    shown = case or Case(study=WHO)
    return pixels(key_picture(volume, shown, None, None, key_image, size_px=size_px, ratio=ratio))


def test_the_patients_left_is_on_the_right_of_the_picture(volume) -> None:
    drawn = draw(volume, kept(burned_in=False))
    assert drawn[240:300, 260:300].min() == 255
    assert drawn[240:300, 180:220].max() == 0


@pytest.mark.parametrize("pane", [PaneId.AXIAL, PaneId.SAGITTAL, PaneId.CORONAL])
def test_a_picture_has_the_size_asked_for(volume, pane) -> None:
    drawn = draw(volume, kept(pane), size_px=(501, 333), ratio=2.0)
    assert drawn.shape == (333, 501, 3)


def test_who_was_scanned_stands_in_a_burned_in_picture_only(volume) -> None:
    corner = (slice(5, 40), slice(5, 120))
    dark = attrs.evolve(kept().display, window=WindowSetting(1000.0, 5000.0))
    burned, plain = (
        draw(volume, attrs.evolve(kept(), display=dark, burned_in=burned_in)) for burned_in in (True, False)
    )
    assert burned[corner].max() > 200
    assert plain[corner].max() == 0


def test_identity_hidden_on_screen_is_still_drawn_in_where_that_was_chosen(volume) -> None:
    shown, hidden = (draw(volume, kept(identity_hidden=hidden)) for hidden in (False, True))
    assert (shown == hidden).all()


def test_marks_and_measurements_follow_the_choice_too(volume) -> None:
    axial = reference_plane(PlaneKind.AXIAL, MIDDLE)
    start, end = (axial.at(side, 0.0) for side in (-8.0, 8.0))
    empty = Case(study=WHO)
    full = attrs.evolve(
        empty,
        marks=(CompressionMark("m1", MIDDLE, Severity.SEVERE),),
        annotations=(Distance("d1", axial, start, end),),
    )
    assert (draw(volume, kept(), full) != draw(volume, kept(), empty)).any()
    plain = kept(burned_in=False)
    assert (draw(volume, plain, full) == draw(volume, plain, empty)).all()


def test_the_sides_stay_in_every_picture_and_are_open_where_unknown(volume) -> None:
    known = draw(volume, kept(burned_in=False))
    unknown = draw(attrs.evolve(volume, orientation_known=False), kept(burned_in=False))
    letter = (slice(225, 255), slice(2, 24))
    assert known[letter].max() > 150
    assert (known[letter] != unknown[letter]).any()
    # "Left and right unknown" at the upper right.
    assert (known[5:30, 300:] != unknown[5:30, 300:]).any()


def test_a_stretch_never_scanned_is_hatched_even_in_a_plain_picture(volume) -> None:
    plain = kept(PaneId.SAGITTAL, burned_in=False)
    gap = attrs.evolve(volume, gaps=((8, 6),))
    assert (draw(gap, plain) != draw(volume, plain)).any()


def test_the_handles_of_the_window_are_no_part_of_a_picture(volume) -> None:
    drawn = draw(volume, kept(), Case())
    row = drawn[240]
    # The line that turns the plane is level here: all along it the same but for its gap at the crosshair.
    line = {tuple(one) for one in row[30:220].tolist()}
    assert len(line) == 1


def test_the_bytes_are_those_of_a_png_of_the_same_picture(volume) -> None:
    picture = key_picture_bytes(volume, Case(study=WHO), None, None, kept(), size_px=(320, 240))
    image = QImage.fromData(picture.data)
    assert picture.kind == "image/png"
    assert (image.width(), image.height()) == (320, 240)


def test_the_column_in_3d_is_refused_in_a_sentence_where_there_is_none(volume) -> None:
    with pytest.raises(ViewerError, match="which was not found"):
        key_picture(volume, Case(), None, None, kept(PaneId.COLUMN))
