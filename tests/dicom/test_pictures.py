"""What is no CT volume is read as it is: values, colours, window and place."""

import numpy as np
import pytest
from pydicom.datadict import tag_for_keyword

from viewer.dicom.pictures import headers_of, picture_info, read_picture
from viewer.errors import DicomError
from viewer.model.picture import ColourPicture, GreyPicture
from viewer.model.study import WindowSetting


@pytest.fixture
def first(write, only_series):
    """The first image of a series that `edit` makes something else of."""

    def found(**values):
        def edit(image, _):
            for keyword, value in values.items():
                if value is None:
                    delattr(image, keyword)
                elif keyword.endswith("LookupTableDescriptor"):
                    image.add_new(tag_for_keyword(keyword), "US", value)
                elif keyword.endswith("LookupTableData"):
                    image.add_new(tag_for_keyword(keyword), "OW", value)
                else:
                    setattr(image, keyword, value)

        return headers_of(only_series(write(edit=edit)))[0]

    return found


def test_an_mr_image_keeps_its_values_and_has_no_unit(first, volume):
    header = first(Modality="MR", RescaleSlope=None, RescaleIntercept=None, WindowCenter=500, WindowWidth=900)
    picture = read_picture(header)
    assert isinstance(picture, GreyPicture)
    np.testing.assert_array_equal(picture.values, volume.hu[0].astype(int) + 1024)
    assert (picture.unit, picture.inverted, picture.window) == ("", False, WindowSetting(900, 500))


def test_a_ct_image_is_in_hu(first, volume):
    picture = read_picture(first())
    np.testing.assert_array_equal(picture.values, volume.hu[0])
    assert picture.values.dtype == np.int16
    assert picture.unit == "HU"


def test_a_scale_with_fractions_gives_fractions(first, volume):
    picture = read_picture(first(Modality="MR", RescaleSlope="0.5", RescaleIntercept="1.25"))
    np.testing.assert_allclose(picture.values, (volume.hu[0].astype(float) + 1024) * 0.5 + 1.25)


def test_values_that_fit_no_sixteen_bits_with_their_sign_are_kept(first):
    picture = read_picture(first(Modality="MR", RescaleSlope="1", RescaleIntercept="60000"))
    assert picture.values.dtype == np.int32
    assert picture.values.min() >= 60000 - 1024


def test_a_radiograph_that_is_stored_inverted_says_so(first):
    picture = read_picture(first(Modality="DX", PhotometricInterpretation="MONOCHROME1"))
    assert picture.inverted


def test_without_a_window_nearly_all_values_show(first, volume):
    picture = read_picture(first(Modality="MR"))
    low = picture.window.centre - picture.window.width / 2
    high = picture.window.centre + picture.window.width / 2
    shown = (picture.values >= low) & (picture.values <= high)
    assert 0.9 < shown.mean() <= 1


@pytest.mark.parametrize("bits", [8, 16])
def test_a_palette_gives_its_colours(first, volume, bits):
    values = np.arange(120, dtype=np.uint16).reshape(12, 10)
    ramp = np.arange(128)
    tables = {"Red": ramp, "Green": 127 - ramp, "Blue": ramp // 2}
    edit = {"PhotometricInterpretation": "PALETTE COLOR", "PixelData": values.tobytes(), "Modality": "OT"}
    for name, table in tables.items():
        edit[f"{name}PaletteColorLookupTableDescriptor"] = [128, 0, bits]
        data = table.astype(np.uint8) if bits == 8 else (table << 8).astype(np.uint16)
        edit[f"{name}PaletteColorLookupTableData"] = data.tobytes()
    picture = read_picture(first(**edit))
    assert isinstance(picture, ColourPicture)
    np.testing.assert_array_equal(picture.rgb[..., 0], values)
    np.testing.assert_array_equal(picture.rgb[..., 1], 127 - values)
    np.testing.assert_array_equal(picture.rgb[..., 2], values // 2)


def test_a_palette_that_is_cut_short_is_told(first):
    edit = {"PhotometricInterpretation": "PALETTE COLOR", "Modality": "OT"}
    edit["RedPaletteColorLookupTableDescriptor"] = [128, 0, 16]
    edit["RedPaletteColorLookupTableData"] = bytes(20)
    with pytest.raises(DicomError, match=r"colours of IM00001\.dcm cannot be shown"):
        read_picture(first(**edit))


def test_the_place_of_an_image_is_known_where_it_is_said(first, geometry):
    info = picture_info(first(Modality="MR"), "1 of 8")
    assert info.placement.origin == pytest.approx(geometry.origin)
    assert info.placement.right == geometry.axes[0]
    assert info.placement.spacing_mm == (0.7, 0.5)
    assert (info.label, info.size) == ("1 of 8", (12, 10))


@pytest.mark.parametrize(
    "lost",
    [
        {"ImagePositionPatient": None},
        {"ImageOrientationPatient": None},
        {"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]},
        {"ImagePositionPatient": ["1e300", "0", "0"]},
    ],
)
def test_without_a_place_the_image_still_shows(first, lost):
    header = first(Modality="MR", **lost)
    assert picture_info(header, "").placement is None
    assert read_picture(header).values.shape == (12, 10)


def test_pixels_of_unknown_size_have_no_millimetres(first):
    assert picture_info(first(Modality="RF", PixelSpacing=None), "").pixel_mm is None
