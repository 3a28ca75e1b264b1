"""What a reader says about levels, as edits: placing and renaming labels, marking compressions."""

import attrs

from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.geometry import Vec3
from viewer.model.labels import LevelLabel
from viewer.model.overlay.overlay_spine import mark_caption
from viewer.model.spine import Level
from viewer.tools.moving import annotation_name
from viewer.tools.outcome import NOTHING, AskLevel, Edit, Nothing, Refused
from viewer.tools.suggestion import suggested_levels


def fresh_id(case: Case, letter: str) -> str:
    """Return an id no mark or annotation of the case has: a letter and the next number."""
    known = [mark.mark_id for mark in case.marks] + [one.annotation_id for one in case.annotations]
    numbers = [int(one[1:]) for one in known if one[:1] == letter and one[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"


def mark_compression(case: Case, point: Vec3, created: str = "") -> Edit | AskLevel:
    """Return the edit that marks a point, or the question for its level where no label tells it.

    The answer places that label and the mark as one edit.
    """
    mark = CompressionMark(fresh_id(case, "m"), point, created=created)
    if case.level_of(mark) is not None:
        return _marked(case, mark)

    def answered(level: Level) -> Edit | Refused:
        if _is_placed(case, level):
            return Refused(
                f"{level.short_name} is placed elsewhere.", "Move its label first, then mark again."
            )
        try:
            return _marked(case.with_label(LevelLabel(level, point)), mark)
        except ViewerError as error:
            return Refused(error.message, error.hint)

    return AskLevel(point, suggested_levels(case, point), answered)


def _marked(case: Case, mark: CompressionMark) -> Edit:
    return Edit(f"Mark compression {mark_caption(case, mark)}", case.with_mark(mark), select=mark.mark_id)


def place_level(case: Case, level: Level, point: Vec3) -> Edit | Refused:
    """Return the edit that places a level, or moves it there; refused where it breaks the order."""
    title = f"{'Move' if _is_placed(case, level) else 'Place'} level {level.short_name}"
    try:
        return Edit(title, case.with_label(LevelLabel(level, point)))
    except ViewerError as error:
        return Refused(error.message, error.hint)


def rename_level(case: Case, old: Level, new: Level, point: Vec3) -> Edit | Refused:
    """Return the edit that gives the level at a point another name, placing it if nobody has yet."""
    title = f"Rename level {old.short_name} to {new.short_name}"
    try:
        placed = _is_placed(case, old)
        renamed = case.renamed_label(old, new) if placed else case.with_label(LevelLabel(new, point))
        # The old name may soon be that of another level.
        return Edit(title, renamed, select=new.name)
    except ViewerError as error:
        return Refused(error.message, error.hint)


def _is_placed(case: Case, level: Level) -> bool:
    return any(label.level == level for label in case.labels)


def remove(case: Case, target_id: str) -> Edit | Nothing:
    """Return the edit that deletes the mark, annotation or label with an id; nothing if there is none."""
    for mark in case.marks:
        if mark.mark_id == target_id:
            return Edit(f"Delete mark {mark_caption(case, mark)}", case.without_mark(target_id), select="")
    for annotation in case.annotations:
        if annotation.annotation_id == target_id:
            title = f"Delete {annotation_name(annotation)}"
            return Edit(title, case.without_annotation(target_id), select="")
    for label in case.labels:
        if label.level.name == target_id:
            title = f"Remove level {label.level.short_name}"
            return Edit(title, case.without_label(label.level), select="")
    return NOTHING


def place_seed(case: Case, point: Vec3) -> Edit:
    """Return the edit that chooses the point in the contrast from which the column grows."""
    return Edit("Place contrast seed", attrs.evolve(case, contrast_seed=point))
