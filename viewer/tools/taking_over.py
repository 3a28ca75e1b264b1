"""What came from elsewhere joined to the case as one edit; what a reader has said here is never overwritten."""

from collections.abc import Iterable

import attrs

from viewer.model.annotation import Annotation
from viewer.model.case import Case
from viewer.model.correction import SacCorrection
from viewer.model.finding import CompressionMark
from viewer.model.geometry import distance_mm
from viewer.model.key_image import KeyImage
from viewer.tools.key_images import fresh_key_id, has_room
from viewer.tools.marking import fresh_id

_SAME_PLACE_MM = 0.5


@attrs.frozen
class TakenOver:
    """The case with what was new, and what happened in sentences."""

    case: Case
    told: tuple[str, ...] = ()

    def marking(self, marks: Iterable[CompressionMark]) -> "TakenOver":
        """Return it with marks; one that is there already, or says something else now, stays as it is."""
        case, added, known, other = self.case, 0, 0, 0
        for mark in marks:
            here = next((one for one in case.marks if _is_same_place(one, mark)), None)
            if here is None:
                case, added = (
                    case.with_mark(attrs.evolve(mark, mark_id=_free_id(case, mark.mark_id, "m"))),
                    added + 1,
                )
            elif _says(here) == _says(mark):
                known += 1
            else:
                other += 1
        told = (
            *_counted(added, "mark was", "marks were", "taken over."),
            *_counted(known, "mark is", "marks are", "in the case already."),
            *_counted(other, "mark says", "marks say", "something else here and stayed as in the case."),
        )
        return self._with(case, told)

    def drawing(self, annotations: Iterable[Annotation]) -> "TakenOver":
        """Return it with measurements and arrows that are not there yet."""
        case, added = self.case, 0
        for one in annotations:
            if not any(_shape(one) == _shape(known) for known in case.annotations):
                fresh = attrs.evolve(one, annotation_id=_free_id(case, one.annotation_id, "a"))
                case, added = case.with_annotation(fresh), added + 1
        return self._with(case, tuple(_counted(added, "measurement was", "measurements were", "taken over.")))

    def keeping(self, images: Iterable[KeyImage]) -> "TakenOver":
        """Return it with key images that are not there yet, in the report while it has room."""
        case, added = self.case, 0
        for image in images:
            if not any((one.pane, one.display) == (image.pane, image.display) for one in case.key_images):
                room = image.reported and has_room(case)
                case = case.with_key_image(attrs.evolve(image, key_id=fresh_key_id(case), reported=room))
                added += 1
        return self._with(case, tuple(_counted(added, "key image was", "key images were", "taken over.")))

    def correcting(self, correction: SacCorrection | None) -> "TakenOver":
        """Return it with a correction of the sac, unless the case has one of its own."""
        case = self.case
        if correction is None or correction == case.correction:
            return self
        if case.correction:
            return self._with(
                case, ("The corrected sac was not taken over: the case has corrections of its own.",)
            )
        return self._with(attrs.evolve(case, correction=correction), ("The corrected sac was taken over.",))

    def _with(self, case: Case, told: tuple[str, ...]) -> "TakenOver":
        return TakenOver(case, (*self.told, *told))


def _free_id(case: Case, wanted: str, letter: str) -> str:
    known = {mark.mark_id for mark in case.marks} | {one.annotation_id for one in case.annotations}
    return wanted if wanted and wanted not in known else fresh_id(case, letter)


def _is_same_place(a: CompressionMark, b: CompressionMark) -> bool:
    return distance_mm(a.point, b.point) <= _SAME_PLACE_MM


def _says(mark: CompressionMark) -> tuple[object, ...]:
    return (mark.severity, mark.side, frozenset(mark.zones), frozenset(mark.causes), frozenset(mark.roots))


def _shape(annotation: Annotation) -> Annotation:
    return attrs.evolve(annotation, annotation_id="")


def _counted(count: int, one: str, many: str, rest: str) -> list[str]:
    return [f"{count} {one if count == 1 else many} {rest}"] if count else []
