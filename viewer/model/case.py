"""The case: everything a reader has said about one study, as one value; saved and undoable."""

from __future__ import annotations

from typing import TypeVar

import attrs

from viewer.errors import ViewerError
from viewer.model.annotation import Annotation
from viewer.model.correction import SacCorrection
from viewer.model.finding import CompressionMark
from viewer.model.form.case_form import CaseForm
from viewer.model.geometry import Vec3
from viewer.model.key_image import KeyImage
from viewer.model.labels import LevelAtPoint, LevelLabel, check_order, level_at
from viewer.model.orientation_choice import OrientationChoice
from viewer.model.report.issued import IssuedReport
from viewer.model.spine import Level, Numbering
from viewer.model.study_reference import StudyReference


@attrs.frozen
class LevelChange:
    """A mark whose level would change with the labels; None stands for unknown."""

    mark_id: str
    before: Level | None
    after: Level | None


@attrs.frozen
class Case:
    """What a reader has placed, marked and measured in one series.

    `contrast_seed` is the point in the contrast a reader clicked to grow the column from, None
    where it is found automatically; `rejected` are the places of measured narrowings that a reader
    does not take for one; `correction` is what the reader has corrected in the measured sac; `orientation` is how
    the reader says that a file lies which does not say so itself. `form` is what the reader says in words and
    choices, `key_images` the views that were kept, `issued` the reports that left the house, in their order.
    """

    study: StudyReference = StudyReference()
    numbering: Numbering = Numbering()
    labels: tuple[LevelLabel, ...] = ()
    marks: tuple[CompressionMark, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    contrast_seed: Vec3 | None = None
    rejected: tuple[Vec3, ...] = ()
    correction: SacCorrection = SacCorrection()
    orientation: OrientationChoice | None = None
    form: CaseForm = CaseForm()
    key_images: tuple[KeyImage, ...] = ()
    issued: tuple[IssuedReport, ...] = ()

    @property
    def has_places(self) -> bool:
        """Whether anything in it lies at a place in the patient."""
        placed = (self.labels, self.marks, self.annotations, self.rejected, self.contrast_seed)
        return any(placed) or bool(self.correction)

    def level_of(self, mark: CompressionMark) -> LevelAtPoint | None:
        """Return the level of a mark by the labels, None where none tells it."""
        return level_at(self.labels, self.numbering, mark.point)

    def find_mark(self, mark_id: str) -> CompressionMark:
        """Return the mark with an id; `ViewerError` if it is gone."""
        for mark in self.marks:
            if mark.mark_id == mark_id:
                return mark
        raise ViewerError("This mark is no longer in the case.")

    def with_mark(self, mark: CompressionMark) -> Case:
        """Return the case with a mark added, or replaced where its id is known."""
        return attrs.evolve(self, marks=_put(self.marks, mark, "mark_id"))

    def without_mark(self, mark_id: str) -> Case:
        """Return the case without a mark."""
        return attrs.evolve(self, marks=tuple(m for m in self.marks if m.mark_id != mark_id))

    def with_annotation(self, annotation: Annotation) -> Case:
        """Return the case with an annotation added, or replaced where its id is known."""
        return attrs.evolve(self, annotations=_put(self.annotations, annotation, "annotation_id"))

    def without_annotation(self, annotation_id: str) -> Case:
        """Return the case without an annotation."""
        kept = tuple(a for a in self.annotations if a.annotation_id != annotation_id)
        return attrs.evolve(self, annotations=kept)

    def with_label(self, label: LevelLabel) -> Case:
        """Return the case with a level placed or moved; `ViewerError` if it breaks the order."""
        others = tuple(one for one in self.labels if one.level != label.level)
        return self.with_labels((*others, label))

    def without_label(self, level: Level) -> Case:
        """Return the case without the label of a level."""
        return self.with_labels(tuple(one for one in self.labels if one.level != level))

    def renamed_label(self, old: Level, new: Level) -> Case:
        """Return the case with one label renamed; `ViewerError` if it breaks the order."""
        labels = tuple(attrs.evolve(one, level=new) if one.level == old else one for one in self.labels)
        return self.with_labels(labels)

    def shifted_labels(self, steps: int) -> Case:
        """Return the case with every label renamed by `steps` vertebrae (positive: caudally)."""
        levels = self.numbering.levels
        shifted: list[LevelLabel] = []
        for label in self.labels:
            place = (self.numbering.index(label.level) or 0) + 2 * steps
            if not 0 <= place < len(levels):
                raise ViewerError(f"There is no level {steps:+d} from {label.level.short_name}.")
            shifted.append(attrs.evolve(label, level=levels[place]))
        return self.with_labels(tuple(shifted))

    def with_numbering(self, numbering: Numbering) -> Case:
        """Return the case with another number of vertebrae; `ViewerError` if labels do not fit it."""
        for label in self.labels:
            if label.level not in numbering.levels:
                raise ViewerError(
                    f"{label.level.short_name} is labelled, and there would be no such level.",
                    "Rename or delete that label first.",
                )
        check_order(self.labels, numbering)
        return attrs.evolve(self, numbering=numbering)

    def with_labels(self, labels: tuple[LevelLabel, ...]) -> Case:
        """Return the case with these labels, checked for their order."""
        check_order(labels, self.numbering)
        return attrs.evolve(self, labels=labels)

    def with_key_image(self, image: KeyImage) -> Case:
        """Return the case with a key image added, or replaced where its id is known."""
        return attrs.evolve(self, key_images=_put(self.key_images, image, "key_id"))

    def without_key_image(self, key_id: str) -> Case:
        """Return the case without a key image."""
        return attrs.evolve(self, key_images=tuple(k for k in self.key_images if k.key_id != key_id))

    def level_changes(self, other: Case) -> tuple[LevelChange, ...]:
        """Return the marks kept in `other` whose level would no longer be the same."""
        kept = {mark.mark_id: mark for mark in other.marks}
        pairs = ((mark, kept[mark.mark_id]) for mark in self.marks if mark.mark_id in kept)
        changes = (LevelChange(a.mark_id, _name(self, a), _name(other, b)) for a, b in pairs)
        return tuple(change for change in changes if change.before != change.after)


def _name(case: Case, mark: CompressionMark) -> Level | None:
    found = case.level_of(mark)
    return found.level if found else None


_Item = TypeVar("_Item")


def _put(items: tuple[_Item, ...], item: _Item, key: str) -> tuple[_Item, ...]:
    identity = getattr(item, key)
    if any(getattr(one, key) == identity for one in items):
        return tuple(item if getattr(one, key) == identity else one for one in items)
    return (*items, item)
