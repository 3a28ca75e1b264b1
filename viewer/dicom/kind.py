"""What a DICOM object is used as, decided from its header alone."""

import attrs

from viewer.dicom import tags
from viewer.dicom.header import Header
from viewer.model.study import SeriesKind

_STORAGE = "1.2.840.10008.5.1.4.1.1."
DICOMDIR_CLASS = "1.2.840.10008.1.3.10"


@attrs.frozen
class Kind:
    """A kind of series and why it is no volume; a `VOLUME` is still to be judged."""

    kind: SeriesKind
    reason: str = ""


_VOLUME = Kind(SeriesKind.VOLUME)
_LOCALIZER = Kind(SeriesKind.LOCALIZER, "This is a localizer for planning the scan, not a volume.")
_CAPTURE = Kind(SeriesKind.CAPTURE, "This is a screen capture or colour picture, not a CT volume.")
_RADIOGRAPH = Kind(SeriesKind.RADIOGRAPH, "This is a radiograph: a projection, not a volume.")
_REPORT = Kind(SeriesKind.REPORT, "This is a structured report and holds no image.")
_SEGMENTATION = Kind(SeriesKind.SEGMENTATION, "This is a segmentation of another series.")
_PRESENTATION = Kind(SeriesKind.PRESENTATION, "This is a presentation state of other images.")

# The first matching prefix of the SOP Class UID decides; PS3.6 table A-1.
_CLASSES = (
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
_NAMES = {
    "MR": "magnetic resonance images",
    "PT": "positron emission images",
    "NM": "nuclear medicine images",
    "US": "ultrasound images",
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
    what = _NAMES.get(modality, f"objects of the modality {modality}" if modality else "unnamed objects")
    return Kind(SeriesKind.OTHER, f"These are {what}; only CT can be opened as a volume for now.")
