"""The level labels, compression marks and the contrast seed as a slice pane shows them."""

import math
from collections.abc import Iterator

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import level_of_mark, with_found
from viewer.model.case import Case
from viewer.model.finding import CompressionMark, Severity, Side
from viewer.model.geometry import Vec3, VolumeGeometry, distance_mm
from viewer.model.labels import LabelSource, LevelPosition, level_positions
from viewer.model.overlay.overlay_shapes import (
    Anchor,
    Dot,
    Pixel,
    Role,
    Shape,
    Symbol,
    Target,
    TargetKind,
    Text,
)
from viewer.model.resolve import PaneView, step_mm
from viewer.model.spine import LevelKind

_LABEL_NEAR_MM = 12.0
_MARK_NEAR_MM = 4.0
_LONE_LABEL_REACH_MM = 6.0
_ALONG_AXIS = 0.7
# A pane turned further than this shows the patient's sides above and below rather than left and right.
_SIDE_SHOWN = 0.35
_LABEL_RADIUS_PX, _MARK_RADIUS_PX = 4.0, 6.0
_LABEL_APART_PX = 16.0
# Half a sac and its recess: the words of a mark must not lie on what it marks.
_BESIDE_SAC_MM, _MOST_AWAY_PX = 14.0, 90.0
_FAINT = 0.6
# A mark lies on the narrowing that it marks, and must not hide it.
_MARK_FILL = 0.4

_SYMBOLS: dict[Severity | None, tuple[Symbol, bool]] = {
    None: (Symbol.CIRCLE, False),
    Severity.NONE: (Symbol.CIRCLE, True),
    Severity.MILD: (Symbol.TRIANGLE, True),
    Severity.MODERATE: (Symbol.DIAMOND, True),
    Severity.SEVERE: (Symbol.SQUARE, True),
    Severity.COMPLETE_BLOCK: (Symbol.OCTAGON, True),
}


def severity_symbol(severity: Severity | None) -> tuple[Symbol, bool]:
    """Return the form that stands for a severity everywhere, and whether it is filled."""
    return _SYMBOLS[severity]


def level_shapes(
    case: Case,
    view: PaneView,
    geometry: VolumeGeometry,
    selection: str,
    found: tuple[LevelPosition, ...] = (),
) -> Iterator[Shape]:
    """Yield the level labels a pane shows; all but the placed ones are hollow and end in "?".

    A plane across the spine names the level it cuts, any other plane the levels near it. `found`
    are levels the program has found; taken hold of, they become a reader's.
    """
    positions = with_found(level_positions(case.labels, case.numbering, geometry), found)
    across = abs(view.plane.normal[2]) > _ALONG_AXIS
    for position in _cut(positions, view) if across else _near(positions, view):
        yield from _label(position, view, selected=position.level.name == selection)


def nameless_shapes(places: tuple[Vec3, ...], view: PaneView) -> Iterator[Shape]:
    """Yield the levels that were found and have no name, beside the planes that run along the spine."""
    if abs(view.plane.normal[2]) > _ALONG_AXIS:
        return
    for place in places:
        if view.shows(place, _LABEL_NEAR_MM):
            x, y = view.to_px(place)
            yield Dot((x, y), _LABEL_RADIUS_PX, Role.LABEL_UNCONFIRMED, dashed=True)
            at, anchor = _beside((x, y), _LABEL_RADIUS_PX + 5, to_right=not _is_sagittal(view))
            yield Text(at, "?", Role.LABEL_UNCONFIRMED, anchor)


def _cut(positions: tuple[LevelPosition, ...], view: PaneView) -> tuple[LevelPosition, ...]:
    if not positions:
        return ()
    place = min(range(len(positions)), key=lambda n: abs(view.plane.distance_mm(positions[n].point)))
    found, neighbours = positions[place], positions[max(0, place - 1) : place + 2]
    apart_mm = max(distance_mm(found.point, one.point) for one in neighbours)
    reach_mm = apart_mm / 2 if apart_mm > 0 else _LONE_LABEL_REACH_MM
    return (found,) if view.shows(found.point, reach_mm) else ()


def _near(positions: tuple[LevelPosition, ...], view: PaneView) -> list[LevelPosition]:
    near = [one for one in positions if view.shows(one.point, _LABEL_NEAR_MM)]
    # Where they stand too close to read, placed ones come first, then discs.
    near.sort(key=lambda one: (not one.placed, one.level.kind is not LevelKind.DISC))
    kept: list[LevelPosition] = []
    places: list[Pixel] = []
    for one in near:
        place = view.to_px(one.point)
        if one.placed or all(math.dist(place, other) >= _LABEL_APART_PX for other in places):
            kept.append(one)
            places.append(place)
    return kept


