"""Where in the spine a code or its words point to."""

import re

from viewer.dicom.incoming.content import CodeSaid, Item
from viewer.dicom.outgoing.level_codes import level_of, side_of
from viewer.model.finding import Side
from viewer.model.spine import Level, Numbering

FINDING_SITE = (("SCT", "363698007"), ("SRT", "G-C0E3"), ("SNM3", "G-C0E3"))
LATERALITY = (("SCT", "272741003"), ("SRT", "G-C171"), ("SNM3", "G-C171"))
_NAMED = re.compile(r"(?<![A-Za-z0-9])([CTLS])(\d{1,2})\s*[/-]\s*([CTLS]?)(\d{1,2})(?!\d)")
_SINGLE = re.compile(r"(?<![A-Za-z0-9])([CTLS])(\d{1,2})(?![\d/-])")
# With the transitional ones.
_LEVELS = frozenset(
    level.name
    for numbering in (Numbering(), Numbering(13, 5), Numbering(12, 6), Numbering(11, 5), Numbering(12, 4))
    for level in numbering.levels
)


def level_said(said: CodeSaid) -> Level | None:
    """Return the level of a site: by its code, else by a name like `L4/5` among its words."""
    for scheme, value in said.identities:
        if found := level_of(scheme, value):
            return found
    return level_in_words(said.meaning)


def level_in_words(words: str) -> Level | None:
    """Return the one level that words name (`L4-L5 disc`, `L4/5`), None for none or more than one."""
    discs = {_disc(match) for match in _NAMED.finditer(words)} & _LEVELS
    names = discs or {f"{match[1]}{int(match[2])}" for match in _SINGLE.finditer(words)} & _LEVELS
    return Level(names.pop()) if len(names) == 1 else None


def _disc(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2])}/{match[3] or match[1]}{int(match[4])}"


def side_said(said: CodeSaid) -> Side | None:
    """Return the side a code stands for, None where it is that of no side."""
    for scheme, value in said.identities:
        if found := side_of(scheme, value):
            return found
    return None


def site_of(item: Item) -> tuple[CodeSaid, Side | None] | None:
    """Return the finding site and side that a group or measurement names, None where it names none."""
    for child in item.named(*FINDING_SITE):
        sides = [side_said(one.code) for one in (*child.named(*LATERALITY), *item.named(*LATERALITY))]
        return child.code, next((one for one in sides if one), None)
    return None
