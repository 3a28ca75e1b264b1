"""The knife: a line across a pane, and what of the sac lies beyond it is cut off."""

import math

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.case import Case
from viewer.model.geometry import Vec3, VolumeGeometry, add, distance_mm, dot, scale, subtract, unit
from viewer.model.overlay.overlay_shapes import Line, Pixel, Role, Shape
from viewer.model.resolve import PaneView
from viewer.model.sac import SacVoxels, with_correction
from viewer.tools.correcting import with_erased
from viewer.tools.events import Button, Modifier, Phase, Pointer
from viewer.tools.gesture import apart
from viewer.tools.outcome import NOTHING, Edit, Outcome, Preview, Refused
from viewer.tools.painting import NOT_MEASURED
from viewer.tools.tool import Context
from viewer.tools.voxels import Index, index_box

_MISSED = Refused("This line cuts nothing off the sac.", "Draw it across the sac, from edge to edge.")
_OTHER_SIDE = Modifier.CONTROL | Modifier.ALT
_BEYOND_MM = 60.0
_TIE_MM = 1e-6
_AT_LINE_VOXELS = 1.5
_NONE: Index = tuple(np.empty((3, 0), np.int64))
_TICK_PX, _TICK_APART_PX, _WALL_PX = 9.0, 7.0, 34.0


@attrs.frozen
class Cut:
    """What a line cuts off: a prism on it, as deep as `reach_mm` before and behind the pane.

    `along`, `away` and `depth` are perpendicular unit LPS directions: along the line from `start`,
    away from it on the side cut off, and into the pane.
    """

    start: Vec3
    along: Vec3
    away: Vec3
    depth: Vec3
    length_mm: float
    reach_mm: float


def cut_of(press: Pointer, event: Pointer, reach_mm: float) -> Cut | None:
    """Return the cut of a line dragged in a pane, on the right of the drag; Ctrl or Alt takes the left."""
    start, end = press.point, press.view.to_lps(event.x_px, event.y_px)
    if not apart(press, event):
        return None
    along, plane = unit(subtract(end, start)), press.view.plane
    right_mm, down_mm = dot(along, plane.right), dot(along, plane.down)
    away = add(scale(plane.right, -down_mm), scale(plane.down, right_mm))
    if event.modifiers & _OTHER_SIDE:
        away = scale(away, -1)
    return Cut(start, along, away, plane.normal, distance_mm(start, end), reach_mm)


def cut_off(cut: Cut, sac: SacVoxels) -> Index:
    """Return the voxels of the box that a cut takes off `sac`: those in its prism that reach the line."""
    grid = sac.geometry
    corners = np.array([grid.to_index(point) for point in _corners(cut)])
    box = index_box(grid, corners.min(axis=0), corners.max(axis=0), 0.0)
    if box is None:
        return _NONE
    (i0, j0, k0), (i1, j1, k1) = box
    index = np.nonzero(sac.mask[k0:k1, j0:j1, i0:i1])
    place = tuple(part + shift for part, shift in zip(index, (k0, j0, i0), strict=True))
    along_mm, away_mm, depth_mm = (
        _offset_mm(grid, place, cut.start, way) for way in (cut.along, cut.away, cut.depth)
    )
    inside = (along_mm >= -_TIE_MM) & (along_mm <= cut.length_mm + _TIE_MM)
    inside &= (away_mm >= -_TIE_MM) & (away_mm <= _BEYOND_MM)
    inside &= np.abs(depth_mm) <= cut.reach_mm + _TIE_MM
    at_line = inside & (away_mm <= _AT_LINE_VOXELS * max(grid.spacing_mm))
    kept = inside & _connected(index, inside, at_line, (k1 - k0, j1 - j0, i1 - i0))
    return tuple(part[kept] for part in place)


def _offset_mm(grid: VolumeGeometry, place: Index, start: Vec3, way: Vec3) -> NDArray[np.float64]:
    """How far voxels lie from a point along a direction."""
    first = grid.to_index(start)
    steps = [dot(way, axis) * step for axis, step in zip(grid.axes, grid.spacing_mm, strict=True)]
    k, j, i = place
    return (i - first[0]) * steps[0] + (j - first[1]) * steps[1] + (k - first[2]) * steps[2]


