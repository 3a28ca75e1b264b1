"""Foreign text made fit to be written: no control characters, no hidden directions, nothing half a letter."""

import unicodedata

# Line and paragraph separators of other systems; a page break or a tabulator is no more than a gap.
_BREAKS = {"\r\n": "\n", "\r": "\n", "\N{LINE SEPARATOR}": "\n", "\N{PARAGRAPH SEPARATOR}": "\n"}
_GAPS = dict.fromkeys(map(ord, "\t\v\f"), " ")
_LEFT_OUT = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


def cleaned(text: str) -> str:
    """Return a text with line feeds as its only control characters, composed (NFC).

    Characters that are not shown, that turn the direction of writing, that no standard assigns or that are
    half a surrogate pair are left out.
    """
    if text.isascii() and text.isprintable():
        return text
    for found, put in _BREAKS.items():
        text = text.replace(found, put)
    text = unicodedata.normalize("NFC", text.translate(_GAPS))
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _LEFT_OUT)


def one_line(text: str) -> str:
    """Return a cleaned text with every gap in it a single space."""
    return " ".join(cleaned(text).split())
