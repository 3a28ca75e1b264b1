"""The curve of the spinal canal and the frame that bends with it."""

from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from viewer.analysis.phantom.lattice import Array, Lattice, enlarge
from viewer.analysis.phantom.solid import Frame
from viewer.analysis.phantom.spec import PhantomSpec
from viewer.model.geometry import Matrix
from viewer.model.spine import Level

STEP_MM = 0.5
_BEYOND_MM = 70.0
_BODY_SHARE = 0.22


@attrs.frozen(eq=False)
class SpineCurve:
    """The middle of the bony canal, sampled every `STEP_MM` of arc from head to feet.

    A place along it is `arc_mm`; across it `left_mm` and `back_mm` along the frame's axes.
    `arcs` holds the arc of the middle of every vertebra and disc.
    """

    start_mm: float
    points: NDArray[np.float64]
    down: NDArray[np.float64]
    left: NDArray[np.float64]
    back: NDArray[np.float64]
    arcs: dict[Level, float]

    @cached_property
    def stations(self) -> NDArray[np.float64]:
        """The arc of every sample in mm."""
        return np.arange(len(self.points), dtype=np.float64) * STEP_MM + self.start_mm

    def _row(self, table: Matrix, arc_mm: float) -> Matrix:
        place = (arc_mm - self.start_mm) / STEP_MM
        low = min(max(int(place), 0), len(table) - 2)
        share = np.float64(min(max(place - low, 0.0), 1.0))
        row: Matrix = np.empty(table.shape[1])
        row[:] = table[low] * (1 - share) + table[low + 1] * share
        return row

    def frame(self, arc_mm: float) -> Frame:
        """Return the frame at an arc: x to the left, y to the back, z to the head."""
        back = self._row(self.back, arc_mm)
        up = -self._row(self.down, arc_mm)
        up /= np.linalg.norm(up)
        back -= up * (back @ up)
        back /= np.linalg.norm(back)
        return Frame(self._row(self.points, arc_mm), np.array([np.cross(back, up), back, up]))

    def at(self, level: str) -> Frame:
        """Return the frame at the middle of a level."""
        return self.frame(self.arcs[Level(level)])

    def point(self, arc_mm: float, left_mm: float, back_mm: float) -> NDArray[np.float64]:
        """Return the LPS point of a place in the curve's own coordinates."""
        frame = self.frame(arc_mm)
        return frame.origin + left_mm * frame.axes[0] + back_mm * frame.axes[1]

    def path(self, arcs: Matrix, left_mm: Matrix, back_mm: Matrix) -> Matrix:
        """Return the LPS points (n, 3) of many places."""
        origins, left, back = (self._tables(name, arcs) for name in ("points", "left", "back"))
        return origins + left_mm[:, None] * left + back_mm[:, None] * back

    def coordinates(self, lattice: Lattice) -> tuple[Array, Array, Array]:
        """Return arc, left and back in mm of every node of a lattice near the curve.

        Solved on nodes 5 mm apart and interpolated: off by less than 0.05 mm near the canal.
        """
        coarse, stencils = lattice.thinned(5.0)
        nodes = coarse.points().reshape(-1, 3)
        near = np.unique(np.round(np.linspace(0, len(self.points) - 1, len(self.points) // 3)).astype(int))
        arc = np.empty(len(nodes))
        for start in range(0, len(nodes), 4096):
            some = nodes[start : start + 4096]
            gaps = ((some[:, None, :] - self.points[None, near, :]) ** 2).sum(axis=2)
            arc[start : start + 4096] = self.stations[near[gaps.argmin(axis=1)]]
        for _ in range(4):
            arc += self._along(nodes, arc)
        left, back = self._across(nodes, arc)
        a, b, c = (
            enlarge(part.reshape(coarse.shape).astype(np.float32), stencils) for part in (arc, left, back)
        )
        return a, b, c

    def _tables(self, names: str, arc: NDArray[np.float64]) -> NDArray[np.float64]:
        table: NDArray[np.float64] = getattr(self, names)
        return np.stack([np.interp(arc, self.stations, column) for column in table.T], axis=1)

    def _along(self, nodes: NDArray[np.float64], arc: NDArray[np.float64]) -> NDArray[np.float64]:
        offset = nodes - self._tables("points", arc)
        return 0.8 * (offset * self._tables("down", arc)).sum(axis=1)

    def _across(
        self, nodes: NDArray[np.float64], arc: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        offset = nodes - self._tables("points", arc)
        left = (offset * self._tables("left", arc)).sum(axis=1)
        return left, (offset * self._tables("back", arc)).sum(axis=1)


def spine_curve(spec: PhantomSpec) -> SpineCurve:
    """Return the canal of a spec, its middle height at the centre of the grid."""
    arcs: dict[Level, float] = {}
    heights, slopes = [0.0], [spec.levels[0].slope_deg - 2.0]
    edge = 0.0
    for place, one in enumerate(spec.levels):
        above = spec.levels[max(place - 1, 0)]
        below = spec.levels[min(place + 1, len(spec.levels) - 1)]
        arcs[one.level] = edge + one.body_mm / 2
        # Most of the bend lies in the discs, a little in the wedge of the bodies.
        heights += [edge + 0.1, edge + one.body_mm]
        slopes += [
            one.slope_deg + _BODY_SHARE * (above.slope_deg - one.slope_deg),
            one.slope_deg + _BODY_SHARE * (below.slope_deg - one.slope_deg),
        ]
        edge += one.body_mm + one.disc_mm
        if below is not one:
            arcs[Level(f"{one.vertebra}/{below.vertebra}")] = edge - one.disc_mm / 2
    return _integrate(spec, arcs, np.array(heights), np.array(slopes) * spec.lordosis, edge)


def _integrate(
    spec: PhantomSpec,
    arcs: dict[Level, float],
    heights: NDArray[np.float64],
    slopes: NDArray[np.float64],
    length_mm: float,
) -> SpineCurve:
    stations = np.arange(-_BEYOND_MM, length_mm + _BEYOND_MM, STEP_MM)
    lean = np.deg2rad(PchipInterpolator(heights, slopes)(np.clip(stations, heights[0], heights[-1])))
    phase = 2 * np.pi * np.clip(stations / length_mm, 0.0, 1.0)
    sway = spec.scoliosis_mm * 2 * np.pi / length_mm * np.sin(phase)
    down = np.stack([sway, np.sin(lean), -np.cos(lean)], axis=1)
    down /= np.linalg.norm(down, axis=1)[:, None]
    points = np.cumsum(down, axis=0) * STEP_MM
    inside = (stations >= 0) & (stations <= length_mm)
    middle = (points[inside].min(axis=0) + points[inside].max(axis=0)) / 2
    points += np.array(spec.centre) - middle
    left = np.array([1.0, 0.0, 0.0]) - down * down[:, :1]
    left /= np.linalg.norm(left, axis=1)[:, None]
    return SpineCurve(float(stations[0]), points, down, left, np.cross(-down, left), arcs)