def _connected(
    index: Index, inside: NDArray[np.bool_], seeds: NDArray[np.bool_], shape: tuple[int, int, int]
) -> NDArray[np.bool_]:
    """Which voxels hang together with a seed through voxels inside; all corners count as contact."""
    # scipy is slow to import: it comes with the first cut.
    from scipy.ndimage import label

    flags = np.zeros(shape, dtype=bool)
    flags[tuple(part[inside] for part in index)] = True
    parts = np.zeros(shape, np.int32)
    label(flags, structure=np.ones((3, 3, 3)), output=parts)
    found = parts[index]
    return np.isin(found, np.unique(found[seeds]))


def _depth(cut: Cut) -> tuple[float, float]:
    return -cut.reach_mm, cut.reach_mm


def _corners(cut: Cut) -> list[Vec3]:
    ends = (cut.start, add(cut.start, scale(cut.along, cut.length_mm)))
    sides = [add(end, scale(cut.away, mm)) for end in ends for mm in (0.0, _BEYOND_MM)]
    return [add(side, scale(cut.depth, mm)) for side in sides for mm in _depth(cut)]


class CutTool:
    """A line is dragged; what of the sac lies on its hatched side is cut off as one edit."""

    def __init__(self) -> None:
        self._press: Pointer | None = None
        self._sac: SacVoxels | None = None
        self._cut: Cut | None = None

    def handle(self, event: Pointer, context: Context) -> Outcome:
        """Answer one pointer event."""
        if event.phase is Phase.HOVER or event.button is not Button.LEFT:
            return NOTHING
        if event.phase in (Phase.PRESS, Phase.DOUBLE):
            return self._begin(event, context)
        press, sac = self._press, self._sac
        if press is None or sac is None:
            return NOTHING
        self._cut = cut_of(press, event, context.brush.cut_reach_mm)
        case = self._case(sac, context)
        if event.phase is Phase.MOVE:
            return Preview(case)
        was_click = self._cut is None
        self.cancel()
        if case != context.case:
            return Edit("Cut sac", case)
        return Preview(None) if was_click else _MISSED

    def cancel(self) -> Outcome:
        """Drop the line under way."""
        self._press = self._sac = self._cut = None
        return Preview(None)

    def leave(self) -> None:
        """The pointer left the pane; a line under way stays."""

    def drawn(self, view: PaneView) -> tuple[Shape, ...]:
        """Return the line under way, hatched on the side that is cut off."""
        press, cut = self._press, self._cut
        if press is None or cut is None or press.view.kind is not view.kind:
            return ()
        return cut_shapes(cut, view)

    def _begin(self, event: Pointer, context: Context) -> Outcome:
        if context.sac is None:
            return NOT_MEASURED
        self._press, self._cut = event, None
        self._sac = with_correction(context.sac, context.geometry.shape, context.case.correction)
        return NOTHING

    def _case(self, sac: SacVoxels, context: Context) -> Case:
        if self._cut is None or context.sac is None:
            return context.case
        index = cut_off(self._cut, sac)
        if not len(index[0]):
            return context.case
        return with_erased(context.case, context.sac, index, context.geometry)


def cut_shapes(cut: Cut, view: PaneView) -> tuple[Shape, ...]:
    """Return the line of a cut, its hatching and the walls between which it cuts."""
    end = add(cut.start, scale(cut.along, cut.length_mm))
    start_px, end_px = view.to_px(cut.start), view.to_px(end)
    towards = view.to_px(add(cut.start, cut.away))
    away = _unit_px((towards[0] - start_px[0], towards[1] - start_px[1]))
    along = _unit_px((end_px[0] - start_px[0], end_px[1] - start_px[1]))
    shapes: list[Shape] = []
    for n in range(1, int(math.dist(start_px, end_px) / _TICK_APART_PX)):
        foot = _moved(start_px, along, n * _TICK_APART_PX)
        tip = _moved(_moved(foot, away, _TICK_PX), along, _TICK_PX / 2)
        shapes.append(Line(foot, tip, Role.ERASED, opacity=0.9))
    walls = (
        Line(corner, _moved(corner, away, _WALL_PX), Role.ERASED, dashed=True, opacity=0.7)
        for corner in (start_px, end_px)
    )
    return (*shapes, *walls, Line(start_px, end_px, Role.ERASED, width_px=2.0))


def _unit_px(run: Pixel) -> Pixel:
    length = math.hypot(*run) or 1.0
    return (run[0] / length, run[1] / length)


def _moved(place: Pixel, direction: Pixel, distance_px: float) -> Pixel:
    return (place[0] + direction[0] * distance_px, place[1] + direction[1] * distance_px)
