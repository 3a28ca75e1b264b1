"""What a mark may say, with the one key for each choice, as tables; and what a choice does to a mark."""

from collections.abc import Callable
from enum import StrEnum

import attrs

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import level_of_mark
from viewer.model.case import Case
from viewer.model.finding import Cause, CompressionMark, Confidence, Severity, Side, Zone
from viewer.model.spine import ROOTS, roots_at


class Field(StrEnum):
    """The fields of a mark that chips stand for."""

    SEVERITY = "severity"
    SIDE = "side"
    ZONES = "zones"
    CAUSES = "causes"
    ROOTS = "roots"
    CONFIDENCE = "confidence"


@attrs.frozen
class Choice:
    """One chip: the field, the value it stands for, its words and its key."""

    field: Field
    value: str
    words: str
    key: str = ""


SEVERITIES = (
    Choice(Field.SEVERITY, Severity.NONE, "none", "0"),
    Choice(Field.SEVERITY, Severity.MILD, "mild", "1"),
    Choice(Field.SEVERITY, Severity.MODERATE, "moderate", "2"),
    Choice(Field.SEVERITY, Severity.SEVERE, "severe", "3"),
    Choice(Field.SEVERITY, Severity.COMPLETE_BLOCK, "block", "4"),
)
SIDES = (
    Choice(Field.SIDE, Side.CENTRAL, "central", "C"),
    Choice(Field.SIDE, Side.RIGHT, "right", "R"),
    Choice(Field.SIDE, Side.LEFT, "left", "L"),
    Choice(Field.SIDE, Side.BILATERAL, "both", "B"),
)
ZONES = (
    Choice(Field.ZONES, Zone.CENTRAL, "central", "Z"),
    Choice(Field.ZONES, Zone.LATERAL_RECESS, "recess", "S"),
    Choice(Field.ZONES, Zone.FORAMINAL, "foraminal", "F"),
    Choice(Field.ZONES, Zone.EXTRAFORAMINAL, "extraforaminal", "E"),
)
CONFIDENCES = (
    Choice(Field.CONFIDENCE, Confidence.POSSIBLE, "possible", "7"),
    Choice(Field.CONFIDENCE, Confidence.PROBABLE, "probable", "8"),
    Choice(Field.CONFIDENCE, Confidence.CERTAIN, "certain", "9"),
)
CAUSE_KEY, ROOT_KEY, NOTE_KEY, LEVEL_KEY = "A", "O", "N", "V"

_SEVERAL: dict[Field, tuple[str, ...]] = {
    Field.ZONES: tuple(Zone),
    Field.CAUSES: tuple(Cause),
    Field.ROOTS: ROOTS,
}

_NOUNS = {
    Field.SEVERITY: "severity",
    Field.SIDE: "side",
    Field.ZONES: "zone",
    Field.CAUSES: "cause",
    Field.ROOTS: "root",
    Field.CONFIDENCE: "confidence",
}


def chosen(mark: CompressionMark, choice: Choice) -> bool:
    """Whether a mark says what a choice stands for."""
    said = getattr(mark, choice.field)
    return choice.value in said if choice.field in _SEVERAL else said == choice.value


def toggled(mark: CompressionMark, choice: Choice) -> CompressionMark:
    """Return the mark with a choice taken, or taken back where it was; several are kept in order."""
    if choice.field not in _SEVERAL:
        value = None if chosen(mark, choice) else choice.value
        return attrs.evolve(mark, **{choice.field.value: value})
    said: tuple[str, ...] = getattr(mark, choice.field)
    others = {one for one in said if one != choice.value}
    wanted = others if chosen(mark, choice) else others | {choice.value}
    ordered = tuple(one for one in _SEVERAL[choice.field] if one in wanted)
    return attrs.evolve(mark, **{choice.field.value: ordered})


def edit_title(case: Case, mark: CompressionMark, choice: Choice) -> str:
    """Return the name of the edit that a choice makes, for the undo menu."""
    taken_back = "not " if chosen(mark, choice) else ""
    return f"Mark {level_words(case, mark)}: {_NOUNS[choice.field]} {taken_back}{choice.value}"


def level_words(case: Case, mark: CompressionMark, analysis: Analysis | None = None) -> str:
    """Return the short name of a mark's level, with "?" while unconfirmed."""
    found = level_of_mark(case, mark, analysis)
    if found is None:
        return "not named"
    return found.level.short_name if found.confirmed else f"{found.level.short_name}?"


def root_choices(case: Case, mark: CompressionMark) -> tuple[Choice, ...]:
    """Return the roots that meet the mark's level with their keys, then whatever else was chosen."""
    found = case.level_of(mark)
    choices: list[Choice] = []
    if found is not None:
        roots = roots_at(found.level)
        if roots.traversing:
            choices.append(Choice(Field.ROOTS, roots.traversing, f"{roots.traversing} traversing", "T"))
        if roots.exiting:
            choices.append(Choice(Field.ROOTS, roots.exiting, f"{roots.exiting} exiting", "X"))
    known = {choice.value for choice in choices}
    return (*choices, *(Choice(Field.ROOTS, root, root) for root in mark.roots if root not in known))


def cause_choice(cause: str) -> Choice:
    """Return the chip of a cause."""
    return Choice(Field.CAUSES, cause, cause)


def matching(query: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words a typed text may begin, best first: whole, by a later word, by initials."""
    wanted = query.strip().lower()
    tests: tuple[Callable[[str], bool], ...] = (
        lambda one: one.startswith(wanted),
        lambda one: any(part.startswith(wanted) for part in one.split()),
        lambda one: "".join(part[0] for part in one.split()).startswith(wanted),
        lambda one: wanted in one,
    )
    found = [one for test in tests for one in words if test(one.lower())]
    return tuple(dict.fromkeys(found))
