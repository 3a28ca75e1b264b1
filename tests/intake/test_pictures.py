"""What is no CT volume is found picture by picture, in the order it is read in."""

import random
from contextlib import suppress

import numpy as np
import pydicom
import pytest

from tests.odd_series import OddSeries
from viewer.errors import DicomError, FormatError, ViewerError
from viewer.intake.pictures import pictures
from viewer.intake.thumbnail import thumbnail
from viewer.model.picture import ColourPicture, GreyPicture


@pytest.fixture
def odd(files):
    return OddSeries(files[0].parent)


@pytest.fixture
def opened(odd, found):
    """The pictures of the one series that is no CT volume."""

    def done():
        (study,) = found(odd.folder).studies
        (series,) = [one for one in study.series if not one.usable]
        return pictures(series)

    return done


def brightness(shown):
    return [int(shown.read(n).values[1, 0]) for n in range(len(shown.infos))]


def test_a_stack_is_read_from_the_head_down_whatever_its_files_say(odd, opened):
    odd.mr(order=(3, 0, 4, 1, 2))
    shown = opened()
    assert brightness(shown) == [500, 400, 300, 200, 100]
    assert [one.label for one in shown.infos][:2] == ["1 of 5", "2 of 5"]
    assert [one.placement.origin[2] for one in shown.infos] == pytest.approx([120, 116, 112, 108, 104])


def test_a_tilted_stack_is_read_along_its_normal(odd, opened):
    odd.mr(tilted=True)
    assert brightness(opened()) == [500, 400, 300, 200, 100]


def test_images_that_share_a_place_stay_in_the_order_of_the_scanner(odd, opened):
    odd.mr(count=3)
    for n, file in enumerate(sorted(odd.folder.glob("T2*"))):
        _change(file, ImagePositionPatient=["0", "0", "100"], InstanceNumber=n)
    assert brightness(opened()) == [100, 200, 300]


def test_a_stack_with_one_image_of_another_plane_stays_in_the_order_of_the_scanner(odd, opened):
    odd.mr(count=3)
    _change(odd.folder / "T2 AX 1.dcm", ImageOrientationPatient=[0, 1, 0, 0, 0, -1])
    assert brightness(opened()) == [300, 200, 100]


def test_frames_of_one_file_are_pictures_of_their_own(odd, opened):
    odd.fluoroscopy(frames=4)
    shown = opened()
    assert brightness(shown) == [0, 40, 80, 120]
    assert shown.infos[3].label == "4 of 4"
    assert shown.infos[0].placement is None


def test_a_radiograph_keeps_its_sense_of_dark_and_its_stated_sides(odd, opened):
    odd.radiograph()
    shown = opened()
    picture = shown.read(0)
    assert isinstance(picture, GreyPicture)
    assert picture.inverted
    assert picture.unit == ""
    assert shown.infos[0].sides == ("P", "F")


def test_a_capture_keeps_its_colours(odd, opened):
    odd.capture()
    picture = opened().read(0)
    assert isinstance(picture, ColourPicture)
    assert picture.rgb[0, 0].tolist() == [0, 255, 0]
    assert picture.rgb[5, 8].tolist() == [200, 0, 0]


def test_a_localizer_has_a_place_but_no_hu(odd, opened):
    odd.localizer()
    shown = opened()
    assert shown.infos[0].placement is not None
    assert shown.read(0).unit == ""


def test_the_pages_of_a_document_are_pictures(odd, opened):
    odd.document(pages=3)
    shown = opened()
    assert [one.label for one in shown.infos] == ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]
    page = shown.read(2).rgb
    assert page.shape[0] / page.shape[1] == pytest.approx(1.4, abs=0.02)
    assert np.all(page == 255)


@pytest.mark.parametrize("data", [b"no document at all", b"%PDF-1.7\nand then nothing"])
def test_a_damaged_document_is_told(odd, opened, data):
    odd.document(data=data)
    with pytest.raises((DicomError, FormatError), match=r"no PDF document|damaged"):
        opened()


def test_one_damaged_image_leaves_the_others(odd, opened):
    odd.mr()
    file = odd.folder / "T2 AX 2.dcm"
    file.write_bytes(file.read_bytes()[:-60])
    shown = opened()
    with pytest.raises(DicomError, match=r"T2 AX 2\.dcm"):
        shown.read(2)
    assert shown.read(1).values[0, 0] == 400


def test_a_pixel_that_is_not_square_without_a_size_in_mm(odd, opened):
    odd.capture()
    _change(odd.folder / "capture.dcm", PixelAspectRatio=["4", "3"])
    assert opened().infos[0].aspect == pytest.approx(4 / 3)


def test_copies_of_an_image_are_shown_once(odd, opened):
    odd.mr(count=3)
    for file in list(odd.folder.glob("T2*")):
        file.with_name(f"copy of {file.name}").write_bytes(file.read_bytes())
    assert brightness(opened()) == [300, 200, 100]


def test_frames_of_an_enhanced_object_have_places_of_their_own(odd, opened):
    odd.enhanced_mr()
    shown = opened()
    assert brightness(shown) == [300, 200, 100]
    assert [one.placement.origin[2] for one in shown.infos] == pytest.approx([108, 104, 100])


def test_a_document_shows_its_first_page_in_the_list(odd, found):
    odd.document()
    (study,) = found(odd.folder).studies
    (series,) = [one for one in study.series if not one.usable]
    small = thumbnail(series, 56)
    assert small.shape == (56, 40, 3)
    assert small.min() == 255


@pytest.mark.parametrize("seed", range(4))
def test_damaged_files_give_a_picture_or_a_sentence(odd, found, seed):
    odd.mr(count=1)
    odd.capture()
    odd.fluoroscopy()
    odd.document()
    chance = random.Random(seed)
    for file in (odd.folder / name for name in ("T2 AX 0.dcm", "capture.dcm", "rf.dcm", "letter.dcm")):
        content = bytearray(file.read_bytes())
        for _ in range(6):
            content[chance.randrange(132, len(content))] = chance.randrange(256)
        file.write_bytes(content[: chance.choice((len(content), chance.randrange(200, len(content))))])
    for series in (one for study in found(odd.folder).studies for one in study.series if one.viewable):
        with suppress(ViewerError):
            shown = pictures(series)
            shown.read(len(shown.infos) - 1)


def test_a_report_has_nothing_to_look_at(odd, found):
    odd.document()
    _change(odd.folder / "letter.dcm", SOPClassUID="1.2.840.10008.5.1.4.1.1.88.67", Modality="SR")
    (study,) = found(odd.folder).studies
    (series,) = [one for one in study.series if not one.usable]
    with pytest.raises(DicomError, match="nothing to look at"):
        pictures(series)


def _change(file, **values):
    image = pydicom.dcmread(file)
    for keyword, value in values.items():
        setattr(image, keyword, value)
    image.save_as(file)
