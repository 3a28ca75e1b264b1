"""The impression: few short lines, the worst level first, then the answer to the question, then what is open."""

from collections.abc import Iterator

from viewer.model.finding import Severity
from viewer.model.report.assessment import Assessment
from viewer.model.report.concordance import Agreement
from viewer.model.report.finding import ReportedFinding
from viewer.model.spine import Level
from viewer.report.assessment import assessment
from viewer.report.level_runs import runs_words
from viewer.report.material import Material
from viewer.report.sentences import capital, level_words, sentence

MOST_FINDINGS = 8
MOST_ANSWERS = 6
_LESSER = (Severity.MILD, Severity.NONE, None)
_UNREVIEWED_WORDS = ((Assessment.NOT_OPACIFIED, "not opacified"), (Assessment.NOT_MEASURED, "not measured"))
_WORDS = (
    *_UNREVIEWED_WORDS,
    (Assessment.NOT_REVIEWED, "not reviewed"),
    (Assessment.PARTLY, "not reviewed in full"),
)


def impression(material: Material) -> tuple[str, ...]:
    """Return the lines, without their numbers: a line's number is its place, and that of its finding."""
    lines = (*_finding_lines(material), *_answers(material), *_normal(material), *_not_assessed(material))
    return lines or (_nothing(material),)


def _finding_lines(material: Material) -> Iterator[str]:
    """A line for each finding; the lesser ones beyond the most that are read, in one."""
    findings = material.findings
    whole = len(findings) if len(findings) <= MOST_FINDINGS else MOST_FINDINGS - 1
    while whole < len(findings) and not _lesser(findings[whole], material):
        whole += 1
    yield from (one.sentence for one in findings[:whole])
    rest = findings[whole:]
    if rest:
        names = dict.fromkeys(level_words(one.level, one.confirmed) for one in rest)
        word = "Less narrowed (unreviewed)" if material.auto else "Lesser findings"
        yield f"{word}: {', '.join(names)}; see the level table."


def _lesser(finding: ReportedFinding, material: Material) -> bool:
    return material.auto or finding.severity in _LESSER


def _answers(material: Material) -> Iterator[str]:
    """The answer to the clinical question: what does not fit comes after what does."""
    order = list(Agreement)
    fits = sorted(material.concordance, key=lambda one: order.index(one.agreement))
    shown = len(fits) if len(fits) <= MOST_ANSWERS else MOST_ANSWERS - 1
    yield from (sentence(capital(one.sentence)) for one in fits[:shown])
    if fits[shown:]:
        yield f"{len(fits) - shown} more: see the clinical question."


def _normal(material: Material) -> Iterator[str]:
    levels = _being(material, Assessment.NORMAL)
    if levels:
        yield f"{runs_words(material.case, _table(material), levels)}: no narrowing."


def _not_assessed(material: Material) -> Iterator[str]:
    words = _UNREVIEWED_WORDS if material.auto else _WORDS
    stretches = (
        (runs_words(material.case, _table(material), _being(material, one)), why) for one, why in words
    )
    parts = [f"{levels} ({why})" for levels, why in stretches if levels]
    if parts:
        yield f"Not assessed: {'; '.join(parts)}."
    if material.auto:
        yield "No reader has reviewed any level; foramina and lateral recesses are not assessed (unreviewed)."


def _being(material: Material, wanted: Assessment) -> list[Level]:
    return [row.level for row in material.rows if assessment(row, material) is wanted]


def _table(material: Material) -> list[Level]:
    return [row.level for row in material.rows]


def _nothing(material: Material) -> str:
    absent = material.analysis.absent if material.analysis else None
    if material.auto and absent:
        return f"Nothing was measured: {sentence(absent)}"
    return "No level has been assessed."