def _label(position: LevelPosition, view: PaneView, *, selected: bool) -> Iterator[Shape]:
    role = Role.LABEL if position.placed else Role.LABEL_UNCONFIRMED
    target = Target(TargetKind.LABEL, position.level.name)
    x, y = view.to_px(position.point)
    text = position.level.short_name if position.confirmed else f"{position.level.short_name}?"
    dashed = position.source in (LabelSource.FOUND, LabelSource.EXTRAPOLATED)
    if selected:
        yield Dot((x, y), _LABEL_RADIUS_PX + 4, Role.SELECTED)
    yield Dot((x, y), _LABEL_RADIUS_PX, role, filled=position.placed, dashed=dashed, target=target)
    # The words of a level nobody placed are no handle: the image below them stays clickable.
    handle = target if position.placed else None
    at, anchor = _beside((x, y), _LABEL_RADIUS_PX + 5, to_right=not _is_sagittal(view))
    yield Text(at, text, role, anchor, target=handle)


def _is_sagittal(view: PaneView) -> bool:
    """Names keep off the canal there: levels stand in front of it, marks behind it."""
    return abs(view.plane.normal[0]) > _ALONG_AXIS


def _beside(place: Pixel, away_px: float, *, to_right: bool) -> tuple[Pixel, Anchor]:
    x, y = place
    return ((x + away_px, y), Anchor.LEFT) if to_right else ((x - away_px, y), Anchor.RIGHT)


def mark_caption(case: Case, mark: CompressionMark, analysis: Analysis | None = None) -> str:
    """Return what stands beside a mark: its level, "?" while unconfirmed, and its side."""
    found = level_of_mark(case, mark, analysis)
    level = "?" if found is None else found.level.short_name + ("" if found.confirmed else "?")
    return level if mark.side in (None, Side.CENTRAL) else f"{level} {mark.side.value}"


def mark_shapes(
    case: Case,
    view: PaneView,
    geometry: VolumeGeometry,
    selection: str,
    analysis: Analysis | None = None,
) -> Iterator[Shape]:
    """Yield the marks that lie in a pane's plane, and fainter those a few mm off it."""
    half_step_mm = step_mm(geometry, view.plane.normal) / 2 + 1e-6
    for mark in case.marks:
        if not view.shows(mark.point, half_step_mm + _MARK_NEAR_MM):
            continue
        opacity = 1.0 if view.shows(mark.point, half_step_mm) else _FAINT
        words = mark_caption(case, mark, analysis)
        yield from _mark(mark, words, view, opacity, selected=mark.mark_id == selection)


def _mark(
    mark: CompressionMark, words: str, view: PaneView, opacity: float, *, selected: bool
) -> Iterator[Shape]:
    target = Target(TargetKind.MARK, mark.mark_id)
    x, y = view.to_px(mark.point)
    symbol, filled = severity_symbol(mark.severity)
    if selected:
        yield Dot((x, y), _MARK_RADIUS_PX + 4, Role.SELECTED, opacity=opacity)
    yield Dot(
        (x, y),
        _MARK_RADIUS_PX,
        Role.MARK,
        symbol,
        filled,
        opacity=opacity,
        target=target,
        fill_opacity=_MARK_FILL,
    )
    away_px = min(max(_MARK_RADIUS_PX + 6, _BESIDE_SAC_MM / view.mm_per_px), _MOST_AWAY_PX)
    at, anchor = _beside((x, y), away_px, to_right=_words_to_right(mark.side, view))
    yield Text(at, words, Role.MARK, anchor, opacity, target)


def _words_to_right(side: Side | None, view: PaneView) -> bool:
    """Whether the words of a mark stand right of it: where a pane shows both sides, on the side they name."""
    if _is_sagittal(view):
        return True
    to_left = view.plane.right[0]
    if side not in (Side.RIGHT, Side.LEFT) or abs(to_left) < _SIDE_SHOWN:
        return False
    return (side is Side.LEFT) == (to_left > 0)


def seed_shapes(case: Case, view: PaneView, geometry: VolumeGeometry) -> Iterator[Shape]:
    """Yield the point from which the contrast column was grown, where a reader chose one."""
    half_step_mm = step_mm(geometry, view.plane.normal) / 2 + 1e-6
    if case.contrast_seed is not None and view.shows(case.contrast_seed, half_step_mm):
        yield Dot(view.to_px(case.contrast_seed), _LABEL_RADIUS_PX, Role.SEED, Symbol.CROSS)
