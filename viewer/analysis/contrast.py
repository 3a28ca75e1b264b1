"""How bright the CSF is along the canal, from pixels alone."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from viewer.analysis.radial import Fan, Rays

SOFT_HU = 40.0
"""Cord, roots and soft tissue: what opacified CSF is told apart from."""

LEAST_OVER_SOFT_HU = 60.0
"""Less than this over soft tissue is not opacified."""

_WITHIN_MM = 6.5
_PERSISTENT_MM = 25.0
_ALIKE_MM = 61.0


def rough_csf_hu(stack: NDArray[np.float32], step_mm: float, cell_mm: float) -> NDArray[np.float64]:
    """Return about the HU of CSF in each straightened section `[n, b, a]`.

    Close to the middle of a canal, brightness that persists for `_PERSISTENT_MM` along the spine and
    stands in most directions is contrast: discs interrupt bodies, gaps interrupt laminae and pedicles.
    """
    fan = Fan(32, 0.5, round(_WITHIN_MM / 0.5))
    even = ndimage.gaussian_filter(stack, (2.0 / step_mm, 0.5 / cell_mm, 0.5 / cell_mm))
    lasting = ndimage.minimum_filter1d(even, max(1, round(_PERSISTENT_MM / step_mm)), axis=0)
    rays_lasting = fan.of_stack(lasting, cell_mm)
    rays_even = fan.of_stack(ndimage.gaussian_filter1d(stack, 2.0 / step_mm, axis=0), cell_mm)
    brightest = np.argmax(rays_lasting, axis=2)[..., None]
    lasting_hu = np.take_along_axis(rays_lasting, brightest, 2)[..., 0]
    even_hu = np.take_along_axis(rays_even, brightest, 2)[..., 0]
    common_hu = np.percentile(lasting_hu, 60, axis=1)
    chosen = np.where(lasting_hu >= 0.8 * common_hu[:, None], even_hu, np.nan)
    level = np.where(common_hu > 0, np.nanmedian(chosen, axis=1), common_hu)
    return ndimage.median_filter(level, max(1, round(_ALIKE_MM / step_mm)), mode="nearest")


def lasting_csf_hu(stack: NDArray[np.float32], step_mm: float, cell_mm: float) -> NDArray[np.float64]:
    """Return the HU that lasts along the canal in most directions: low wherever there is no contrast."""
    fan = Fan(32, 0.5, 12)
    even = ndimage.gaussian_filter(stack, (2.0 / step_mm, 0.6 / cell_mm, 0.6 / cell_mm))
    lasting = ndimage.minimum_filter1d(even, max(1, round(_PERSISTENT_MM / step_mm)), axis=0)
    return np.percentile(fan.of_stack(lasting, cell_mm).max(axis=2), 55, axis=1)


def csf_within(rays: Rays, radii_mm: NDArray[np.float64], fan: Fan) -> NDArray[np.float64]:
    """Return the HU of CSF in each section from the peaks of its rays inside an outline."""
    inside = fan.radius_mm[None, None, :] <= radii_mm[..., None] + fan.step_mm / 2
    peaks = np.where(inside, rays, -1024.0).max(axis=2)
    return np.percentile(peaks, 80, axis=1)
