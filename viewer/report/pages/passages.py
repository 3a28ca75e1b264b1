"""What follows the level table, passage by passage: the same for paper and for HTML."""

from collections.abc import Iterator

import attrs

from viewer.model.finding import Side
from viewer.model.report.concordance import Agreement, Concordance
from viewer.model.report.contradiction import Weight
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.report import Report
from viewer.model.report.section import ReportSection, SectionId
from viewer.report.composing.level_text import NOT_DESCRIBED
from viewer.report.composing.sentences import capital, level_words, listed, sentence
from viewer.report.pages.level_cells import place

_FOUND = (
    SectionId.ALIGNMENT, SectionId.CORD, SectionId.BLOCK, SectionId.SLEEVES, SectionId.INTRADURAL,
    SectionId.EXTRASPINAL,
)  # fmt: skip
_AFTER = (
    SectionId.PROCEDURE, SectionId.TECHNIQUE, SectionId.ADEQUACY, SectionId.NUMBERING, SectionId.COMPARISON,
    SectionId.METHOD, SectionId.LIMITS,
)  # fmt: skip
_NEVER_LEFT_OUT = (SectionId.QUESTION, SectionId.PROCEDURE, SectionId.ADEQUACY, SectionId.NUMBERING)
# Names that would be too long beside their text.
_TITLES = {
    SectionId.ALIGNMENT: "Alignment, hardware",
    SectionId.SLEEVES: "Sleeves and leak",
    SectionId.INTRADURAL: "Intradural",
    SectionId.EXTRASPINAL: "Extraspinal",
    SectionId.METHOD: "Method, software",
}
# Texts that need not be repeated for each section, and the names under which these are gathered.
_SAYING_NOTHING = {NOT_DESCRIBED: "Not described", "Not reviewed by a reader.": "Not reviewed"}
_AGREEMENT = {
    Agreement.CONCORDANT: "Concordant",
    Agreement.POSSIBLE: "Possible",
    Agreement.DISCORDANT: "Discordant",
    Agreement.UNEXPLAINED: "Unexplained",
}


@attrs.frozen
class Saying:
    """A paragraph, with the words it begins with set apart; `muted` where it is a remark about the text."""

    text: str
    lead: str = ""
    muted: bool = False


@attrs.frozen
class Passage:
    """A heading and what stands under it."""

    title: str
    sayings: tuple[Saying, ...]


def passages(report: Report) -> tuple[Passage, ...]:
    """Return the passages after the level table, in the order of the report; empty ones are left out."""
    made = (
        Passage("Open points", tuple(_open_points(report))),
        Passage("Numbered findings", tuple(_finding(one) for one in report.findings)),
        _section(report, SectionId.LEVELS),
        *(
            _section(report, name)
            for name in _FOUND
            if report.section(name).text.strip() not in _SAYING_NOTHING
        ),
        *(_all_saying(report, nothing) for nothing in _SAYING_NOTHING),
        _section(report, SectionId.QUESTION),
        Passage("Concordance", tuple(_fitting(one) for one in report.concordance)),
        *(_section(report, name) for name in _AFTER),
    )
    return tuple(one for one in made if one.sayings)


def _open_points(report: Report) -> Iterator[Saying]:
    for one in report.contradictions:
        lead = "To be settled" if one.weight is Weight.BLOCKING else "To be looked at"
        yield Saying(f"{one.message} {one.hint}".strip(), lead)


def _all_saying(report: Report, nothing: str) -> Passage:
    """The sections that say nothing more than this, in one line."""
    names = [name.value for name in _FOUND if report.section(name).text.strip() == nothing]
    sayings = (Saying(sentence(capital("; ".join(names))), muted=True),) if names else ()
    return Passage(_SAYING_NOTHING[nothing], sayings)


def _section(report: Report, name: SectionId) -> Passage:
    section = report.section(name)
    title = _TITLES.get(name, capital(name.value))
    if name is SectionId.LEVELS and not section.edited:
        # The table already says what the data give.
        return Passage(title, ())
    lines = [Saying(line.strip()) for line in section.text.splitlines() if line.strip()]
    if not lines and name in _NEVER_LEFT_OUT:
        return Passage(title, (Saying("Not stated.", muted=True),))
    return Passage(title, (*lines, *remarks(section)) if lines else ())


def remarks(section: ReportSection) -> Iterator[Saying]:
    """Give what must be known of a text that a reader has worded."""
    if section.stale:
        yield Saying("Worded by the reader; the data have changed since.", muted=True)
    elif section.edited:
        yield Saying("Worded by the reader.", muted=True)


def _fitting(one: Concordance) -> Saying:
    said = one.sentence or one.subject
    word = _AGREEMENT[one.agreement]
    # Where the sentence already begins with the verdict it is not said twice.
    repeated = said.lower().startswith(word.lower())
    return Saying(sentence(said), "" if repeated else word)


def _finding(one: ReportedFinding) -> Saying:
    graded = (
        f", graded {one.severity} by {one.severity_by or 'the reader'}" if one.severity else ", not graded"
    )
    where = [
        part
        for part in (
            one.side.value if one.side and one.side is not Side.CENTRAL else "",
            listed([z.value for z in one.zones]),
        )
        if part
    ]
    head = f"{one.number}  {level_words(one.level, one.confirmed)}"
    parts = [
        capital(", ".join(where) + graded if where else graded[2:]),
        f"Caused by {listed([cause.value for cause in one.causes])}" if one.causes else "",
        f"Roots: {listed(list(one.roots))}" if one.roots else "",
        f"Confidence: {one.confidence}" if one.confidence else "",
        *(one.measured.lines if one.measured else ("Not measured",)),
        f"Section at {place(one.plane.point)} (LPS mm)" if one.plane else "",
        one.text.strip(),
    ]
    return Saying(" ".join(sentence(part) for part in parts if part), head)
