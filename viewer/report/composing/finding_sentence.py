"""One short sentence for one finding: level, severity, zone, cause, side, the number and the root."""

from viewer.model.finding import Severity, Side
from viewer.model.form.detail_table import detail_words
from viewer.model.form.level_form import Fluid, LevelForm
from viewer.model.measured import Measured
from viewer.model.narrowing import Indented
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.level_row import LevelNumbers
from viewer.model.sections import SectionState
from viewer.report.composing.sentences import (
    FLUID_WORDS,
    cause_words,
    confidence_words,
    level_words,
    listed,
    measured_words,
    number_words,
    root_words,
    sentence,
    side_words,
)
from viewer.report.composing.zones import Narrowed, zone_words

_NOTE_CHARACTERS = 120
_MEASURABLE = (SectionState.OK, SectionState.METAL)
UNREVIEWED = "unreviewed"


def reader_sentence(
    finding: ReportedFinding,
    zones: tuple[Narrowed, ...],
    form: LevelForm | None = None,
    numbers: LevelNumbers | None = None,
) -> str:
    """Return what the impression says of a reader's finding: `L4/5: severe central narrowing by ..., right, ...`.

    `form` is that of its level where it says something, `numbers` those of the sac at the disc, which stand
    beside the word where the finding itself bears none.
    """
    worded = any(one.side is not None for one in zones)
    measured = measured_words(finding.measured) if finding.measured else ""
    parts = [
        " ".join(
            part for part in (_what(finding, zones, form, numbers), cause_words(finding.causes)) if part
        ),
        "" if worded else side_words(finding.side),
        _fluid(form) if zones else "",
        "not graded" if finding.severity is None and not _only_words(finding, zones) else "",
        measured or (number_words(numbers) if numbers else ""),
        root_words(finding.roots, finding.side),
        confidence_words(finding.confidence),
    ]
    said = ", ".join(part for part in parts if part)
    return sentence(f"{level_words(finding.level, finding.confirmed)}: {said}")


def _what(
    finding: ReportedFinding,
    zones: tuple[Narrowed, ...],
    form: LevelForm | None,
    numbers: LevelNumbers | None,
) -> str:
    """The grade and the zones, or what else there is to say."""
    if finding.severity is Severity.COMPLETE_BLOCK:
        return "complete block"
    if finding.severity is Severity.NONE:
        return "no narrowing" if shows_contrast(finding, numbers) else "marked as free, but not assessed"
    if zones:
        return _with_grade(finding, zones)
    if _only_words(finding, zones):
        return _other_words(finding, form)
    middle = "central " if finding.side is Side.CENTRAL else ""
    return f"{finding.severity.value if finding.severity else ''} {middle}narrowing".strip()


def shows_contrast(finding: ReportedFinding, numbers: LevelNumbers | None) -> bool:
    """Whether contrast showed the sac where a finding lies, as far as anything was measured there."""
    measured = finding.measured
    if measured is not None:
        return measured.state in _MEASURABLE and measured.block is None
    return numbers is None or numbers.state in _MEASURABLE


def _fluid(form: LevelForm | None) -> str:
    """What is left of the CSF, where little is."""
    effaced = form is not None and form.fluid in (Fluid.EFFACED, Fluid.PARTLY_EFFACED)
    return FLUID_WORDS[form.fluid] if form and form.fluid and effaced else ""


def _with_grade(finding: ReportedFinding, zones: tuple[Narrowed, ...]) -> str:
    """The zones; the mark's grade before them where only it is graded."""
    words = zone_words(zones)
    graded = any(one.severity is not None for one in zones)
    return words if graded or finding.severity is None else f"{finding.severity.value} {words}"


def _only_words(finding: ReportedFinding, zones: tuple[Narrowed, ...]) -> bool:
    """Whether it is no narrowing that was graded, zoned or measured: a cyst, a leak, a slip."""
    return not zones and finding.severity is None and finding.point is None


def _other_words(finding: ReportedFinding, form: LevelForm | None) -> str:
    if form and form.fluid not in (None, Fluid.PRESERVED):
        return FLUID_WORDS[form.fluid]
    if finding.causes:
        return "compression"
    kinds = "; ".join(detail_words(detail) for detail in form.details) if form else ""
    return _shortened(kinds or finding.text)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _NOTE_CHARACTERS else line[: _NOTE_CHARACTERS - 3].rstrip() + "..."


def auto_sentence(finding: ReportedFinding) -> str:
    """Return what the program alone says of a narrowing: numbers and published bands, no reader's word."""
    measured = finding.measured
    if measured is None:
        return ""
    block = f"{measured.block.value} block of contrast" if measured.block else ""
    bands = [f"{band.scale}: {band.value} ({band.source}, {band.basis})" for band in measured.bands]
    parts = (block, measured_words(measured, whole=True), _indented(measured), *bands)
    said = ", ".join(part for part in parts if part)
    return f"{level_words(finding.level, finding.confirmed)}: {said} ({UNREVIEWED})."


def _indented(measured: Measured) -> str:
    if Indented.CIRCUMFERENTIAL in measured.indented_from:
        return "indented all round"
    return (
        f"indented from {listed([side.value for side in measured.indented_from])}"
        if measured.indented_from
        else ""
    )
