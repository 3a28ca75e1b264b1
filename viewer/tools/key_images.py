"""Key images kept, named, chosen for the report and let go again, as pure changes of the case."""

import attrs

from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.display import Display, PaneId
from viewer.model.geometry import distance_mm
from viewer.model.key_image import MOST_IN_REPORT, KeyImage
from viewer.model.labels import LevelAtPoint

_PANE_WORDS = {
    PaneId.AXIAL: "axial",
    PaneId.SAGITTAL: "sagittal",
    PaneId.CORONAL: "coronal",
    PaneId.COLUMN: "3D",
}
_LONGEST_TITLE = 120
_SAME_PLACE_MM = 2.0


def key_title(pane: PaneId, level: LevelAtPoint | None) -> str:
    """Return what a key image is called at first, such as `L4/5 axial`; "?" where no reader placed the level."""
    view = _PANE_WORDS[pane]
    if level is None:
        return view[0].upper() + view[1:]
    return f"{level.level.short_name}{'' if level.confirmed else '?'} {view}"


def key_kept(case: Case, pane: PaneId, display: Display, title: str, *, now: str, by: str) -> Case:
    """Return the case with one more key image; it goes into the report while that has room for it."""
    image = KeyImage(
        key_id=fresh_key_id(case),
        pane=pane,
        # Who hides names on screen did not mean the report.
        display=attrs.evolve(display, identity_hidden=False),
        title=title,
        reported=has_room(case),
        created=now,
        by=by,
    )
    return case.with_key_image(image)


def keys_added(case: Case, views: tuple[KeyImage, ...]) -> tuple[Case, int]:
    """Return the case with views it does not have yet, as far as the report has room, and how many found none."""
    missing = 0
    for view in views:
        if any(_same_view(view, one) for one in case.key_images):
            continue
        if has_room(case):
            case = case.with_key_image(attrs.evolve(view, key_id=fresh_key_id(case), reported=True))
        else:
            missing += 1
    return case, missing


def _same_view(view: KeyImage, other: KeyImage) -> bool:
    """Whether a reader sees the same in both: the same pane through the same place."""
    apart_mm = distance_mm(view.display.crosshair, other.display.crosshair)
    return view.pane is other.pane and apart_mm <= _SAME_PLACE_MM


def fresh_key_id(case: Case) -> str:
    """Return an id that no key image of the case has."""
    known = [int(one.key_id[1:]) for one in case.key_images if one.key_id[1:].isdecimal()]
    return f"k{max(known, default=0) + 1}"


def has_room(case: Case) -> bool:
    """Whether the report has room for another key image."""
    return sum(one.reported for one in case.key_images) < MOST_IN_REPORT


def key_image(case: Case, key_id: str) -> KeyImage:
    """Return the key image with an id; `ViewerError` if it is gone."""
    for one in case.key_images:
        if one.key_id == key_id:
            return one
    raise ViewerError("This key image is no longer in the case.")


def key_retitled(case: Case, key_id: str, title: str) -> Case:
    """Return the case with another title under a key image."""
    words = " ".join(title.split())[:_LONGEST_TITLE]
    return case.with_key_image(attrs.evolve(key_image(case, key_id), title=words))


def key_burned(case: Case, key_id: str, *, burned_in: bool) -> Case:
    """Return the case with identity and overlays drawn into the pixels of a key image, or left out of them."""
    return case.with_key_image(attrs.evolve(key_image(case, key_id), burned_in=burned_in))


def key_reported(case: Case, key_id: str, *, reported: bool) -> Case:
    """Return the case with a key image in the report or not; `ViewerError` where the report is full."""
    image = key_image(case, key_id)
    if reported and not image.reported and not has_room(case):
        raise ViewerError(
            f"The report has room for {MOST_IN_REPORT} key images.", "Take another one out of it first."
        )
    return case.with_key_image(attrs.evolve(image, reported=reported))


def key_moved(case: Case, key_id: str, steps: int) -> Case:
    """Return the case with a key image moved among the others: the report shows them in their order."""
    images = list(case.key_images)
    place = images.index(key_image(case, key_id))
    images.insert(min(max(place + steps, 0), len(images) - 1), images.pop(place))
    return attrs.evolve(case, key_images=tuple(images))
