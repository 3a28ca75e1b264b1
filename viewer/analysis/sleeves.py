"""Root sleeves: opacified CSF followed from the sac's side towards the foramina, for the 3D surface.

Bone as bright as contrast lies beside them, so nothing is flooded: a short tube is traced from a mouth
in the side wall, as long as it is round, of contrast, and dark around.
"""

import attrs
import numpy as np
from scipy import ndimage

from viewer.analysis.border import SacBorder
from viewer.analysis.contrast import SOFT_HU
from viewer.analysis.curve import Curve, Points, sample
from viewer.analysis.filters import Flags, Floats, gaussian, gaussian_along, most_along
from viewer.model.volume import Volume

BONE_SHARE = 1.3
"""Outside the sac, what is brighter than this share of CSF is bone."""

_CELL_MM, _ASIDE_MM, _BEHIND_MM = 0.6, 24.0, 12.0
_CORE_MM = 0.8
# Roots leave the sac by its sides.
_SIDE_COSINE = 0.95
_MOUTHS_APART_MM = 4.0
_LEAST_MOUTH, _LEAST_PASSAGE, _LEAST_CORE, _MOST_CORE = 0.45, 0.5, 0.4, 1.3
_STEP_MM, _MOST_STEPS = 0.8, 18
_RING_MM, _RING_POINTS = 2.9, 16
_LEAST_USED, _LEAST_DARK, _MEAN_DARK = 0.25, 0.5, 0.78
_LEAST_REACH_MM, _MOST_RISE_MM = 2.4, 0.5
# Contrast this bright outshines cortical bone, which then differs from a sleeve by being darker only.
_OUTSHINES_HU, _LEAST_OUTSHINING = 800.0, 0.7
_DIRECTIONS = 90
# Sections read at once: their places take far more memory than their values.
_AT_ONCE = 48


@attrs.frozen(eq=False)
class Sleeve:
    """A root sleeve: LPS points `[n, 3]` along its middle from within the sac, and the HU of CSF there."""

    points: Points
    csf_hu: float


@attrs.frozen(eq=False)
class _Canal:
    """The surroundings of the sac, straightened: cells `[section, back, left]`, places in mm in this order.

    `share` is the brightness from soft tissue (0) to CSF (1), `core` the same evened and without bone,
    `outside_mm` how far a cell lies beyond the sac's wall.
    """

    curve: Curve
    share: Floats
    core: Floats
    bone: Floats
    outside_mm: Floats

    def read(self, cells: Floats, place_mm: Floats) -> Floats:
        """Return a value of the cells at places `[..., 3]`."""
        back = (place_mm[..., 1] + _BEHIND_MM) / _CELL_MM
        left = (place_mm[..., 2] + _ASIDE_MM) / _CELL_MM
        at = np.stack([place_mm[..., 0] / self.curve.step_mm, back, left])
        found = ndimage.map_coordinates(cells, at.reshape(3, -1), order=1, mode="nearest")
        return np.asarray(found).reshape(place_mm.shape[:-1])

    def lps(self, place_mm: Floats) -> Points:
        """Return places `[n, 3]` as LPS points."""
        along = place_mm[:, 0] / self.curve.step_mm
        rows = np.arange(len(self.curve))

        def there(values: Points) -> Points:
            return np.stack([np.interp(along, rows, values[:, axis]) for axis in range(3)], axis=1)

        aside = there(self.curve.left) * place_mm[:, 2:]
        return there(self.curve.points) + aside + there(self.curve.back) * place_mm[:, 1:2]


@attrs.frozen(eq=False)
class _Mouths:
    """Where sleeves may leave: places `[n, 3]` just outside the wall and unit ways out, in mm."""

    place: Floats
    out: Floats


def find_sleeves(volume: Volume, border: SacBorder, opacified: Flags) -> tuple[Sleeve, ...]:
    """Return the root sleeves that hold contrast, in an upright volume; rather none than bone."""
    if not opacified.any():
        return ()
    along_hu = np.median(border.csf_hu, axis=1)
    canal = _straightened(volume, border, along_hu)
    mouths = _mouths(canal, opacified)
    if not len(mouths.place):
        return ()
    found: list[Sleeve] = []
    for number, (path, looks) in enumerate(_traced(canal, mouths)):
        csf_hu = float(along_hu[round(path[0, 0] / border.curve.step_mm)])
        if _is_sleeve(canal, path, looks, csf_hu):
            depth = canal.read(canal.outside_mm, path[:1])[0] + 1.0
            root = path[:1] - depth * mouths.out[number]
            found.append(Sleeve(canal.lps(np.concatenate([root, path])), csf_hu))
    return tuple(found)


