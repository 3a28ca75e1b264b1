"""Whether an issued report still says what its case says."""

import hashlib
from collections.abc import Iterable
from enum import Enum
from typing import Any

import attrs

from viewer.model.case import Case
from viewer.model.correction import VoxelRuns
from viewer.model.form.case_form import CaseForm
from viewer.model.report.issued import IssuedReport
from viewer.model.report.versions import final_of

# What the case keeps beside what it says: when and by whom, what the program made of it, what was issued.
_NOT_SAID = frozenset({
    "created",
    "reviewed_by",
    "reviewed_at",
    "decided_by",
    "decided_at",
    "suggested",
    "suggested_by",
    "generated",
    "by",
    "at",
    "accepted_by",
    "measured_by",
    "key_images",
    "issued",
    "annotations",
    "images",
    "orientation",
})  # fmt: skip
# Their order says nothing.
_UNORDERED = frozenset({"labels", "marks", "rejected", "levels", "adequacy", "edited", "grades"})


def fingerprint(case: Case) -> str:
    """Return a digest of what a case says of the patient: equal where it says the same.

    Who said it and when, pictures, free measurements and issued reports do not enter it.
    """
    return hashlib.sha256(_text(_without_empty(case)).encode()).hexdigest()[:32]


def outdated(case: Case, issued: IssuedReport) -> str:
    """Return why an issued report no longer holds, empty where it still does.

    An addendum adds words to a report and leaves it as it was: an outdated one stays so until a corrected
    report replaces it.
    """
    final = final_of(issued, case.issued)
    if final.basis == fingerprint(case):
        return ""
    when = final.issued_at[:10]
    version = f"version {final.report.number}" if final.report.number else "report"
    return (
        f"The {version} issued{f' on {when}' if when else ''} is outdated: labels, marks or words of the case have"
        " changed since. Issue a corrected report, which replaces it, or undo the change."
    )


def _without_empty(case: Case) -> Case:
    """The case without forms of levels and undecided grades that say nothing."""
    form: CaseForm = case.form
    levels = tuple(
        attrs.evolve(one, grades=tuple(grade for grade in one.grades if grade.decided))
        for one in form.levels
        if one.begun
    )
    return attrs.evolve(case, form=attrs.evolve(form, levels=levels))


def _text(value: Any, *, unordered: bool = False) -> str:
    if isinstance(value, VoxelRuns):
        return f"runs({value.starts.tolist()},{value.lengths.tolist()})"
    if attrs.has(type(value)):
        fields = (one.name for one in attrs.fields(type(value)) if one.name not in _NOT_SAID)
        return f"{type(value).__name__}({_fields(value, fields)})"
    if isinstance(value, tuple | list):
        parts = [_text(one) for one in value]
        return f"[{','.join(sorted(parts) if unordered else parts)}]"
    if isinstance(value, Enum):
        return repr(str(value.value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        # A whole number of mm is the same whether it was written as 1 or as 1.0.
        return repr(float(value) + 0.0)
    return repr(value)


def _fields(value: Any, names: Iterable[str]) -> str:
    return ",".join(f"{name}={_text(getattr(value, name), unordered=name in _UNORDERED)}" for name in names)
