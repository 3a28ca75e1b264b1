"""Where the plane of a pane crosses slices that were never scanned."""

import math
from collections.abc import Iterator
from itertools import product, starmap
from typing import TypeAlias

from viewer.model.geometry import Vec3, VolumeGeometry, add, dot, scale, subtract
from viewer.model.overlay.overlay_shapes import Anchor, Hatching, Pixel, Role, Shape, Text
from viewer.model.resolve import PaneView

Gaps: TypeAlias = tuple[tuple[int, int], ...]
"""Stretches of slices that were never scanned, `(first k, count)`."""

NOT_SCANNED, PARTLY = "not scanned", "partly not scanned"
_EDGES = tuple((a, a | 1 << bit) for a in range(8) for bit in range(3) if not a & 1 << bit)
_EXACT_MM = 1e-6
_LEAST_PX = 0.5
# The words stand off the middle, where the lines of the other planes cross.
_ASIDE, _NARROW_PX = 0.45, 80.0
_HALF_LINE_PX, _HALF_WORDS_PX = 9.0, 44.0


def gap_shapes(gaps: Gaps, geometry: VolumeGeometry, view: PaneView) -> Iterator[Shape]:
    """Yield the hatched areas of a pane, with their words.

    A slab that looks through scanned and missing slices alike is hatched where any is missing.
    """
    for first, count in gaps:
        area = gap_area((first, count), geometry, view)
        shown = _within(area, view)
        if len(shown) < 3 or _extent_px(shown) < _LEAST_PX:
            continue
        yield Hatching(area, Role.GAP)
        words = NOT_SCANNED if _all_missing((first, count), geometry, view) else PARTLY
        yield Text(_words_at(shown, view), words, Role.GAP, Anchor.CENTRE)


def gap_area(gap: tuple[int, int], geometry: VolumeGeometry, view: PaneView) -> tuple[Pixel, ...]:
    """Return the convex outline in pane pixels of what a plane or its slab shares with missing slices."""
    corners = _box(gap, geometry)
    depths = [view.plane.distance_mm(corner) for corner in corners]
    half_mm = view.slab_mm / 2
    found = [corner for corner, mm in zip(corners, depths, strict=True) if abs(mm) <= half_mm + _EXACT_MM]
    for (a, b), face in product(_EDGES, {half_mm, -half_mm}):
        if (depths[a] - face) * (depths[b] - face) < 0:
            share = (face - depths[a]) / (depths[b] - depths[a])
            found.append(add(corners[a], scale(subtract(corners[b], corners[a]), share)))
    return _hull([view.to_px(point) for point in found])


def _box(gap: tuple[int, int], geometry: VolumeGeometry) -> tuple[Vec3, ...]:
    """The corners of the missing slices, to the faces of their voxels."""
    first, count = gap
    _, rows, columns = geometry.shape
    ends = ((-0.5, columns - 0.5), (-0.5, rows - 0.5), (first - 0.5, first + count - 0.5))
    return tuple(
        geometry.to_lps((ends[0][n & 1], ends[1][n >> 1 & 1], ends[2][n >> 2 & 1])) for n in range(8)
    )


def _all_missing(gap: tuple[int, int], geometry: VolumeGeometry, view: PaneView) -> bool:
    """Whether lines of sight through the slab stay within the missing slices where they meet them."""
    first, count = gap
    along = abs(dot(view.plane.normal, geometry.axes[2])) / geometry.spacing_mm[2]
    if view.slab_mm * along < 1:
        return True
    middle = geometry.to_index(view.plane.point)[2]
    reach = view.slab_mm / 2 * along
    return along > 0 and first - 0.5 <= middle - reach and middle + reach <= first + count - 0.5


def _hull(points: list[Pixel]) -> tuple[Pixel, ...]:
    """The convex outline of points, in order (Andrew's monotone chain)."""
    ordered = sorted({(round(x, 3), round(y, 3)) for x, y in points})
    if len(ordered) < 3:
        return tuple(ordered)
    return (*_chain(ordered)[:-1], *_chain(ordered[::-1])[:-1])


def _chain(ordered: list[Pixel]) -> list[Pixel]:
    chain: list[Pixel] = []
    for point in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Pixel, b: Pixel, c: Pixel) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _within(area: tuple[Pixel, ...], view: PaneView) -> tuple[Pixel, ...]:
    """An outline cut to the pane (Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, 0, 1), (0, view.width_px, -1), (1, 0, 1), (1, view.height_px, -1)):
        kept: list[Pixel] = []
        for a, b in zip(area, (*area[1:], *area[:1]), strict=True):
            inside_a, inside_b = (sign * (one[axis] - limit) >= 0 for one in (a, b))
            if inside_a:
                kept.append(a)
            if inside_a != inside_b:
                share = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        area = tuple(kept)
    return area


def _extent_px(area: tuple[Pixel, ...]) -> float:
    """Twice the area over the longest side: about how thick it is."""
    doubled = abs(sum(starmap(_cross, zip(area, (*area[1:], area[0]), strict=True))))
    longest = max(math.dist(a, b) for a in area for b in area)
    return doubled / longest if longest else 0.0


def _cross(a: Pixel, b: Pixel) -> float:
    return a[0] * b[1] - b[0] * a[1]


def _words_at(shown: tuple[Pixel, ...], view: PaneView) -> Pixel:
    """Where the words stand: inside the visible area, off its middle, and whole within the pane."""
    reach = [(min(one[axis] for one in shown), max(one[axis] for one in shown)) for axis in (0, 1)]
    band = min(high - low for low, high in reach) < _NARROW_PX
    # Along a band towards its end, where no levels are named; in a wide area up and to the left.
    aside = _ASIDE if band else -_ASIDE
    x, y = (
        (low + high + (0.0 if high - low < _NARROW_PX else aside * (high - low))) / 2 for low, high in reach
    )
    top, bottom = reach[1]
    if bottom - top < 2 * _HALF_LINE_PX:
        # Words higher than the band stand above it, not across.
        y = top - _HALF_LINE_PX if top > 2 * _HALF_LINE_PX else bottom + _HALF_LINE_PX
    return (
        min(max(x, _HALF_WORDS_PX), max(view.width_px - _HALF_WORDS_PX, _HALF_WORDS_PX)),
        min(max(y, _HALF_LINE_PX), max(view.height_px - _HALF_LINE_PX, _HALF_LINE_PX)),
    )
