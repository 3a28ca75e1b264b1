"""What in a report contradicts itself or is left open."""

from collections import Counter
from collections.abc import Iterator

from viewer.model.analysis import Analysis
from viewer.model.answer import Answer, answer_of
from viewer.model.automatic_levels import narrowing_level
from viewer.model.case import Case
from viewer.model.finding import Severity
from viewer.model.form.level_form import LevelForm
from viewer.model.listed import listed_narrowings
from viewer.model.report.contradiction import Contradiction, Weight
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.report import Report
from viewer.model.report.section import SectionId
from viewer.model.spine import Level
from viewer.report.checking.mark_contradictions import mark_contradictions
from viewer.report.checking.text_contradictions import text_contradictions
from viewer.report.composing.confirmed import confirmed_levels
from viewer.report.composing.finding_sentence import shows_contrast
from viewer.report.composing.findings import is_severe
from viewer.report.composing.grade_words import cap_words, is_far_apart, is_unknown, scale_name, value_words
from viewer.report.composing.material import StudyFacts
from viewer.report.composing.sentences import level_words

_CONFIRM = "Place the level labels, or confirm the levels found, before the report is final."


def contradictions(
    report: Report, case: Case, analysis: Analysis | None, facts: StudyFacts | None = None
) -> tuple[Contradiction, ...]:
    """Return what is to be settled first, and then what a reader may pass over knowingly.

    `facts` tells of the volume and of the images as they are now; without it a mark outside the volume is
    not seen.
    """
    found = (
        *_numbering(report, case),
        *_unanswered(case, analysis),
        *mark_contradictions(report, case, analysis, facts or StudyFacts(images=report.study.images)),
        *_doubled(report),
        *_free_in_the_dark(report),
        *_level_forms(report),
        *_grades(report),
        *text_contradictions(report),
        *_signature(report),
    )
    once = dict.fromkeys(found)
    return tuple(sorted(once, key=lambda one: one.weight is not Weight.BLOCKING))


def _numbering(report: Report, case: Case) -> Iterator[Contradiction]:
    if not case.form.numbering.made:
        yield Contradiction(
            Weight.BLOCKING,
            "It is not stated how the levels were counted.",
            "Say how, and what of transitional anatomy, in the numbering statement.",
            section=SectionId.NUMBERING,
        )
    unknown = [one for one in report.findings if one.level is None]
    for one in unknown:
        yield Contradiction(
            Weight.BLOCKING,
            f"Finding {one.number} has no level.",
            "Name a level near it (L at the crosshair).",
            one.finding_id,
        )
    spoken_of = [row for row in report.rows if row.assessed and not row.confirmed]
    doubtful = [row.level.short_name for row in spoken_of]
    if doubtful:
        # With a label of a reader's the count is anchored; without one the program alone has counted.
        weight = Weight.WARNING if case.labels else Weight.BLOCKING
        message = f"The numbering is unconfirmed at {', '.join(doubtful)}."
        yield Contradiction(weight, message, _CONFIRM, section=SectionId.NUMBERING)


def _unanswered(case: Case, analysis: Analysis | None) -> Iterator[Contradiction]:
    """Severe narrowings that are neither accepted nor rejected."""
    if analysis is None:
        return
    known = confirmed_levels(case)
    for one in listed_narrowings(analysis):
        if not is_severe(one) or answer_of(case, one) is not Answer.OPEN:
            continue
        level, _ = narrowing_level(case, one, analysis.levels)
        what = f"{one.block.value} block" if one.block else "severe narrowing"
        yield Contradiction(
            Weight.BLOCKING,
            f"{level_words(level, level in known)}: a measured {what} is neither accepted nor rejected.",
            "Accept or reject it in the list of narrowings.",
            level.name if level else "",
        )


def _doubled(report: Report) -> Iterator[Contradiction]:
    marked = [one for one in report.findings if one.point is not None and one.level is not None]
    counted = Counter(one.level for one in marked)
    for level, count in counted.items():
        if level is not None and count > 1:
            numbers = [one for one in marked if one.level == level]
            named = ", ".join(str(one.number) for one in numbers)
            yield Contradiction(
                Weight.WARNING,
                f"{level.short_name} is marked {'twice' if count == 2 else f'{count} times'} (findings {named}).",
                "Remove one of the marks if they mean the same.",
                numbers[-1].finding_id,
            )


def _free_in_the_dark(report: Report) -> Iterator[Contradiction]:
    """Marks that say that nothing is narrowed where no contrast showed it."""
    numbers = {row.level: row.numbers for row in report.rows}
    for one in report.findings:
        at_disc = numbers.get(one.level) if one.level else None
        if one.severity is Severity.NONE and not shows_contrast(one, at_disc):
            yield Contradiction(
                Weight.BLOCKING,
                f"{level_words(one.level, one.confirmed)} is marked as not narrowed, but no contrast shows the sac there.",
                "Change the grade, or remove the mark.",
                one.finding_id,
                SectionId.LEVELS,
            )


def _level_forms(report: Report) -> Iterator[Contradiction]:
    found = {one.number: one for one in report.findings}
    for row in report.rows:
        worst = next((found[number] for number in row.findings if number in found), None)
        if row.form.normal and worst is not None and _is_narrowed(worst):
            yield _normal_but_marked(row.form, worst)
        if row.form.normal and worst is None and not row.assessed:
            yield Contradiction(
                Weight.WARNING,
                f"{row.level.short_name} is called normal, but was {row.statement.partition(': ')[2]}.",
                "The report says that it was not assessed; say so in its form, or correct the measured sac.",
                row.level.name,
                SectionId.LEVELS,
            )


def _is_narrowed(finding: ReportedFinding) -> bool:
    return finding.point is not None and finding.severity is not Severity.NONE


def _normal_but_marked(form: LevelForm, finding: ReportedFinding) -> Contradiction:
    grade = finding.severity.value if finding.severity else "not graded"
    graver = finding.severity in (Severity.SEVERE, Severity.COMPLETE_BLOCK, Severity.MODERATE)
    return Contradiction(
        Weight.BLOCKING if graver else Weight.WARNING,
        f"{form.level.short_name} is called normal, but is marked as narrowed ({grade}).",
        "Change the level's form or the mark.",
        finding.finding_id,
        SectionId.LEVELS,
    )


def _grades(report: Report) -> Iterator[Contradiction]:
    for row in report.rows:
        for grade in row.grades:
            if is_unknown(grade):
                yield Contradiction(
                    Weight.BLOCKING,
                    f"{_name(row.level)}: {scale_name(grade)} has no grade {grade.value!r}.",
                    cap_words(grade) or "Give a grade of the scale.",
                    row.level.name,
                    SectionId.LEVELS,
                )
            if is_far_apart(grade):
                decided, suggested = (value_words(grade, one) for one in (grade.value, grade.suggested))
                yield Contradiction(
                    Weight.WARNING,
                    f"{_name(row.level)}: {scale_name(grade)} was decided as {decided}, but the numbers suggest"
                    f" {suggested}.",
                    "Look at the measured section again.",
                    row.level.name,
                    SectionId.LEVELS,
                )


def _name(level: Level) -> str:
    return level.short_name


def _signature(report: Report) -> Iterator[Contradiction]:
    if not report.author.strip():
        yield Contradiction(
            Weight.WARNING,
            "The reader's name is missing.",
            "Enter it in the settings; it is signed below the report.",
        )
