"""What is no CT volume is listed as what it is."""

import pytest

from viewer.model.study import SeriesKind


def every(**values):
    def edit(image, _):
        for keyword, value in values.items():
            if value is None:
                delattr(image, keyword)
            else:
                setattr(image, keyword, value)

    return edit


STORAGE = "1.2.840.10008.5.1.4.1.1."
KINDS = {
    "localizer": (every(ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"]), SeriesKind.LOCALIZER, "localizer"),
    "capture": (every(SOPClassUID=STORAGE + "7"), SeriesKind.CAPTURE, "capture"),
    "dose screen": (every(ImageType=["DERIVED", "SECONDARY", "SCREEN SAVE"]), SeriesKind.CAPTURE, "capture"),
    "colour": (
        every(SamplesPerPixel=3, PhotometricInterpretation="RGB"),
        SeriesKind.CAPTURE,
        "colour picture",
    ),
    "radiograph": (every(Modality="DX", SOPClassUID=STORAGE + "1.1"), SeriesKind.RADIOGRAPH, "projection"),
    "fluoroscopy": (every(Modality="RF", SOPClassUID=STORAGE + "12.2"), SeriesKind.RADIOGRAPH, "projection"),
    "report": (every(Modality="SR", SOPClassUID=STORAGE + "88.67"), SeriesKind.REPORT, "structured report"),
    "segmentation": (
        every(Modality="SEG", SOPClassUID=STORAGE + "66.4"),
        SeriesKind.SEGMENTATION,
        "segmentation",
    ),
    "presentation": (
        every(Modality="PR", SOPClassUID=STORAGE + "11.1"),
        SeriesKind.PRESENTATION,
        "presentation",
    ),
    "MR": (
        every(Modality="MR", SOPClassUID=STORAGE + "4"),
        SeriesKind.OTHER,
        "Magnetic resonance images: opened for reading",
    ),
    "document": (
        every(Modality="DOC", SOPClassUID=STORAGE + "104.1", PixelData=None),
        SeriesKind.REPORT,
        "its pages are opened",
    ),
    "model to print": (
        every(Modality="M3D", SOPClassUID=STORAGE + "104.3", PixelData=None),
        SeriesKind.REPORT,
        "cannot be shown",
    ),
    "dose plan": (every(Modality="RTSTRUCT", SOPClassUID=STORAGE + "481.3"), SeriesKind.OTHER, "RTSTRUCT"),
    "no pixels": (every(PixelData=None), SeriesKind.OTHER, "IM00001.dcm holds no pixel data"),
    "no rescale": (
        every(RescaleSlope=None),
        SeriesKind.OTHER,
        "IM00001.dcm does not say how its values become",
    ),
    "absurd rescale": (every(RescaleSlope="1e300"), SeriesKind.OTHER, "does not say how its values become"),
    "perfusion": (every(RescaleType="ML/MIN"), SeriesKind.OTHER, "values in ML/MIN, not in Hounsfield"),
    "odd unit": (every(RescaleType="{x"), SeriesKind.OTHER, "IM00001.dcm holds values in {X, not in"),
    "bits": (every(BitsStored=20), SeriesKind.OTHER, "contradicts itself about the bits"),
    "depth": (every(BitsAllocated=12), SeriesKind.OTHER, "IM00001.dcm has 12 bits per pixel"),
    "no size": (every(Rows=0), SeriesKind.OTHER, "how many rows and columns"),
    "sign": (every(PixelRepresentation=None), SeriesKind.OTHER, "whether its pixels are signed"),
}


@pytest.mark.parametrize("case", KINDS)
def test_it_is_listed_with_kind_and_reason(write, only_series, case):
    edit, kind, sentence = KINDS[case]
    series = only_series(write(edit=edit))
    assert series.kind is kind
    assert sentence in series.reason
    assert series.reason.endswith(".")
    assert not series.usable
    assert not series.suggested


SEEN = {"localizer", "capture", "dose screen", "colour", "radiograph", "fluoroscopy", "MR", "document"}
HIDDEN = {"report", "segmentation", "presentation", "model to print", "no pixels"}


@pytest.mark.parametrize("case", sorted(SEEN | HIDDEN))
def test_what_holds_images_or_pages_can_be_looked_at(write, only_series, case):
    assert only_series(write(edit=KINDS[case][0])).viewable == (case in SEEN)


@pytest.mark.parametrize("uid", ["1.2.840.10008.1.2.4.100", "1.2.840.113619.5.2"])
def test_an_unknown_transfer_syntax_is_named(write, only_series, uid):
    folder = write()
    for file in folder.iterdir():
        content = file.read_bytes()
        old = b"1.2.840.10008.1.2.1\0"
        assert old in content
        length = len(uid) + len(uid) % 2
        patched = content.replace(
            b"UI\x14\0" + old, b"UI" + length.to_bytes(2, "little") + uid.encode().ljust(length, b"\0")
        )
        file.write_bytes(patched)
    series = only_series(folder)
    assert f"IM00001.dcm is written in the transfer syntax {uid}, which cannot be read." == series.reason
