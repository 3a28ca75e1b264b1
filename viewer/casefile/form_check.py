"""What the form of a case, its key images and its issued reports must fulfil beyond their types."""

import re
from collections.abc import Iterable, Iterator

from viewer.model.form.case_form import CaseForm
from viewer.model.form.grade import Grade
from viewer.model.form.level_form import LevelForm
from viewer.model.form.procedure import Procedure
from viewer.model.plane import Plane
from viewer.model.report.report import Report
from viewer.model.spine import ROOTS, LevelKind

# Far beyond anything real: a number typed in the wrong unit is for a reader to see, not to lose a case by.
_MOST = 10_000.0
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def form_faults(form: CaseForm) -> Iterator[str]:
    """Return sentences on what in a form cannot be."""
    yield from _procedure_faults(form.procedure)
    if any(root not in ROOTS for root in _roots(form)):
        yield "Its form names a nerve root that does not exist."
    if _twice(one.level for one in form.levels):
        yield "A level stands twice in its form."
    if any(one.level.kind is not LevelKind.DISC for one in form.levels):
        yield "Its form describes a vertebra as a disc level."
    if _twice(one.region for one in form.adequacy):
        yield "A region stands twice in its form."
    if _twice(one.section for one in form.edited):
        yield "A section of its report was edited twice."
    for level in form.levels:
        yield from _level_faults(level)


def form_planes(form: CaseForm) -> Iterator[Plane]:
    """Return the planes that numbers of a form were measured in."""
    return (plane for level in form.levels for plane in _grade_planes(level.grades))


def report_planes(report: Report) -> Iterator[Plane]:
    """Return the planes that numbers of a report were measured in."""
    yield from (one.plane for one in report.findings if one.plane is not None)
    for row in report.rows:
        if row.numbers is not None:
            yield row.numbers.plane
        yield from _grade_planes(row.grades)
        yield from _grade_planes(row.form.grades)


def _grade_planes(grades: Iterable[Grade]) -> Iterator[Plane]:
    return (one.plane for grade in grades for one in grade.numbers if one.plane is not None)


def _procedure_faults(procedure: Procedure) -> Iterator[str]:
    numbers = (procedure.concentration_mgi_ml, procedure.volume_ml, procedure.opening_pressure_cmh2o)
    if any(one is not None and not 0 <= one <= _MOST for one in numbers):
        yield "Its injection has an impossible concentration, volume or pressure."
    times = (procedure.injected_at, procedure.scanned_at)
    if any(one and not _TIME.fullmatch(one) for one in times):
        yield "The time of its injection or scan is no time of day."


def _level_faults(form: LevelForm) -> Iterator[str]:
    name = form.level.short_name
    if any(one.size_mm is not None and not 0 <= one.size_mm <= _MOST for one in form.details):
        yield f"A detail at {name} has an impossible size."
    if _twice((one.scale, one.side) for one in form.grades):
        yield f"{name} is graded twice by the same scale."
    if not all(one.scale and one.version for one in form.grades):
        yield f"A grade at {name} names no scale or version."


def _roots(form: CaseForm) -> Iterator[str]:
    yield from (root for one in form.question.symptoms for root in one.roots)
    yield from (root for one in form.question.evidence for root in one.roots)
    yield from (one.root for level in form.levels for one in level.details if one.root)


def _twice(items: Iterable[object]) -> bool:
    listed = list(items)
    return len(set(listed)) < len(listed)
