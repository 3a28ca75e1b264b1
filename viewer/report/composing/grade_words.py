"""Grades in words: what a reader decided, and apart from it what the program suggests."""

from collections.abc import Iterable

from viewer.model.form.grade import Grade
from viewer.model.form.scale_file import known_scale

# A suggestion two steps away from the decision is worth a second look; one step is the usual spread of readers.
FAR_APART_STEPS = 2


def scale_name(grade: Grade) -> str:
    """Return the name of a grade's scale as readers say it, with the side where it is of one."""
    scale = known_scale(grade.scale)
    return (scale.name if scale else grade.scale) + (f" {grade.side.value}" if grade.side else "")


def scale_words(grade: Grade) -> str:
    """Return a scale with its version, source and what it was made on."""
    scale = known_scale(grade.scale)
    version = f", version {grade.version}" if grade.version else ""
    return (
        f"{scale.name}{version} ({scale.source}, {scale.basis_label})" if scale else f"{grade.scale}{version}"
    )


def value_words(grade: Grade, value: str) -> str:
    """Return a value of a grade's scale in words."""
    scale = known_scale(grade.scale)
    step = scale.step(value) if scale else None
    return step.label if step else value


def grade_words(grades: Iterable[Grade]) -> tuple[str, ...]:
    """Return a phrase for each grade that somebody gave: a reader's, or the program's where none decided."""
    return tuple(words for words in (_words(grade) for grade in grades) if words)


def _words(grade: Grade) -> str:
    if grade.decided:
        return f"{scale_name(grade)}: {value_words(grade, grade.value)}"
    if not grade.suggested:
        return ""
    by = grade.suggested_by or "the program"
    scale = known_scale(grade.scale)
    if scale is not None and scale.numeric:
        return f"{scale_name(grade)}: {grade.suggested} ({by})"
    return f"{scale_name(grade)}: {value_words(grade, grade.suggested)} (suggested by {by})"


def is_unknown(grade: Grade) -> bool:
    """Whether a decision is none of its scale's grades, as a Kang 3 on CT; never of a scale that is not known."""
    scale = known_scale(grade.scale)
    return scale is not None and bool(scale.steps) and grade.decided and scale.step(grade.value) is None


def cap_words(grade: Grade) -> str:
    """Return why a grade's scale ends where it does, empty where it is whole."""
    scale = known_scale(grade.scale)
    return scale.cap_note if scale else ""


def is_far_apart(grade: Grade) -> bool:
    """Whether a decision lies two steps or more from the suggestion."""
    scale = known_scale(grade.scale)
    if scale is None or not grade.decided or not grade.suggested:
        return False
    order = [step.value for step in scale.steps]
    if grade.value not in order or grade.suggested not in order:
        return False
    return abs(order.index(grade.value) - order.index(grade.suggested)) >= FAR_APART_STEPS
