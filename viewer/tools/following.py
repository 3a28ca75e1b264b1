"""What was said of a level and what shows it go along with its disc when the levels get other names."""

import attrs

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import found_positions, level_here, with_found
from viewer.model.case import Case
from viewer.model.form.level_form import LevelForm
from viewer.model.geometry import distance_mm
from viewer.model.key_image import KeyImage
from viewer.model.labels import LevelPosition, level_positions
from viewer.model.spine import Level, LevelKind
from viewer.tools.key_images import key_title

# Less than half of the way from disc to disc, in the neck too.
_SAME_DISC_MM = 8.0


def renames_levels(old: Case, new: Case) -> bool:
    """Whether labels or numbering differ, so that places may get other names."""
    return old.labels != new.labels or old.numbering != new.numbering


def followed(old: Case, new: Case, analysis: Analysis | None) -> Case:
    """Return the new case with forms of levels under the names that their discs have now, and key images too.

    A reader said it of a disc that was seen, not of a name. Forms of discs that lie nowhere keep their
    names; where two would meet at one level, all stay as they were. Titles that a reader wrote stay.
    """
    if not renames_levels(old, new):
        return new
    if new.form.levels == old.form.levels:
        new = attrs.evolve(new, form=attrs.evolve(new.form, levels=_moved(old, new, analysis)))
    if new.key_images == old.key_images:
        images = tuple(_retitled(one, old, new, analysis) for one in new.key_images)
        new = attrs.evolve(new, key_images=images)
    return new


def _moved(old: Case, new: Case, analysis: Analysis | None) -> tuple[LevelForm, ...]:
    forms = old.form.levels
    before = {one.level: one for one in _discs(old, analysis)}
    after = _discs(new, analysis)
    names = [_name_now(form.level, before, after) for form in forms]
    if len(set(names)) < len(names):
        return forms
    return tuple(attrs.evolve(form, level=name) for form, name in zip(forms, names, strict=True))


def _discs(case: Case, analysis: Analysis | None) -> list[LevelPosition]:
    found = found_positions(case, analysis.levels) if analysis else ()
    told = with_found(level_positions(case.labels, case.numbering), found)
    return [one for one in told if one.level.kind is LevelKind.DISC]


def _name_now(level: Level, before: dict[Level, LevelPosition], after: list[LevelPosition]) -> Level:
    if level not in before or not after:
        return level
    place = before[level].point
    nearest = min(after, key=lambda one: distance_mm(one.point, place))
    return nearest.level if distance_mm(nearest.point, place) <= _SAME_DISC_MM else level


def _retitled(image: KeyImage, old: Case, new: Case, analysis: Analysis | None) -> KeyImage:
    place = image.display.crosshair
    if image.title != key_title(image.pane, level_here(old, place, analysis)):
        return image
    return attrs.evolve(image, title=key_title(image.pane, level_here(new, place, analysis)))