def _straightened(volume: Volume, border: SacBorder, along_hu: Floats) -> _Canal:
    curve = border.curve
    left = np.arange(-_ASIDE_MM, _ASIDE_MM + _CELL_MM / 2, _CELL_MM)
    back = np.arange(-_BEHIND_MM, _BEHIND_MM + _CELL_MM / 2, _CELL_MM)
    share = np.empty((len(curve), len(back), len(left)), np.float32)
    for start in range(0, len(curve), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        offsets = (
            curve.left[rows, None, None] * left[:, None] + curve.back[rows, None, None] * back[:, None, None]
        )
        hu = sample(volume, curve.points[rows, None, None] + offsets)
        share[rows] = (hu - SOFT_HU) / np.maximum(along_hu[rows, None, None] - SOFT_HU, 30.0)
    outside_mm = _outside_mm(border.radii_mm, back, left)
    bone = (share > BONE_SHARE) & (outside_mm > _CELL_MM)
    bone = np.logical_or.reduce([most_along(bone, 3, axis) for axis in range(3)])
    widths = (_CORE_MM / curve.step_mm, _CORE_MM / _CELL_MM, _CORE_MM / _CELL_MM)
    core = gaussian(np.where(bone, np.float32(0), np.clip(share, -0.2, 1.15)), widths)
    return _Canal(curve, share, core, bone.astype(np.float32), outside_mm)


def _outside_mm(radii_mm: Floats, back: Floats, left: Floats) -> Floats:
    angles = radii_mm.shape[1]
    turn = np.arctan2(back[:, None], left[None, :]) * angles / (2 * np.pi)
    low = np.floor(turn).astype(int)
    rest = (turn - low).astype(np.float32)
    table = radii_mm.astype(np.float32)
    edge = table[:, low % angles] * (1 - rest) + table[:, (low + 1) % angles] * rest
    return np.asarray(np.hypot(back[:, None], left[None, :]).astype(np.float32) - edge)


def _mouths(canal: _Canal, opacified: Flags) -> _Mouths:
    """The brightest places of a shell about the sides of the sac that contrast leads out to."""
    step_mm = canal.curve.step_mm
    back = np.arange(canal.share.shape[1]) * _CELL_MM - _BEHIND_MM
    left = np.arange(canal.share.shape[2]) * _CELL_MM - _ASIDE_MM
    away = np.maximum(np.hypot(back[:, None], left[None, :]), _CELL_MM)
    beside = np.abs(left)[None, :] / away > _SIDE_COSINE
    shell = (canal.outside_mm > 1.0) & (canal.outside_mm < 2.0) & beside & opacified[:, None, None]
    bright = np.where(shell, canal.core, -1.0)
    most = bright
    for axis, cell_mm in enumerate((step_mm, _CELL_MM, _CELL_MM)):
        most = most_along(most, 2 * round(_MOUTHS_APART_MM / cell_mm) + 1, axis)
    cells = np.argwhere((bright == most) & (bright > _LEAST_MOUTH))
    place = np.stack([cells[:, 0] * step_mm, back[cells[:, 1]], left[cells[:, 2]]], axis=1)
    out = place * np.array([0.0, 1.0, 1.0])
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), _CELL_MM)
    depth = np.arange(-0.6, 1.7, 0.2) - canal.read(canal.outside_mm, place)[:, None]
    passage = canal.read(_evened(canal), place[:, None] + depth[..., None] * out[:, None])
    open_ones = passage.min(axis=1, initial=1.0) > _LEAST_PASSAGE
    return _Mouths(place[open_ones], out[open_ones])


def _evened(canal: _Canal) -> Floats:
    """Brightness evened less than the core, bone left in."""
    even = np.clip(canal.share, -0.2, 1.3)
    even = gaussian_along(even, 0.6 / canal.curve.step_mm, 0)
    return gaussian(even, (0.0, 1.0, 1.0))


