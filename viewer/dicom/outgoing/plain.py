"""Foreign text made fit for a DICOM value: no control characters, no longer than its VR allows."""

from viewer.dicom.text import person_name

# Characters, not bytes (PS3.5 table 6.2-1).
_LONGEST = {"AE": 16, "CS": 16, "LO": 64, "SH": 16, "ST": 1024, "LT": 10240, "UC": 1 << 20, "UT": 1 << 20}
_LONGEST_NAME = 64
_PARAGRAPHS = frozenset(("ST", "LT", "UT"))
# Of ASCII, so that programs that count bytes find the value no longer than it is.
_CUT = "..."


def limited(text: str, vr: str) -> str:
    """Return a text as one value of a VR: longer ones end in three points.

    Control characters become spaces; line breaks stay where the VR has paragraphs (`ST`, `LT`, `UT`). A
    backslash, which would part the value in two, becomes a stroke in the others.
    """
    plain = "".join(
        _fit(one, keep_breaks=vr in _PARAGRAPHS) for one in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    plain = plain.strip(" \n") if vr in _PARAGRAPHS else " ".join(plain.split())
    longest = _LONGEST[vr]
    if vr == "CS":
        return plain.upper()[:longest].rstrip()
    return plain if len(plain) <= longest else plain[: longest - len(_CUT)].rstrip() + _CUT


def own_title(text: str) -> str:
    """Return words that stand in no other object of the study as a value of LO, in 64 bytes at most.

    PS3.5 counts characters, but programs are about that count the bytes of UTF-8. What is copied from the images
    is not cut for these, since it would then differ from them.
    """
    return _within_bytes(limited(text, "LO"), _LONGEST["LO"], _CUT)


def limited_name(text: str) -> str:
    """Return a person's name (PN): three groups at most, each of five components and 64 characters."""
    groups = person_name(" ".join(_visible(text).replace("\\", "/").split())).split("=")
    kept = ("^".join(group.split("^")[:5])[:_LONGEST_NAME].rstrip("^ ") for group in groups)
    return "=".join(kept).rstrip("=")


def signed_name(text: str) -> str:
    """Return the name a reader typed as a person's name.

    One of a single component is written with the sign that ends it, so that it is not taken for a slip. It is
    no longer than 64 bytes either, as `own_title`.
    """
    name = _within_bytes(limited_name(text.replace("=", " ")), _LONGEST_NAME - 1).rstrip("^ ")
    return f"{name}^" if name and "^" not in name else name


def _within_bytes(text: str, longest: int, ending: str = "") -> str:
    """A text of at most so many bytes of UTF-8, cut between two letters."""
    data = text.encode("utf-8")
    if len(data) <= longest:
        return text
    return data[: longest - len(ending)].decode("utf-8", "ignore").rstrip() + ending


def _visible(text: str) -> str:
    return "".join(_fit(one, keep_breaks=False) for one in text)


def _fit(character: str, *, keep_breaks: bool) -> str:
    if keep_breaks and character in "\n\\":
        return character
    if character == "\\":
        return "/"
    if "\ud800" <= character <= "\udfff":
        # Half of a pair cannot be written as UTF-8.
        return "\N{REPLACEMENT CHARACTER}"
    return character if character.isprintable() else " "
