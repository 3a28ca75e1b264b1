"""Text of DICOM headers in the character set each file names (PS3.3 C.12.1.1.2, PS3.5 6.1.2).

Many files name none, or misspell it, or hold what they do not name: what follows is then the likeliest.
"""

import re
from datetime import date, time
from functools import lru_cache

# By the number of the registered set, so that `ISO_IR 100`, `ISO 2022 IR 100` and misspellings are one.
_CODECS = {
    "13": "shift_jis",
    "100": "latin-1",
    "101": "iso8859_2",
    "109": "iso8859_3",
    "110": "iso8859_4",
    "126": "iso8859_7",
    "127": "iso8859_6",
    "138": "iso8859_8",
    "144": "iso8859_5",
    "148": "iso8859_9",
    "149": "euc_kr",
    "58": "gb2312",
    "166": "tis_620",
    "192": "utf_8",
    "203": "iso8859_15",
    "18030": "gb18030",
}
_NAMED = {"GBK": "gbk", "UTF-8": "utf_8", "UTF8": "utf_8"}
# What follows an escape is in this codec; the first two keep the escape, which their codec reads.
_ESCAPES = {
    b"\x1b$B": "iso2022_jp",
    b"\x1b$@": "iso2022_jp",
    b"\x1b$(D": "iso2022_jp_2",
    b"\x1b)I": "shift_jis",
    b"\x1b(J": "shift_jis",
    b"\x1b$)C": "euc_kr",
    b"\x1b$)A": "gb2312",
    b"\x1b-A": "latin-1",
    b"\x1b-B": "iso8859_2",
    b"\x1b-C": "iso8859_3",
    b"\x1b-D": "iso8859_4",
    b"\x1b-F": "iso8859_7",
    b"\x1b-G": "iso8859_6",
    b"\x1b-H": "iso8859_8",
    b"\x1b-L": "iso8859_5",
    b"\x1b-M": "iso8859_9",
    b"\x1b-T": "tis_620",
    b"\x1b-b": "iso8859_15",
}
_KEPT = frozenset(("iso2022_jp", "iso2022_jp_2"))
_ASCII = b"\x1b(B"
_RUN = re.compile(rb"(?=\x1b)")
_DELIMITER = re.compile(rb"(?<=[\\^=\r\n\t\f])")


@lru_cache(maxsize=4096)
def decode(value: bytes, character_set: bytes) -> str:
    """Return the text of a value; characters its set does not know become marks."""
    first = character_set.decode("latin-1").strip("\0 ").split("\\")[0].strip().upper()
    codec = _codec(first)
    if b"\x1b" in value:
        return printable(_switching(value, codec))
    return printable(_plain(value, codec))


def _codec(name: str) -> str:
    """The codec of a character set; nothing where it is ASCII or unknown."""
    number = re.search(r"(\d+)$", name)
    found = _NAMED.get(name) or _NAMED.get(name.rsplit(" ", maxsplit=1)[-1])
    return found or (_CODECS.get(number[1], "") if number else "")


def _plain(value: bytes, codec: str) -> str:
    if codec not in ("", "utf_8"):
        return value.decode(codec, "replace")
    try:
        return value.decode("utf_8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _switching(value: bytes, first: str) -> str:
    """Text whose escapes switch between sets (PS3.5 6.1.2.5); a delimiter goes back to the first."""
    found: list[str] = []
    upper = first
    for run in _RUN.split(value):
        escape = next((one for one in _ESCAPES if run.startswith(one)), b"")
        if _ESCAPES.get(escape) in _KEPT:
            found.append(run.decode(_ESCAPES[escape], "replace"))
            continue
        upper = _ESCAPES.get(escape, upper)
        for piece in _DELIMITER.split(run.removeprefix(escape or _ASCII)):
            found.append(_plain(piece, upper))
            if piece[-1:] in _DELIMITERS and first:
                upper = first
    return "".join(found)


_DELIMITERS = frozenset(bytes((one,)) for one in b"\\^=\r\n\t\f")


def printable(text: str) -> str:
    """Return text without padding, its line breaks and control characters as spaces."""
    text = text.strip("\0 ")
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text).strip()


def person_name(text: str) -> str:
    """Return a person name (PS3.5 6.2) without empty components at the end of its groups or of itself.

    Its groups stay: alphabetic, ideographic and phonetic, `Yamada^Tarou=山田^太郎=やまだ^たろう`.
    """
    return "=".join(group.strip().rstrip("^ ") for group in text.split("=")[:3]).rstrip("=")


def iso_date(text: str) -> str:
    """Return a DICOM date (`20260131`, or the old `2026.01.31`) as `2026-01-31`; nothing if it is no day."""
    digits = text.replace(".", "").replace("-", "")[:8]
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return ""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return ""


def iso_time(text: str) -> str:
    """Return a DICOM time (`140539.425`) as `14:05:39`; nothing if it is no time of a day."""
    digits = text.split(".", maxsplit=1)[0].replace(":", "")
    if len(digits) < 4 or not (digits.isascii() and digits.isdigit()):
        return ""
    try:
        return time(int(digits[:2]), int(digits[2:4]), min(int(digits[4:6] or 0), 59)).isoformat()
    except ValueError:
        return ""
