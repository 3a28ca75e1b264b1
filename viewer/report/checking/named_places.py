"""Which sides and levels a written sentence names, read with care: a false alarm teaches to pass over the true one."""

import re
from functools import cache

import attrs

from viewer.model.finding import Side
from viewer.model.spine import Level, LevelKind, Numbering

_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n")
_CLAUSE_END = re.compile(r",\s|\bbut\b|\bwhile\b|\bwhereas\b", re.IGNORECASE)
_BOTH_SIDES = re.compile(r"\bbi-?lateral(?:ly)?\b|\bboth\s+sides?\b|\beither\s+side\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(left|right)(?:-?sided|ward|wards)?\b(?!-\w)", re.IGNORECASE)
# "left" as what remains, and "right" as correct or exactly.
_NO_SIDE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had)\s+left\b(?=\s+(?:as|in|un|alone|out|over|behind|open|to)\w*|\s*$|\s*,)"
    r"|\bleft\s+(?:un\w+|alone|over|out|behind|as\s+is|in\s+(?:place|situ)|to\s+(?:itself|heal)|intact)\b"
    r"|\b(?:nothing|none|no\s+\w+|little|what\s+is|some|room|space|csf|fluid|contrast)\s+(?:is\s+)?left\b"
    r"|\b(?:all\s+right|right\s+(?:after|before|at|now|away|above|below|behind|beside|next|up|down|angles?|through))\b"
    r"|\b(?:left|right)[-\s]+hand(?:ed|edness|er)?\b",
    re.IGNORECASE,
)
# What is said not to be there; but a root that is not filled, or not seen, is there.
_DENIED_BEFORE = re.compile(
    r"\b(?:no|without|not|nor|never)\b|\b(?:normal|patent|unremarkable|clear|free)\s+(?:on\s+the\s+)?$",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b(?:fill\w*|contrast|opacif\w*|csf|fluid|fat|pass\w*|sleeves?|not\s+(?:seen|visible|shown))\b",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"\b(?:free|normal|patent|unremarkable|spared|clear|preserved|wide|unaffected|intact|not\s+(?:narrowed|compressed|affected))\b",
    re.IGNORECASE,
)
_NORMAL = re.compile(
    r"\b(?:no|without|free|normal|patent|unremarkable|spared|clear|preserved|unaffected|not)\b", re.IGNORECASE
)
_LEVEL = re.compile(
    r"(?<![A-Za-z0-9])(C|Th|T|D|L|S)\s?(\d{1,2})\s?[/\\\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{HYPHEN}-]\s?(C|Th|T|D|L|S)?(\d{1,2})(?![0-9A-Za-z/])",
    re.IGNORECASE,
)
# How many characters away a word still belongs to a side.
_NEAR = 80
_LETTERS = {"C": "C", "TH": "T", "T": "T", "D": "T", "L": "L", "S": "S"}


@attrs.frozen
class Named:
    """What one sentence names: sides, and discs; `spans` are stretches such as `C3-C7`, first and last vertebra.

    `denied` tells that the sentence says that something is not there.
    """

    text: str
    sides: frozenset[Side]
    levels: tuple[Level, ...]
    spans: tuple[tuple[str, str], ...] = ()
    denied: bool = False

    def covers(self, level: Level) -> bool:
        """Whether a level is named, or lies in a stretch that is."""
        return level in self.levels or any(_within(level, span) for span in self.spans)


def sentences_of(text: str) -> tuple[Named, ...]:
    """Return what each sentence of a text names."""
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    return tuple(_named(part) for part in parts if part)


def sides_named(text: str) -> frozenset[Side]:
    """Return the sides on which a text says that something is; `BILATERAL` for both at once."""
    found: set[Side] = set()
    for part in _SENTENCE_END.split(text):
        for clause in _CLAUSE_END.split(part):
            found |= _sides_of_clause(clause)
    return frozenset(found)


def _sides_of_clause(clause: str) -> set[Side]:
    plain = _NO_SIDE.sub(" ", clause)
    sides = {Side.BILATERAL} if _BOTH_SIDES.search(plain) else set[Side]()
    told_missing = _MISSING.search(plain) is not None
    for match in _SIDE.finditer(plain):
        before = plain[max(0, match.start() - _NEAR) : match.start()]
        after = plain[match.end() : match.end() + _NEAR]
        denied = not told_missing and _DENIED_BEFORE.search(before)
        if not denied and not _DENIED_AFTER.search(after):
            sides.add(Side(match[1].lower()))
    return sides


def _named(text: str) -> Named:
    levels: list[Level] = []
    spans: list[tuple[str, str]] = []
    for match in _LEVEL.finditer(text):
        first, last = _vertebrae(match)
        level = Level(f"{first}/{last}")
        if level in _discs():
            levels.append(level)
        elif first in _order() and last in _order() and _order()[first] < _order()[last]:
            spans.append((first, last))
    denied = _NORMAL.search(text) is not None
    return Named(text, sides_named(text), tuple(dict.fromkeys(levels)), tuple(spans), denied)


def _vertebrae(match: re.Match[str]) -> tuple[str, str]:
    upper = _LETTERS[match[1].upper()]
    lower = _LETTERS[match[3].upper()] if match[3] else upper
    return f"{upper}{int(match[2])}", f"{lower}{int(match[4])}"


@cache
def _discs() -> frozenset[Level]:
    counts = (Numbering(thoracic, lumbar) for thoracic in (11, 12, 13) for lumbar in (4, 5, 6))
    return frozenset(level for one in counts for level in one.levels if level.kind is LevelKind.DISC)


@cache
def _order() -> dict[str, int]:
    return {name: place for place, name in enumerate(Numbering(13, 6).vertebrae)}


def _within(level: Level, span: tuple[str, str]) -> bool:
    first, last, place = _order()[span[0]], _order()[span[1]], _order().get(level.upper)
    return place is not None and first <= place < last
