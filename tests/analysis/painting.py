"""Things painted into the simple spine by their place about the sac, in mm."""

from collections.abc import Callable

import numpy as np

from tests.analysis.plain_spine import PlainSpine, build
from viewer.model.geometry import VolumeGeometry
from viewer.model.volume import Volume

PLAIN = PlainSpine(csf_hu=None)
Paint = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def painted(volume: Volume, paint: Paint, spine: PlainSpine = PLAIN) -> Volume:
    """Set HU by the distance to the left and to the back of the sac's middle, and the height, in mm."""
    geometry = volume.geometry
    k, j, i = np.meshgrid(*(np.arange(n) for n in geometry.shape), indexing="ij")
    x, y, z = _places(geometry, i, j, k)
    left, back = spine.middle(z)
    hu = paint(volume.hu.astype(float), x - left, y - back, z)
    return volume_of(np.clip(np.rint(hu), -1024, 3071), geometry)


def diluted(spine: PlainSpine, share: Callable[[np.ndarray], np.ndarray]) -> Volume:
    """The spine with a share of its contrast (0 to 1) at each height."""
    full, none = build(spine), build(PlainSpine(csf_hu=None, length_mm=spine.length_mm))
    depth, _, _ = full.geometry.shape
    z = full.geometry.origin[2] + np.arange(depth) * full.geometry.spacing_mm[2]
    part = share(z)[:, None, None]
    return volume_of(np.rint(none.hu + part * (full.hu.astype(float) - none.hu)), full.geometry)


def volume_of(hu: np.ndarray, geometry: VolumeGeometry) -> Volume:
    """Read-only whole HU on a grid."""
    voxels = hu.astype(np.int16)
    voxels.flags.writeable = False
    return Volume(geometry, voxels)


def rods_and_screws(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Rods and screws over the whole length, as bright as a scanner goes."""
    hu[np.hypot(np.abs(u) - 14, v - 18) < 2.8] = 3071
    place = np.mod(z + 15, 30) - 15
    hu[(np.hypot(np.abs(u) - 14, place) < 2.8) & (v < 18) & (v > -30)] = 3071
    return hu


def contrast_outside_the_dura(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Contrast about the back of the sac, the whole length of it."""
    ring = np.abs(np.hypot(u / 8, v / 6.5) - 1.2) < 0.15
    hu[ring & (v > 1) & (hu < 300)] = 700
    return hu


def _places(geometry: VolumeGeometry, i: np.ndarray, j: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, ...]:
    x, y, z = geometry.spacing_mm
    return geometry.origin[0] + i * x, geometry.origin[1] + j * y, geometry.origin[2] + k * z
