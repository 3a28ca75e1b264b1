"""Where a section that a reader has written does not fit the findings."""

import re
from collections.abc import Iterator

from viewer.model.finding import Severity, Side
from viewer.model.report.contradiction import Contradiction, Weight
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.report import Report
from viewer.model.report.section import ReportSection, SectionId
from viewer.model.spine import Level
from viewer.report.checking.mark_contradictions import other_side, side_weight
from viewer.report.checking.named_places import Named, sentences_of

# The sections that speak of findings; others name levels and sides for reasons of their own.
_OF_FINDINGS = (SectionId.IMPRESSION, SectionId.LEVELS)
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+")
_GRAVE = (Severity.SEVERE, Severity.COMPLETE_BLOCK)


def text_contradictions(report: Report) -> Iterator[Contradiction]:
    """Yield what does not fit between the edited sections and the findings."""
    for section in report.sections:
        if section.stale:
            yield Contradiction(
                Weight.WARNING,
                f"The data have changed since the section {section.section.value} was edited.",
                "Compare it with the text made from the data now.",
                section=section.section,
            )
        if section.edited and section.section in _OF_FINDINGS:
            yield from _of_section(section, report)


def _of_section(section: ReportSection, report: Report) -> Iterator[Contradiction]:
    # What stands as the data give it now cannot fit them badly.
    given = {line.strip() for line in section.generated.splitlines()}
    lines = (_NUMBERED.sub("", line).strip() for line in section.text.splitlines())
    own = "\n".join(line for line in lines if line not in given)
    for one in sentences_of(own):
        yield from _of_sentence(one, section.section, report)
    if section.section is SectionId.IMPRESSION:
        yield from _left_out(sentences_of(section.text), report)


def _of_sentence(named: Named, section: SectionId, report: Report) -> Iterator[Contradiction]:
    for level in named.levels:
        here = [one for one in report.findings if one.level == level]
        if not here and not named.denied and not _known(level, report):
            yield Contradiction(
                Weight.WARNING,
                f"The {section.value} names {level.short_name}, where nothing is marked.",
                "Mark it, or correct the level in the text.",
                level.name,
                section,
            )
        if len(named.levels) == 1:
            yield from _wrong_side(named, here, section)


def _known(level: Level, report: Report) -> bool:
    """Whether a level may be named without a finding: where it answers the clinical question."""
    return any(place.level == level for one in report.concordance for place in one.places)


def _wrong_side(named: Named, here: list[ReportedFinding], section: SectionId) -> Iterator[Contradiction]:
    sides = {one.side for one in here if one.side is not None}
    if len(sides) != 1:
        return
    side: Side = sides.pop()
    other = other_side(side, named.sides)
    if other:
        yield Contradiction(
            side_weight(other),
            f"The {section.value} says {other} at {named.levels[0].short_name}, but it is marked {side.value}.",
            "Change the text or the mark.",
            here[0].finding_id,
            section,
        )


def _left_out(named: tuple[Named, ...], report: Report) -> Iterator[Contradiction]:
    for one in report.findings:
        if one.severity in _GRAVE and one.level is not None and not any(n.covers(one.level) for n in named):
            yield Contradiction(
                Weight.WARNING,
                f"The impression leaves out {one.level.short_name} ({one.severity.value if one.severity else ''}).",
                "Add it, or change its grade.",
                one.finding_id,
                SectionId.IMPRESSION,
            )
