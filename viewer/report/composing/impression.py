"""The impression: few short lines, the worst level first, then the answer to the question, then what is open."""

from collections.abc import Iterator

from viewer.model.finding import Severity
from viewer.model.report.assessment import Assessment
from viewer.model.report.concordance import Agreement, Concordance
from viewer.model.report.finding import ReportedFinding
from viewer.model.spine import Level
from viewer.report.composing.assessment import assessment
from viewer.report.composing.level_runs import runs_words
from viewer.report.composing.material import Material
from viewer.report.composing.sentences import capital, level_words, listed, sentence

MOST_FINDINGS = 8
MOST_ANSWERS = 5
_LESSER = (Severity.MILD, Severity.NONE, None)
_UNREVIEWED_WORDS = (
    (Assessment.OBLITERATED, "sac obliterated"),
    (Assessment.NOT_OPACIFIED, "not opacified"),
    (Assessment.NOT_MEASURED, "not measured"),
)
_WORDS = (
    *_UNREVIEWED_WORDS,
    (Assessment.NOT_REVIEWED, "not reviewed"),
    (Assessment.PARTLY, "not reviewed in full"),
)


def impression(material: Material) -> tuple[str, ...]:
    """Return the lines, without their numbers: a line's number is its place, and that of its finding."""
    if material.auto and material.measured is None:
        return (_nothing(material),)
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
    """The answer to the clinical question: what fits in one line, then what does not."""
    fitting = [one for one in material.concordance if one.agreement is Agreement.CONCORDANT]
    rest = [one for one in material.concordance if one.agreement is not Agreement.CONCORDANT]
    if len(fitting) > 1:
        yield sentence(f"Concordant: {'; '.join(_fit_words(one, material) for one in fitting)}")
    else:
        rest = [*fitting, *rest]
    shown = len(rest) if len(rest) <= MOST_ANSWERS else MOST_ANSWERS - 1
    yield from (_unfitting(one, material) for one in rest[:shown])
    if rest[shown:]:
        yield f"{len(rest) - shown} more symptoms or results without a finding that fits: see the clinical question."


def _unfitting(one: Concordance, material: Material) -> str:
    """What does not fit; nothing found where nothing was assessed is no finding."""
    said = sentence(capital(one.sentence))
    if one.agreement not in (Agreement.UNEXPLAINED, Agreement.POSSIBLE):
        return said
    assessed = {row.level for row in material.rows if assessment(row, material).of_reader}
    expected = tuple(dict.fromkeys(place.level for place in one.places))
    missing = [level.short_name for level in expected if level not in assessed]
    if not missing:
        return said
    nowhere = len(missing) == len(expected) and one.agreement is Agreement.UNEXPLAINED
    where = "there" if nowhere else f"at {listed(missing)}"
    return f"{said.rstrip('.')}; not assessed {where}."


def _fit_words(one: Concordance, material: Material) -> str:
    numbers = [str(found.number) for found in material.findings if found.finding_id in one.findings]
    subject = one.subject
    # An abbreviation keeps its capitals.
    small = subject[:1].lower() + subject[1:] if subject[1:2].islower() else subject
    return f"{small} with finding{'' if len(numbers) == 1 else 's'} {listed(numbers)}"


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
