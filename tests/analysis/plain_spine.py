"""A spine of simple solids whose sac is an exact ellipse: analytic truth for the analysis tests."""

import attrs
import numpy as np
from scipy import ndimage

from viewer.model.geometry import Vec3, VolumeGeometry, vec3
from viewer.model.volume import Volume

FAT_HU, SOFT_HU, CORD_HU = -90, 50, 40
PERIOD_MM, DISC_MM = 30.0, 7.0


@attrs.frozen
class PlainSpine:
    """What the simple spine is made of; lengths in mm, the sac's half axes to the left and to the back."""

    csf_hu: float | None = 600.0
    noise_hu: float = 12.0
    half_left_mm: float = 8.0
    half_back_mm: float = 6.5
    cord_mm: float = 3.5
    narrow_to: float = 1.0
    narrow_at_mm: float = 0.0
    length_mm: float = 110.0
    bend_mm: float = 6.0
    axes: tuple[Vec3, Vec3, Vec3] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

    @property
    def area_mm2(self) -> float:
        return float(np.pi * self.half_left_mm * self.half_back_mm)

    def middle(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the sac's middle lies at a height."""
        turn = np.pi * z / self.length_mm
        return self.bend_mm * np.sin(turn), self.bend_mm * np.cos(turn)

    def scale_at(self, z: np.ndarray) -> np.ndarray:
        """The factor on the sac's half axes at a height."""
        depth = 1 - np.sqrt(self.narrow_to)
        return 1 - depth * np.exp(-(((z - self.narrow_at_mm) / 6.0) ** 2))


def build(
    spine: PlainSpine, spacing: Vec3 = (0.7, 0.7, 1.0), field_mm: float = 95.0, seed: int = 3
) -> Volume:
    """Paint the spine on a grid with the given axes."""
    counts = [field_mm, field_mm, spine.length_mm]
    extent = np.abs(np.array(spine.axes)) @ np.array(counts)
    shape = tuple(round(float(e / s)) for e, s in zip(extent, spacing, strict=True))
    axes = np.array(spine.axes)
    origin = -sum(axes[n] * spacing[n] * (shape[n] - 1) / 2 for n in range(3)) - np.array([0, 15.0, 0])
    geometry = VolumeGeometry(shape[::-1], vec3(origin), spine.axes, spacing)
    k, j, i = np.meshgrid(*(np.arange(n, dtype=np.float32) for n in shape[::-1]), indexing="ij")
    x, y, z = (
        origin[a] + i * axes[0][a] * spacing[0] + j * axes[1][a] * spacing[1] + k * axes[2][a] * spacing[2]
        for a in range(3)
    )
    hu = _paint(spine, x, y, z)
    hu = ndimage.gaussian_filter(hu, [0.35 / s for s in spacing[::-1]])
    hu += np.random.default_rng(seed).normal(0, spine.noise_hu, hu.shape)
    voxels = np.clip(np.rint(hu), -1024, 3071).astype(np.int16)
    voxels.flags.writeable = False
    return Volume(geometry, voxels)


def _paint(spine: PlainSpine, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    left, back = spine.middle(z)
    u, v = x - left, y - back
    hu = np.where(np.hypot(x, y + 15) < 50, SOFT_HU, -1000).astype(np.float32)
    place = np.mod(z + PERIOD_MM / 2, PERIOD_MM) - PERIOD_MM / 2
    in_body = np.abs(place) < (PERIOD_MM - DISC_MM) / 2
    body = ((u / 20) ** 2 + ((v + 26) / 15) ** 2) < 1
    core = ((u / 18.5) ** 2 + ((v + 26) / 13.5) ** 2) < 1
    hu[body] = 85
    hu[body & in_body] = 750
    hu[core & (np.abs(place) < (PERIOD_MM - DISC_MM) / 2 - 1.5)] = 170
    radius = np.hypot(u, v)
    arch = (radius < 15) & (v > -8) & (np.abs(place - 2) < 11)
    arch |= (np.abs(u) > 10) & (np.abs(u) < 16) & (v > -15) & (v < 3) & (np.abs(place - 4) < 6)
    arch |= (np.abs(u) < 3) & (v > 12) & (v < 32) & (np.abs(place + 2) < 9)
    hu[arch] = 700
    hu[(radius < 11) & (v > -11)] = FAT_HU
    factor = spine.scale_at(z)
    sac = (u / spine.half_left_mm) ** 2 + (v / spine.half_back_mm) ** 2 < factor**2
    hu[sac] = 10 if spine.csf_hu is None else spine.csf_hu
    hu[sac & (radius < spine.cord_mm * factor)] = CORD_HU
    return hu


def sac_mask(spine: PlainSpine, geometry: VolumeGeometry) -> np.ndarray:
    """Which voxels have their centre inside the true sac."""
    k, j, i = np.meshgrid(*(np.arange(n) for n in geometry.shape), indexing="ij")
    points = np.stack([i, j, k], -1) @ geometry.affine[:3, :3].T + geometry.affine[:3, 3]
    left, back = spine.middle(points[..., 2])
    ratio = ((points[..., 0] - left) / spine.half_left_mm) ** 2 + (
        (points[..., 1] - back) / spine.half_back_mm
    ) ** 2
    return ratio < spine.scale_at(points[..., 2]) ** 2
