"""The level table in words: what a reader said apart from what was measured, decisions apart from suggestions."""

from collections.abc import Iterator

import attrs

from viewer.model.finding import Side, Zone
from viewer.model.form.grade import Grade, GradeNumber
from viewer.model.form.scale import Scale
from viewer.model.form.scale_file import scales
from viewer.model.geometry import Vec3
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.level_row import LevelNumbers, LevelRow
from viewer.model.report.report import Report, ReportState
from viewer.model.sections import SectionState
from viewer.report.composing.sentences import CAUSE_WORDS, MM2, capital, level_words, listed
from viewer.report.composing.told import is_told
from viewer.report.drawing.stretch import WORDS as STATE_WORDS
from viewer.report.pages.dates import day

WORD_HEADINGS = (
    "Central zone", "Contrast", "Recess right", "Recess left", "Foramen right", "Foramen left", "Compressed by",
)  # fmt: skip
NUMBER_HEADINGS = (f"Sac {MM2}", "AP mm", "Width mm", f"Cord {MM2}", "Section at x, y, z")
METAL_SIGN = "\N{DAGGER}"
NOT_ASSESSED, UNSAID = "not assessed", "\N{EN DASH}"
# The zones of the first six columns; contrast has none.
_PLACES: tuple[tuple[Zone, Side | None] | None, ...] = (
    (Zone.CENTRAL, None),
    None,
    (Zone.LATERAL_RECESS, Side.RIGHT),
    (Zone.LATERAL_RECESS, Side.LEFT),
    (Zone.FORAMINAL, Side.RIGHT),
    (Zone.FORAMINAL, Side.LEFT),
)
BY_EYE = "the reader\N{RIGHT SINGLE QUOTATION MARK}s eye"
_DIGITS = {"mm": ".1f", MM2: ".0f", "%": ".0f"}
_MINUS = "\N{MINUS SIGN}"


@attrs.frozen
class LevelCells:
    """A row: `words` under `WORD_HEADINGS`, empty where a `statement` stands for them: that the level is not
    assessed (then not `told`), or what the marks there say.

    `numbers` stand under `NUMBER_HEADINGS`; where nothing was measured they are empty and `unmeasured` says
    why. `remarks` are the details and the note of the level.
    """

    level: str
    findings: str
    words: tuple[str, ...]
    statement: str
    told: bool
    numbers: tuple[str, ...]
    unmeasured: str
    remarks: str


@attrs.frozen
class GradeCells:
    """A grade: the numbers it rests on, the program's suggestion and the reader's decision, and whose they are."""

    level: str
    scale: str
    numbers: str
    suggested: str
    suggested_by: str
    decided: str
    decided_by: str


def level_cells(report: Report, row: LevelRow) -> LevelCells:
    """Return the cells of a row of the level table."""
    told = is_told(report, row)
    numbers = _numbers(row.numbers)
    spoken = told and row.form.begun
    return LevelCells(
        level_words(row.level, row.confirmed),
        ", ".join(str(number) for number in row.findings),
        _words(report, row) if spoken else (),
        "" if spoken else _marked(report, row) if told else _unassessed(report, row),
        told,
        numbers,
        "" if numbers else _unmeasured(row.numbers),
        "\n".join(part for part in (*(capital(one) for one in row.details), row.form.text.strip()) if part),
    )


def _unassessed(report: Report, row: LevelRow) -> str:
    if row.statement.startswith(NOT_ASSESSED):
        return row.statement
    unreviewed = report.state is ReportState.UNREVIEWED
    return f"{NOT_ASSESSED}: not reviewed by a reader" if unreviewed else NOT_ASSESSED


def _marked(report: Report, row: LevelRow) -> str:
    """What the marks at a level say, where its form says nothing."""
    here = [one for one in report.findings if one.number in row.findings]
    return "Marked: " + "; ".join(", ".join(_properties(one)) for one in here)


def _properties(finding: ReportedFinding) -> Iterator[str]:
    yield f"No. {finding.number}"
    yield finding.severity.value if finding.severity else "not graded"
    if finding.side is not None:
        yield finding.side.value
    yield from (zone.value for zone in finding.zones if zone.value != finding.side)
    if finding.causes:
        yield listed([CAUSE_WORDS.get(cause, cause.value) for cause in finding.causes])


