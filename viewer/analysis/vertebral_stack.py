"""The spine straightened along the canal: every section turned so that its vertebral body lies in front."""

import attrs
import numpy as np

from viewer.analysis.curve import Curve, Points, across, framed, sample
from viewer.analysis.filters import Floats, gaussian_along
from viewer.model.volume import Volume

CELL_MM = 2.0
FRONT_MM, BACK_MM, SIDE_MM = -50.0, 30.0, 60.0
AIR_HU = -900.0

_BEYOND_MM = 60.0
_BEND_MM = 20
_LEAST_POINTS = 3
_TURN_DEG = 60.0
_TURN_COST = 0.15
_TURN_SHARPNESS = 25.0
_EVERY = 3


@attrs.frozen(eq=False)
class VertebralStack:
    """HU `[n, b, a]` in sections across `curve`, one every mm, cells of `CELL_MM`.

    `a` grows to the patient's left, `b` to the back of the vertebra, both about the curve. `first` and
    `stop` bound the rows that belong to the curve it was made from; the others carry it on.
    """

    curve: Curve
    hu: Floats
    first: int
    stop: int

    @property
    def back_mm(self) -> Floats:
        """How far each row `b` lies behind the curve."""
        return np.arange(FRONT_MM, BACK_MM + 0.1, CELL_MM)

    @property
    def left_mm(self) -> Floats:
        """How far each column `a` lies to the left of the curve."""
        return np.arange(-SIDE_MM, SIDE_MM + 0.1, CELL_MM)

    @property
    def inside(self) -> Floats:
        """The share of each section's middle that lies in the scan."""
        front = self.box((-30.0, -6.0), (-12.0, 12.0))
        return (front > AIR_HU).mean(axis=(1, 2))

    def box(self, back_mm: tuple[float, float], left_mm: tuple[float, float]) -> Floats:
        """Return the part of all sections between two depths and two sides."""
        rows = (self.back_mm >= back_mm[0]) & (self.back_mm <= back_mm[1])
        columns = (self.left_mm >= left_mm[0]) & (self.left_mm <= left_mm[1])
        return self.hu[:, rows][:, :, columns]

    def row_of(self, point: Points) -> int:
        """Return the section nearest to a point."""
        return int(np.argmin(((self.curve.points - point) ** 2).sum(axis=1)))


def vertebral_stack(volume: Volume, curve: Curve) -> VertebralStack:
    """Return the straightened spine about a canal curve and `_BEYOND_MM` beyond both of its ends."""
    longer, first, stop = _carried_on(curve)
    turned = _facing_bodies(volume, longer)
    back = np.arange(FRONT_MM, BACK_MM + 0.1, CELL_MM)
    left = np.arange(-SIDE_MM, SIDE_MM + 0.1, CELL_MM)
    return VertebralStack(turned, across(volume, turned, left, back), first, stop)


def _carried_on(curve: Curve) -> tuple[Curve, int, int]:
    """The curve one mm a point, carried on at both ends with a bend that dies away."""
    length = curve.arc_mm[-1]
    arc = np.arange(0.0, length + 1e-6)
    points = np.stack([np.interp(arc, curve.arc_mm, curve.points[:, axis]) for axis in range(3)], axis=1)
    count = round(_BEYOND_MM)
    head = _beyond(points, -curve.tangent[0], count)[::-1]
    tail = _beyond(points[::-1], curve.tangent[-1], count)
    return framed(np.concatenate([head, points, tail]), 1.0), count, count + len(points)


def _beyond(points: Points, outward: Points, count: int) -> Points:
    """`count` points before the first, one mm apart; straight on where there are too few to tell a bend."""
    if len(points) < _LEAST_POINTS:
        return points[0] + np.arange(1, count + 1)[:, None] * outward
    reach = min(2 * _BEND_MM, len(points) - 1)
    half = reach // 2
    near = (points[0] - points[half]) / half
    far = (points[half] - points[reach]) / (reach - half)
    bend = np.clip((near - far) / (reach / 2), -0.015, 0.015)
    step = np.arange(1, count + 1)[:, None]
    directions = near + bend * (half / 2 + np.minimum(step, _BEND_MM))
    directions = directions / np.linalg.norm(directions, axis=1, keepdims=True)
    return points[0] + np.cumsum(directions, axis=0)


def _facing_bodies(volume: Volume, curve: Curve) -> Curve:
    """The curve with its frames turned so that most bone lies in front, smoothly along it."""
    rows = np.arange(0, len(curve), _EVERY)
    angles = np.deg2rad(np.arange(-_TURN_DEG, _TURN_DEG + 1, 6.0))
    depth = np.arange(11.0, 26.1, 3.0)[None, :, None, None]
    aside = np.arange(-8.0, 8.1, 4.0)[None, None, :, None]
    bone = np.zeros((len(rows), len(angles)))
    for number, angle in enumerate(angles):
        turned = _turned(curve, np.full(len(curve), angle))
        points = curve.points[rows][:, None, None] - turned.back[rows][:, None, None] * depth
        points = points + turned.left[rows][:, None, None] * aside
        bone[:, number] = np.clip((sample(volume, points) - 50.0) / 200.0, 0.0, 1.0).mean(axis=(1, 2))
    won = gaussian_along(bone, 18.0 / _EVERY, 0) - _TURN_COST * (angles / angles[-1]) ** 2
    weight = np.exp((won - won.max(axis=1, keepdims=True)) * _TURN_SHARPNESS)
    angle = gaussian_along((weight * angles).sum(axis=1) / weight.sum(axis=1), 15.0 / _EVERY, 0)
    return _turned(curve, np.interp(np.arange(len(curve)), rows, angle))


def _turned(curve: Curve, angle: Floats) -> Curve:
    """The curve with its frames turned about it, the back towards the patient's right for positive angles."""
    cosine, sine = np.cos(angle)[:, None], np.sin(angle)[:, None]
    left = cosine * curve.left + sine * curve.back
    back = cosine * curve.back - sine * curve.left
    return attrs.evolve(curve, left=left, back=back)
