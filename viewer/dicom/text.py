"""Text of DICOM headers in the character set each file names (PS3.3 C.12.1.1.2)."""

from functools import lru_cache

_PLAIN = {
    "": "latin-1",
    "ISO_IR 6": "latin-1",
    "ISO_IR 13": "shift_jis",
    "ISO_IR 100": "latin-1",
    "ISO_IR 101": "iso8859_2",
    "ISO_IR 109": "iso8859_3",
    "ISO_IR 110": "iso8859_4",
    "ISO_IR 126": "iso8859_7",
    "ISO_IR 127": "iso8859_6",
    "ISO_IR 138": "iso8859_8",
    "ISO_IR 144": "iso8859_5",
    "ISO_IR 148": "iso8859_9",
    "ISO_IR 166": "tis_620",
    "ISO_IR 192": "utf_8",
    "ISO_IR 203": "iso8859_15",
    "GB18030": "gb18030",
    "GBK": "gbk",
}


@lru_cache(maxsize=4096)
def decode(value: bytes, character_set: bytes) -> str:
    """Return the text of a value; characters its set does not know become marks."""
    names = [part.strip() for part in character_set.decode("latin-1").strip("\0 ").split("\\")]
    codec = _PLAIN.get(names[0].replace("ISO 2022 IR", "ISO_IR"))
    if len(names) == 1 and codec is not None:
        return printable(value.decode(codec, "replace"))
    return printable(_decode_switching(value, names))


def printable(text: str) -> str:
    """Return text without padding, its line breaks and control characters as spaces."""
    text = text.strip("\0 ")
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text).strip()


def _decode_switching(value: bytes, names: list[str]) -> str:
    # Heavy, and needed only where a name switches between character sets.
    import warnings

    from pydicom.charset import convert_encodings, decode_bytes

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return decode_bytes(value, convert_encodings(names), set(b"\\^="))
        except (LookupError, UnicodeError, ValueError):
            return value.decode("latin-1")


def person_name(text: str) -> str:
    """Return the alphabetic form of a person name, without empty trailing components."""
    groups = [group.rstrip("^ ") for group in text.split("=")]
    return next((group for group in groups if group), "")


def iso_date(text: str) -> str:
    """Return a DICOM date (`20260131`, or the old `2026.01.31`) as `2026-01-31`, else nothing."""
    digits = text.replace(".", "").replace("-", "")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdigit() else ""


def iso_time(text: str) -> str:
    """Return a DICOM time (`140539.425`) as `14:05:39`, else nothing."""
    digits = text.split(".", maxsplit=1)[0].replace(":", "")
    if not digits.isdigit() or len(digits) < 4:
        return ""
    return ":".join((digits[:2], digits[2:4], (digits[4:6] or "00")))