def _words(report: Report, row: LevelRow) -> tuple[str, ...]:
    here = [one for one in report.findings if one.number in row.findings]
    said = tuple(
        value.value if value is not None else _seen(here, *place) if place else UNSAID
        for value, place in zip(row.form.values, _PLACES, strict=True)
    )
    named = row.form.causes or tuple(dict.fromkeys(cause for one in here for cause in one.causes))
    causes = listed([CAUSE_WORDS.get(cause, cause.value) for cause in named])
    return (*said, causes or (UNSAID if not row.form.normal else ""))


def _seen(here: list[ReportedFinding], zone: Zone, side: Side | None) -> str:
    """The findings that name a zone of which the form says nothing: it must not look as if nothing was said."""
    numbers = [str(one.number) for one in here if _names(one, zone, side)]
    return f"see {', '.join(numbers)}" if numbers else UNSAID


def _names(finding: ReportedFinding, zone: Zone, side: Side | None) -> bool:
    spots = [(one.zone, one.side) for one in finding.narrowed] or [
        (one, finding.side) for one in finding.zones
    ]
    return any(named is zone and (side is None or at in (side, Side.BILATERAL)) for named, at in spots)


def _numbers(numbers: LevelNumbers | None) -> tuple[str, ...]:
    if numbers is None or numbers.area_mm2 is None:
        return ()
    signs = ("*" if numbers.corrected else "") + (METAL_SIGN if numbers.state is SectionState.METAL else "")
    return (
        f"{numbers.area_mm2:.0f}{signs}",
        _number(numbers.ap_mm),
        _number(numbers.transverse_mm),
        "" if numbers.cord_area_mm2 is None else f"{numbers.cord_area_mm2:.0f}",
        place(numbers.plane.point),
    )


def _unmeasured(numbers: LevelNumbers | None) -> str:
    return "not measured" if numbers is None else STATE_WORDS.get(numbers.state, "not measured")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def place(point: Vec3) -> str:
    """Return a point in whole LPS millimetres: `1, 34, -512`."""
    return ", ".join(f"{round(one)}" for one in point).replace("-", _MINUS)


def grade_cells(row: LevelRow) -> tuple[GradeCells, ...]:
    """Return the grades of a level that somebody gave or the program suggests."""
    known = {scale.id: scale for scale in scales()}
    level = level_words(row.level, row.confirmed)
    given = (grade for grade in row.grades if grade.decided or grade.suggested)
    return tuple(_grade(level, grade, known.get(grade.scale)) for grade in given)


def _grade(level: str, grade: Grade, scale: Scale | None) -> GradeCells:
    name = f"{scale.name if scale else grade.scale} ({grade.version})" if grade.version else grade.scale
    side = f", {grade.side.value}" if grade.side else ""
    when = f", {day(grade.decided_at[:10])}" if grade.decided_at else ""
    return GradeCells(
        level,
        f"{name}{side}",
        _rests_on(grade, scale),
        _label(grade.suggested, scale),
        (grade.suggested_by or "the program") if grade.suggested else "",
        _label(grade.value, scale),
        f"{grade.decided_by or 'the reader'}{when}" if grade.decided else "",
    )


def _label(value: str, scale: Scale | None) -> str:
    step = scale.step(value) if scale else None
    return step.label if step else value


def _rests_on(grade: Grade, scale: Scale | None) -> str:
    """The numbers of a grade; where they come from is said once for those of one section."""
    names = {one.id: one.label for one in scale.quantities} if scale else {}
    said: dict[str, list[str]] = {}
    for number in grade.numbers:
        unit = f" {number.unit}" if number.unit else ""
        digits = _DIGITS.get(number.unit, ".3g")
        value = f"{names.get(number.quantity, number.quantity)} {number.value:{digits}}{unit}"
        said.setdefault(_origin(number), []).append(value)
    return "; ".join(f"{', '.join(values)} ({origin})" for origin, values in said.items())


def _origin(number: GradeNumber) -> str:
    return f"{number.by} at {place(number.plane.point)}" if number.plane else number.by
