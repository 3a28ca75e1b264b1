"""Whether the pixels of one CT image can be read as Hounsfield units, and if not, why."""

from viewer.dicom import tags
from viewer.dicom.header import Header
from viewer.dicom.modality_table import modality_table
from viewer.dicom.syntax import SYNTAXES, Coding

_GREY = frozenset(("MONOCHROME1", "MONOCHROME2"))
# An image of nothing but air shrinks a thousandfold, but no scanner makes one larger than this.
_PLAUSIBLE_BYTES, _HIGHEST_RATIO = 64 << 20, 1000
_HU_TYPES = frozenset(("", "HU", "US", "UNSPECIFIED"))


def unreadable_reason(header: Header) -> str:
    """Return the sentence why the image cannot be read, naming its file; empty if it can."""
    fault = next(filter(None, (rule(header) for rule in _RULES)), "")
    return fault and f"{header.name} {fault}"


def format_reason(header: Header) -> str:
    """Return the sentence why grey values cannot be taken from the pixels; empty if they can."""
    fault = _format(header)
    return fault and f"{header.name} {fault}"


def is_lossy(header: Header) -> bool:
    """Whether the image was compressed with loss, by its attribute or its syntax."""
    said = header.word(tags.LOSSY_IMAGE_COMPRESSION)
    syntax = header.syntax
    return said == "01" or syntax.always_lossy or (syntax.may_be_lossy and said != "00")


def _size(header: Header) -> str:
    if not header.integer(tags.ROWS) or not header.integer(tags.COLUMNS):
        return "does not say how many rows and columns its image has."
    return ""


def _pixels(header: Header) -> str:
    if header.pixels is None:
        return "holds no pixel data."
    if header.pixels.floating:
        return "holds floating-point pixels, which cannot be read yet."
    return ""


def _syntax(header: Header) -> str:
    if header.syntax.uid not in SYNTAXES:
        return f"is written in {header.syntax.name}, which cannot be read."
    return ""


def _format(header: Header) -> str:
    allocated, stored = header.integer(tags.BITS_ALLOCATED), header.integer(tags.BITS_STORED)
    if allocated not in (8, 16):
        return f"has {allocated or 'an unknown number of'} bits per pixel; 8 and 16 can be read."
    high = header.integer(tags.HIGH_BIT)
    stored = allocated if stored is None else stored
    high = stored - 1 if high is None else high
    if not 1 <= stored <= high + 1 <= allocated:
        return "contradicts itself about the bits of its pixels."
    if header.integer(tags.PIXEL_REPRESENTATION) not in (0, 1):
        return "does not say whether its pixels are signed."
    if header.word(tags.PHOTOMETRIC_INTERPRETATION) not in _GREY:
        return "is not a grey-scale image."
    return ""


def _rescale(header: Header) -> str:
    slope, intercept = header.number(tags.RESCALE_SLOPE), header.number(tags.RESCALE_INTERCEPT)
    if slope is None and modality_table(header) is not None:
        return ""
    if slope is None or intercept is None or not 1e-6 <= abs(slope) <= 1e4 or abs(intercept) > 1e6:
        return "does not say how its values become Hounsfield units."
    unit = header.word(tags.RESCALE_TYPE).upper()
    if unit not in _HU_TYPES:
        return f"holds values in {unit}, not in Hounsfield units."
    return ""


def _complete(header: Header) -> str:
    span = header.pixels
    rows, columns = header.integer(tags.ROWS) or 0, header.integer(tags.COLUMNS) or 0
    needed = rows * columns * (header.integer(tags.BITS_ALLOCATED) or 0) // 8
    if needed > max(_PLAUSIBLE_BYTES, _HIGHEST_RATIO * header.size):
        return f"says that its image has {columns} x {rows} pixels, more than {header.size:,} bytes can hold."
    if span is None or header.syntax.coding is not Coding.NATIVE or header.syntax.deflated:
        return ""
    present = min(header.size - span.offset, needed if span.length is None else span.length)
    if present < needed:
        return f"is cut short: it holds {max(present, 0):,} of {needed:,} bytes of its image."
    return ""


_RULES = (_pixels, _syntax, _size, _format, _rescale, _complete)