def _traced(canal: _Canal, mouths: _Mouths) -> list[tuple[Floats, Floats]]:
    """The path `[n, 3]` from each mouth, and of every step how dark its surroundings and how bright it is."""
    place, way = mouths.place, _unit(mouths.out + np.array([0.35, 0.0, 0.0]))
    paths, looks = [[one] for one in place], [list[Floats]() for _ in place]
    going = np.ones(len(place), bool)
    for number in range(_MOST_STEPS):
        ahead, free = _next(canal, place, way, 0.3 if number == 0 else 0.6)
        way = ahead if number == 0 else _unit(0.4 * way + 0.6 * ahead)
        reached = place + _STEP_MM * ahead
        dark, used = _surroundings(canal, reached, way)
        core, bright = canal.read(canal.core, reached), canal.read(canal.share, reached)
        going &= free & (core > _LEAST_CORE) & (bright < _MOST_CORE) & (dark > _LEAST_DARK)
        going &= used > _LEAST_USED
        if not going.any():
            break
        for one in np.flatnonzero(going):
            paths[one].append(reached[one])
            looks[one].append(np.array([dark[one], bright[one]]))
        place = np.where(going[:, None], reached, place)
    return [(np.array(path), np.array(look).reshape(-1, 2)) for path, look in zip(paths, looks, strict=True)]


def _next(canal: _Canal, place: Floats, way: Floats, least_cosine: float) -> tuple[Floats, Flags]:
    """The brightest way on that does not turn back to the sac or the head, and whether there is one."""
    ways = _ways()
    straight = way @ ways.T
    near = place[:, None] + _STEP_MM * ways
    gain = (
        canal.read(canal.core, near) + 0.5 * canal.read(canal.core, near + _STEP_MM * ways) + 0.15 * straight
    )
    outside_mm, here_mm = canal.read(canal.outside_mm, near), canal.read(canal.outside_mm, place)
    barred = (straight < least_cosine) | (outside_mm < here_mm[:, None] - 0.15) | (outside_mm < 0.8)
    gain = np.where(barred | (ways[:, 0] < -0.55), -np.inf, gain)
    best = np.argmax(gain, axis=1)
    return ways[best], np.isfinite(gain[np.arange(len(best)), best])


def _surroundings(canal: _Canal, place: Floats, way: Floats) -> tuple[Floats, Floats]:
    """Which share of a ring about a tube is dark, and which share of it could be judged: no sac, no bone."""
    turn = np.arange(_RING_POINTS) * 2 * np.pi / _RING_POINTS
    first = _unit(np.cross(way, np.array([0.3, 0.8, 0.52])))
    second = np.cross(way, first)
    ring = np.cos(turn)[None, :, None] * first[:, None] + np.sin(turn)[None, :, None] * second[:, None]
    ring = place[:, None] + _RING_MM * ring
    judged = (canal.read(canal.outside_mm, ring) > 0.7) & (canal.read(canal.bone, ring) < 0.3)
    dark = judged & (canal.read(canal.share, ring) < 0.45)
    return dark.sum(axis=1) / np.maximum(judged.sum(axis=1), 1), judged.mean(axis=1)


def _is_sleeve(canal: _Canal, path: Floats, looks: Floats, csf_hu: float) -> bool:
    if len(path) < 2:
        return False
    dark, bright = looks.mean(axis=0)
    reach_mm = float(canal.read(canal.outside_mm, path[-1:])[0])
    outshone = csf_hu < _OUTSHINES_HU or bright >= _LEAST_OUTSHINING
    sinks = path[-1, 0] - path[0, 0] >= -_MOST_RISE_MM
    return bool(reach_mm >= _LEAST_REACH_MM and dark >= _MEAN_DARK and sinks and outshone)


def _ways() -> Floats:
    """Unit directions spread evenly over the sphere."""
    number = np.arange(_DIRECTIONS) + 0.5
    height = 1 - 2 * number / _DIRECTIONS
    turn = np.pi * (1 + 5**0.5) * number
    flat = np.sqrt(1 - height**2)
    return np.stack([height, flat * np.cos(turn), flat * np.sin(turn)], axis=1)


def _unit(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
