"""Grades in words: what a reader decided, and apart from it what the program suggests."""

from collections.abc import Iterable

from viewer.model.form.grade import Grade


def grade_words(grades: Iterable[Grade]) -> tuple[str, ...]:
    """Return a phrase for each grade that somebody gave: `Schizas C`, or `suggested: ...` where none decided."""
    return tuple(words for words in (_words(grade) for grade in grades) if words)


def _words(grade: Grade) -> str:
    side = f" {grade.side.value}" if grade.side else ""
    if grade.decided:
        return f"{grade.scale}{side}: {grade.value}"
    if grade.suggested:
        return f"{grade.scale}{side}: {grade.suggested} suggested by {grade.suggested_by or 'the program'}, not decided"
    return ""
