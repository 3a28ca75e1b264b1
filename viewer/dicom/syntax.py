"""The transfer syntaxes of DICOM PS3.5 that Thecal reads, and how each holds its pixels."""

from enum import StrEnum

import attrs


class Coding(StrEnum):
    """How the pixels of one image are coded."""

    NATIVE = "native"
    RLE = "rle"
    JPEG = "jpeg"
    JPEG_LS = "jpeg-ls"
    JPEG_2000 = "jpeg-2000"


@attrs.frozen
class Syntax:
    """A transfer syntax: its name in sentences, the coding of its pixels and of its elements."""

    uid: str
    name: str
    coding: Coding = Coding.NATIVE
    explicit: bool = True
    big_endian: bool = False
    deflated: bool = False
    always_lossy: bool = False
    may_be_lossy: bool = False


IMPLICIT_LITTLE = "1.2.840.10008.1.2"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
EXPLICIT_BIG = "1.2.840.10008.1.2.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
RLE_LOSSLESS = "1.2.840.10008.1.2.5"
JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
JPEG_EXTENDED = "1.2.840.10008.1.2.4.51"
JPEG_LOSSLESS_14 = "1.2.840.10008.1.2.4.57"
JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70"
JPEG_LS_LOSSLESS = "1.2.840.10008.1.2.4.80"
JPEG_LS_LOSSY = "1.2.840.10008.1.2.4.81"
JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90"
JPEG_2000 = "1.2.840.10008.1.2.4.91"
HTJ2K_LOSSLESS = "1.2.840.10008.1.2.4.201"
HTJ2K_LOSSLESS_RPCL = "1.2.840.10008.1.2.4.202"
HTJ2K = "1.2.840.10008.1.2.4.203"

_ALL = (
    Syntax(IMPLICIT_LITTLE, "Implicit VR Little Endian", explicit=False),
    Syntax(EXPLICIT_LITTLE, "Explicit VR Little Endian"),
    Syntax(EXPLICIT_BIG, "Explicit VR Big Endian", big_endian=True),
    Syntax(DEFLATED, "Deflated Explicit VR Little Endian", deflated=True),
    Syntax(RLE_LOSSLESS, "RLE Lossless", Coding.RLE),
    Syntax(JPEG_BASELINE, "JPEG Baseline", Coding.JPEG, always_lossy=True),
    Syntax(JPEG_EXTENDED, "JPEG Extended", Coding.JPEG, always_lossy=True),
    Syntax("1.2.840.10008.1.2.4.53", "JPEG Spectral Selection", Coding.JPEG, always_lossy=True),
    Syntax("1.2.840.10008.1.2.4.55", "JPEG Full Progression", Coding.JPEG, always_lossy=True),
    Syntax(JPEG_LOSSLESS_14, "JPEG Lossless (Process 14)", Coding.JPEG),
    Syntax(JPEG_LOSSLESS, "JPEG Lossless", Coding.JPEG),
    Syntax(JPEG_LS_LOSSLESS, "JPEG-LS Lossless", Coding.JPEG_LS),
    Syntax(JPEG_LS_LOSSY, "JPEG-LS Near-Lossless", Coding.JPEG_LS, may_be_lossy=True),
    Syntax(JPEG_2000_LOSSLESS, "JPEG 2000 Lossless", Coding.JPEG_2000),
    Syntax(JPEG_2000, "JPEG 2000", Coding.JPEG_2000, may_be_lossy=True),
    Syntax(HTJ2K_LOSSLESS, "High-Throughput JPEG 2000 Lossless", Coding.JPEG_2000),
    Syntax(HTJ2K_LOSSLESS_RPCL, "High-Throughput JPEG 2000 Lossless (RPCL)", Coding.JPEG_2000),
    Syntax(HTJ2K, "High-Throughput JPEG 2000", Coding.JPEG_2000, may_be_lossy=True),
)

SYNTAXES = {syntax.uid: syntax for syntax in _ALL}
"""Every syntax whose pixels can be read, by its UID."""


def element_syntax(uid: str) -> Syntax:
    """Return how the elements of a file are written; an unknown syntax is explicit little endian.

    Every compressed syntax writes its elements that way (PS3.5 A.4), so the header of a file whose
    pixels cannot be read still tells what it is.
    """
    return SYNTAXES.get(uid) or Syntax(uid, f"the transfer syntax {uid or '(none)'}")
