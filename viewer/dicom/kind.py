"""What a DICOM object is used as, decided from its header alone."""

import attrs

from viewer.dicom import tags
from viewer.dicom.header import Header
from viewer.model.study import SeriesKind

_STORAGE = "1.2.840.10008.5.1.4.1.1."
PDF_CLASS = _STORAGE + "104.1"
DICOMDIR_CLASS = "1.2.840.10008.1.3.10"


@attrs.frozen
class Kind:
    """A kind of series and why it is no volume; a `VOLUME` is still to be judged."""

    kind: SeriesKind
    reason: str = ""


_VOLUME = Kind(SeriesKind.VOLUME)
_LOCALIZER = Kind(
    SeriesKind.LOCALIZER, "A localizer for planning the scan: opened for reading, not measured."
)
_CAPTURE = Kind(SeriesKind.CAPTURE, "A screen capture or colour picture: opened for reading, not measured.")
_RADIOGRAPH = Kind(
    SeriesKind.RADIOGRAPH, "A radiograph, which is a projection: opened for reading, not measured."
)
_REPORT = Kind(SeriesKind.REPORT, "This is a structured report and holds no image.")
_DOCUMENT = Kind(SeriesKind.REPORT, "A document: its pages are opened for reading.")
_OTHER_DOCUMENT = Kind(SeriesKind.REPORT, "This is a document of a form that cannot be shown.")
_SEGMENTATION = Kind(SeriesKind.SEGMENTATION, "This is a segmentation of another series.")
_PRESENTATION = Kind(SeriesKind.PRESENTATION, "This is a presentation state of other images.")

# The first matching prefix of the SOP Class UID decides; PS3.6 table A-1.
_CLASSES = (
    (PDF_CLASS, _DOCUMENT),
    (_STORAGE + "104.", _OTHER_DOCUMENT),
    (_STORAGE + "88.", _REPORT),
    (_STORAGE + "11.", _PRESENTATION),
    (_STORAGE + "66.", _SEGMENTATION),
    (_STORAGE + "7", _CAPTURE),
)
_MODALITIES = {
    **dict.fromkeys(("SR", "KO", "DOC"), _REPORT),
    "PR": _PRESENTATION,
    "SEG": _SEGMENTATION,
    **dict.fromkeys(("CR", "DX", "RF", "XA", "MG", "RG", "PX", "IO"), _RADIOGRAPH),
    **dict.fromkeys(("SC", "OT", "XC", "ES", "GM"), _CAPTURE),
}
_UNSEEN = frozenset((SeriesKind.REPORT, SeriesKind.SEGMENTATION, SeriesKind.PRESENTATION))
_NAMES = {
    "MR": "Magnetic resonance images",
    "PT": "Positron emission images",
    "NM": "Nuclear medicine images",
    "US": "Ultrasound images",
}
_LOCALIZER_WORDS = frozenset(("LOCALIZER", "LOCALISER", "SCOUT", "TOPOGRAM"))
_CAPTURE_WORDS = frozenset(("SCREEN SAVE", "SCREENSAVE", "DOSE", "DOSE_INFO", "SCREEN CAPTURE"))


def kind_of(header: Header) -> Kind:
    """Return what one object is; its series shares the kind of its objects."""
    by_class = next((k for p, k in _CLASSES if header.word(tags.SOP_CLASS_UID).startswith(p)), None)
    modality = header.word(tags.MODALITY).upper()
    found = by_class or _MODALITIES.get(modality)
    if found is not None:
        return found
    if modality != "CT":
        return _other(modality)
    return _ct_kind(header)


def is_viewable(kind: Kind, header: Header) -> bool:
    """Whether an object of a kind holds an image, or pages, that can be looked at."""
    if header.word(tags.SOP_CLASS_UID) == PDF_CLASS:
        return True
    has_image = header.pixels is not None and not header.pixels.floating
    return has_image and kind.kind not in _UNSEEN


def _ct_kind(header: Header) -> Kind:
    words = frozenset(header.word(tags.IMAGE_TYPE).upper().split("\\"))
    if words & _LOCALIZER_WORDS:
        return _LOCALIZER
    colour = header.integer(tags.SAMPLES_PER_PIXEL) not in (None, 1)
    palette = header.word(tags.PHOTOMETRIC_INTERPRETATION) == "PALETTE COLOR"
    if colour or palette or words & _CAPTURE_WORDS:
        return _CAPTURE
    return _VOLUME


def _other(modality: str) -> Kind:
    named = f"Objects of the modality {modality}" if modality else "Objects of no stated modality"
    if modality not in _NAMES:
        return Kind(SeriesKind.OTHER, f"{named}: only CT is opened as a volume.")
    return Kind(SeriesKind.OTHER, f"{_NAMES[modality]}: opened for reading, not measured.")
