"""Voxels near the canal in the canal's own coordinates: how far along it, and how far aside."""

import attrs
import numpy as np

from viewer.analysis.curve import Curve
from viewer.analysis.filters import Floats, Whole
from viewer.model.geometry import VolumeGeometry

_FINE_MM = 0.25
_STEEPEST = 0.35


@attrs.frozen(eq=False)
class NearVoxels:
    """The voxels of an upright grid near a curve.

    `index` is flat into the grid `[k, j, i]`; `section` is the continuous number of the curve's point
    each lies abreast of; `left_mm` and `back_mm` its place in that section.
    """

    index: Whole
    section: Floats
    left_mm: Floats
    back_mm: Floats

    @property
    def radius_mm(self) -> Floats:
        """How far each lies from the curve."""
        return np.hypot(self.left_mm, self.back_mm)

    def edge_mm(self, radii_mm: Floats) -> Floats:
        """Return the radius of the outlines `[n, angle]` in the direction of each voxel."""
        angles = radii_mm.shape[1]
        turn = np.arctan2(self.back_mm, self.left_mm) * np.float32(angles / (2 * np.pi))
        low_angle = np.floor(turn).astype(np.int32)
        part_angle = turn - low_angle
        section = np.clip(self.section, 0, len(radii_mm) - 1)
        low = np.minimum(section.astype(np.int32), max(0, len(radii_mm) - 2))
        part = section - low
        table = radii_mm.astype(np.float32)
        high, low_angle = np.minimum(low + 1, len(radii_mm) - 1), low_angle % angles
        high_angle = (low_angle + 1) % angles
        upper = table[low, low_angle] * (1 - part_angle) + table[low, high_angle] * part_angle
        lower = table[high, low_angle] * (1 - part_angle) + table[high, high_angle] * part_angle
        return upper * (1 - part) + lower * part


def near_voxels(geometry: VolumeGeometry, curve: Curve, reach_mm: float) -> NearVoxels:
    """Return the voxels within `reach_mm` of a curve that runs roughly along the grid's k axis."""
    index, points = _candidates(geometry, curve, reach_mm)
    step = curve.step_mm / _FINE_MM
    fine = np.arange(0, (len(curve) - 1) * step + 1e-6)
    place = np.arange(len(curve)) * step
    table = [
        np.stack([np.interp(fine, place, rows[:, a]) for a in range(3)], 1).astype(np.float32)
        for rows in (curve.points - points[1], curve.tangent, curve.left, curve.back)
    ]
    at = np.interp(-points[0][:, 2], -(curve.points - points[1])[:, 2], place).astype(np.float32)
    for _ in range(3):
        near = np.clip(np.rint(at), 0, len(fine) - 1).astype(np.int32)
        ahead = np.einsum("nd,nd->n", points[0] - table[0][near], table[1][near])
        at = near + ahead / np.float32(_FINE_MM)
    near = np.clip(np.rint(at), 0, len(fine) - 1).astype(np.int32)
    offset = points[0] - table[0][near]
    left = np.einsum("nd,nd->n", offset, table[2][near])
    back = np.einsum("nd,nd->n", offset, table[3][near])
    ahead = np.einsum("nd,nd->n", offset, table[1][near])
    inside = (left**2 + back**2 < reach_mm**2) & (np.abs(ahead) <= 1.0)
    section = (near + ahead / np.float32(_FINE_MM)) / np.float32(step)
    return NearVoxels(index[inside], section[inside], left[inside], back[inside])


def _candidates(
    geometry: VolumeGeometry, curve: Curve, reach_mm: float
) -> tuple[Whole, tuple[Floats, Floats]]:
    """Voxels in a window of each slice, flat, with their LPS offsets from the curve's first point."""
    inverse = np.array(geometry.axes) / np.array(geometry.spacing_mm)[:, None]
    ijk = (curve.points - np.array(geometry.origin)) @ inverse.T
    order = np.argsort(ijk[:, 2])
    steep = np.maximum(np.abs(curve.tangent[:, 2]), _STEEPEST)[order]
    k_low = max(0, int(np.floor(ijk[:, 2].min())) - 1)
    k_high = min(geometry.shape[0] - 1, int(np.ceil(ijk[:, 2].max())) + 1)
    spread = reach_mm * np.sqrt(1 - steep.min() ** 2) / geometry.spacing_mm[2]
    slices = np.arange(max(0, k_low - round(spread)), min(geometry.shape[0] - 1, k_high + round(spread)) + 1)
    middle_i = np.interp(slices, ijk[order, 2], ijk[order, 0])
    middle_j = np.interp(slices, ijk[order, 2], ijk[order, 1])
    reach_j = reach_mm / np.interp(slices, ijk[order, 2], steep) / geometry.spacing_mm[1]
    reach_i = reach_mm / geometry.spacing_mm[0]
    found: list[Whole] = []
    for k, i, j, half_j in zip(slices, middle_i, middle_j, reach_j, strict=True):
        columns = np.arange(max(0, int(i - reach_i)), min(geometry.shape[2], int(i + reach_i) + 2))
        rows = np.arange(max(0, int(j - half_j)), min(geometry.shape[1], int(j + half_j) + 2))
        if len(rows) and len(columns):
            flat = (k * geometry.shape[1] + rows[:, None]) * geometry.shape[2] + columns
            found.append(flat.ravel())
    index = np.concatenate(found) if found else np.zeros(0, np.intp)
    rest, i = np.divmod(index, geometry.shape[2])
    k, j = np.divmod(rest, geometry.shape[1])
    first = curve.points[0]
    step = (np.array(geometry.axes) * np.array(geometry.spacing_mm)[:, None]).astype(np.float32)
    base = (np.array(geometry.origin) - first).astype(np.float32)
    points = base + i.astype(np.float32)[:, None] * step[0] + j.astype(np.float32)[:, None] * step[1]
    points += k.astype(np.float32)[:, None] * step[2]
    return index, (points, first)
