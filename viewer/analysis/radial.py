"""Sections of a volume read along rays from their middle."""

import attrs
import numpy as np
from scipy import ndimage

from viewer.analysis.curve import Curve, sample
from viewer.analysis.filters import Floats
from viewer.model.volume import Volume


@attrs.frozen(eq=False)
class Fan:
    """Directions (0 to the patient's left, a quarter turn to the back) and radii at which rays are read."""

    angles: int
    step_mm: float
    steps: int

    @property
    def angle(self) -> Floats:
        """The direction of each ray in radians."""
        return np.arange(self.angles) * 2 * np.pi / self.angles

    @property
    def radius_mm(self) -> Floats:
        """The radius of each step; the first lies at one step."""
        return (np.arange(self.steps) + 1.0) * self.step_mm

    def of_stack(self, stack: Floats, cell_mm: float) -> Floats:
        """Read rays from sections `[n, b, a]` of cells of `cell_mm` around their middle."""
        middle = (stack.shape[1] - 1) / 2
        down = middle + np.sin(self.angle)[:, None] * self.radius_mm / cell_mm
        across = middle + np.cos(self.angle)[:, None] * self.radius_mm / cell_mm
        shape = (len(stack), self.angles, self.steps)
        index = [
            np.broadcast_to(np.arange(len(stack))[:, None, None], shape),
            np.broadcast_to(down, shape),
            np.broadcast_to(across, shape),
        ]
        rays = np.empty(shape, np.float32)
        ndimage.map_coordinates(stack, index, order=1, output=rays, mode="nearest", prefilter=False)
        return rays

    def of_volume(self, volume: Volume, curve: Curve) -> Floats:
        """Read rays of all sections of a curve straight from the volume."""
        direction = (
            np.cos(self.angle)[None, :, None] * curve.left[:, None, :]
            + np.sin(self.angle)[None, :, None] * curve.back[:, None, :]
        )
        points = curve.points[:, None, None, :] + direction[:, :, None, :] * self.radius_mm[:, None]
        return sample(volume, points)


def areas_mm2(radii_mm: Floats) -> Floats:
    """Return the area of each outline `[n, angle]`."""
    return _cross_products(radii_mm)[2].sum(axis=1) / 2


def centroids_mm(radii_mm: Floats) -> tuple[Floats, Floats]:
    """Return the centroid of each outline `[n, angle]` as millimetres to the left and to the back."""
    x, y, products = _cross_products(radii_mm)
    six_areas = 3 * products.sum(axis=1)
    left = ((x + np.roll(x, -1, 1)) * products).sum(axis=1) / six_areas
    back = ((y + np.roll(y, -1, 1)) * products).sum(axis=1) / six_areas
    return left, back


def about_middle(radii_mm: Floats) -> Floats:
    """Return each outline `[n, angle]` as seen from its own centroid."""
    x, y, _ = _cross_products(radii_mm)
    left, back = centroids_mm(radii_mm)
    x, y = x - left[:, None], y - back[:, None]
    turn, radius = np.arctan2(y, x), np.hypot(x, y)
    angle = np.arange(radii_mm.shape[1]) * 2 * np.pi / radii_mm.shape[1]
    rows = [np.interp(angle, t, r, period=2 * np.pi) for t, r in zip(turn, radius, strict=True)]
    return np.array(rows)


def _cross_products(
    radii_mm: Floats,
) -> tuple[Floats, Floats, Floats]:
    angle = np.arange(radii_mm.shape[1]) * 2 * np.pi / radii_mm.shape[1]
    x, y = radii_mm * np.cos(angle), radii_mm * np.sin(angle)
    return x, y, x * np.roll(y, -1, 1) - np.roll(x, -1, 1) * y
