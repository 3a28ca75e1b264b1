"""Tubes around the curve of the canal whose outline changes from station to station."""

from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.lattice import Array

BEARINGS = 96
BEARING = np.arange(BEARINGS) * (2 * np.pi / BEARINGS)
"""Directions from the middle of an outline: 0 is left, a quarter turn is the back."""


@attrs.frozen
class Outline:
    """The outline of a tube at one station; area in mm2, the rest without unit unless named.

    `aspect` is width over depth, `point` sharpens the back into the tip of a triangle; the dents
    push the outline in from the front and from behind on either side, as shares of its radius.
    """

    area_mm2: float
    aspect: float = 1.3
    point: float = 0.04
    dent_front: float = 0.0
    dent_right: float = 0.0
    dent_left: float = 0.0
    dent_back: float = 0.0
    dent_front_right: float = 0.0
    dent_front_left: float = 0.0
    left_mm: float = 0.0
    back_mm: float = 0.0


_DENTS = (
    ("dent_front", -90.0, 38.0),
    ("dent_back", 90.0, 30.0),
    ("dent_left", 38.0, 30.0),
    ("dent_right", 142.0, 30.0),
    ("dent_front_left", -40.0, 34.0),
    ("dent_front_right", -140.0, 34.0),
)


@attrs.frozen(eq=False)
class Tube:
    """Outlines along the curve: `radius_mm[station, bearing]` around a middle off the curve."""

    start_mm: float
    step_mm: float
    radius_mm: NDArray[np.float64]
    left_mm: NDArray[np.float64]
    back_mm: NDArray[np.float64]

    @cached_property
    def areas_mm2(self) -> NDArray[np.float64]:
        """The area of every outline."""
        return np.maximum(self.radius_mm, 0) ** 2 @ np.full(BEARINGS, np.pi / BEARINGS)

    @cached_property
    def depths_mm(self) -> NDArray[np.float64]:
        """The front-to-back extent of every outline."""
        return np.ptp(np.maximum(self.radius_mm, 0) * np.sin(BEARING), axis=1)

    @cached_property
    def widths_mm(self) -> NDArray[np.float64]:
        """The left-to-right extent of every outline."""
        return np.ptp(np.maximum(self.radius_mm, 0) * np.cos(BEARING), axis=1)

    @cached_property
    def middles_mm(self) -> NDArray[np.float64]:
        """The centroid of every outline: left and back of the curve, shape (n, 2)."""
        places = self._places()
        after = np.roll(places, -1, axis=1)
        turn = places[..., 0] * after[..., 1] - after[..., 0] * places[..., 1]
        weighted = ((places + after) * turn[..., None]).sum(axis=1)
        return (
            np.column_stack([self.left_mm, self.back_mm])
            + weighted / np.maximum(3 * turn.sum(axis=1), 0.1)[:, None]
        )

    @cached_property
    def chords_mm(self) -> NDArray[np.float64]:
        """The front-to-back chord through the centroid of every outline."""
        places = self._places()
        x = places[..., 0] - (self.middles_mm[:, 0] - self.left_mm)[:, None]
        ahead = np.roll(x, -1, axis=1)
        y, y_ahead = places[..., 1], np.roll(places[..., 1], -1, axis=1)
        crosses = (x < 0) != (ahead < 0)
        share = x / np.where(crosses, x - ahead, 1.0)
        cut = y + share * (y_ahead - y)
        high = np.where(crosses, cut, -np.inf).max(axis=1)
        low = np.where(crosses, cut, np.inf).min(axis=1)
        return np.where(crosses.any(axis=1), high - low, 0.0)

    def _places(self) -> NDArray[np.float64]:
        """The points of every outline about its middle, shape (n, bearings, 2)."""
        radius = np.maximum(self.radius_mm, 0)
        return np.stack([radius * np.cos(BEARING), radius * np.sin(BEARING)], axis=2)

    @cached_property
    def _tables(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        wrapped = np.concatenate([self.radius_mm, self.radius_mm[:, :1]], axis=1)
        turn = np.gradient(wrapped, 2 * np.pi / BEARINGS, axis=1) / np.maximum(wrapped, 0.5)
        return wrapped.astype(np.float32), (1 / np.sqrt(1 + turn**2)).astype(np.float32)

    def station(self, arc_mm: Array) -> Array:
        """Return the fractional station of arcs, kept inside the tube's range."""
        return np.clip((arc_mm - self.start_mm) / self.step_mm, 0, len(self.left_mm) - 1.001)

    def polar(self, arc: Array, left: Array, back: Array) -> tuple[Array, Array, Array]:
        """Return the distance from the middle, the tube's radius there and its slant factor."""
        place = self.station(arc)
        low = place.astype(np.int32)
        share = (place - low).astype(np.float32)
        x = left - (self.left_mm.astype(np.float32))[low]
        y = back - (self.back_mm.astype(np.float32))[low]
        bearing = np.arctan2(y, x) * np.float32(BEARINGS / (2 * np.pi))
        bearing = np.where(bearing < 0, bearing + BEARINGS, bearing)
        spoke = np.minimum(bearing.astype(np.int32), BEARINGS - 1)
        part = bearing - spoke
        radius, slant = self._tables
        upper = radius[low, spoke] * (1 - part) + radius[low, spoke + 1] * part
        lower = radius[low + 1, spoke] * (1 - part) + radius[low + 1, spoke + 1] * part
        return np.hypot(x, y), upper + (lower - upper) * share, slant[low, spoke]

    def distance(self, arc: Array, left: Array, back: Array) -> Array:
        """Return the signed distance to the tube's wall in mm at places along the curve."""
        out, radius, slant = self.polar(arc, left, back)
        return ((out - radius) * slant).astype(np.float32)

    def inside(self, arc_mm: float, share: float, bearing_deg: float) -> tuple[float, float]:
        """Return left and back in mm of a place at a share of the radius in a bearing."""
        left, back = self.course(np.array([arc_mm]), np.array([share]), np.array([bearing_deg]))
        return float(left[0]), float(back[0])

    def course(
        self, arc_mm: NDArray[np.float64], share: NDArray[np.float64], bearing_deg: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return left and back in mm of many places, each at its share of the radius in its bearing."""
        row = np.rint(self.station(arc_mm)).astype(int)
        spoke = bearing_deg % 360 / 360 * BEARINGS
        low = spoke.astype(int) % BEARINGS
        part = spoke - spoke.astype(int)
        radius = self.radius_mm[row, low] * (1 - part) + self.radius_mm[row, (low + 1) % BEARINGS] * part
        angle = np.deg2rad(bearing_deg)
        left = self.left_mm[row] + share * radius * np.cos(angle)
        return left, self.back_mm[row] + share * radius * np.sin(angle)


def outline_radius(outline: Outline) -> NDArray[np.float64]:
    """Return the radius in every bearing of an outline, its area exact."""
    if outline.area_mm2 <= 0.05:
        return np.full(BEARINGS, -2.0)
    radius = 1 / np.sqrt(np.cos(BEARING) ** 2 / outline.aspect + np.sin(BEARING) ** 2 * outline.aspect)
    radius = radius * (1 + outline.point * np.cos(3 * (BEARING - np.pi / 2)))
    for name, bearing, width in _DENTS:
        gap = np.abs((np.rad2deg(BEARING) - bearing + 180) % 360 - 180)
        radius = radius * (1 - getattr(outline, name) * np.exp(-((gap / width) ** 2)))
    return radius * np.sqrt(outline.area_mm2 / (np.pi / BEARINGS * (radius**2).sum()))


def tube(start_mm: float, step_mm: float, outlines: list[Outline]) -> Tube:
    """Return the tube through outlines `step_mm` apart."""
    return Tube(
        start_mm,
        step_mm,
        np.array([outline_radius(one) for one in outlines]),
        np.array([one.left_mm for one in outlines]),
        np.array([one.back_mm for one in outlines]),
    )
