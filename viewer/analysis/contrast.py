"""How bright the CSF is along the canal, from pixels alone."""

import numpy as np

from viewer.analysis.filters import Floats, gaussian, gaussian_along, least_along, median_along, percentile
from viewer.analysis.radial import Fan

SOFT_HU = 40.0
"""Cord, roots and soft tissue: what opacified CSF is told apart from."""

LEAST_OVER_SOFT_HU = 60.0
"""Less than this over soft tissue is not opacified."""

_WITHIN_MM = 6.5
_PERSISTENT_MM = 25.0
_ALIKE_MM = 61.0


def rough_csf_hu(stack: Floats, step_mm: float, cell_mm: float) -> Floats:
    """Return about the HU of CSF in each straightened section `[n, b, a]`.

    Close to the middle of a canal, brightness that persists for `_PERSISTENT_MM` along the spine and
    stands in most directions is contrast: discs interrupt bodies, gaps interrupt laminae and pedicles.
    """
    fan = Fan(32, 0.5, round(_WITHIN_MM / 0.5))
    even = gaussian(stack, (2.0 / step_mm, 0.5 / cell_mm, 0.5 / cell_mm))
    lasting = least_along(even, round(_PERSISTENT_MM / step_mm))
    rays_lasting = fan.of_stack(lasting, cell_mm)
    rays_even = fan.of_stack(gaussian_along(stack, 2.0 / step_mm, 0), cell_mm)
    brightest = np.argmax(rays_lasting, axis=2)[..., None]
    lasting_hu = np.take_along_axis(rays_lasting, brightest, 2)[..., 0]
    even_hu = np.take_along_axis(rays_even, brightest, 2)[..., 0]
    common_hu = percentile(lasting_hu, 60, 1)
    chosen = np.where(lasting_hu >= 0.8 * common_hu[:, None], even_hu, np.nan)
    level = np.where(common_hu > 0, np.nanmedian(chosen, axis=1), common_hu)
    return median_along(level, round(_ALIKE_MM / step_mm))


def lasting_csf_hu(stack: Floats, step_mm: float, cell_mm: float) -> Floats:
    """Return the HU that lasts along the canal in most directions: low wherever there is no contrast."""
    fan = Fan(32, 0.5, 12)
    even = gaussian(stack, (2.0 / step_mm, 0.6 / cell_mm, 0.6 / cell_mm))
    lasting = least_along(even, round(_PERSISTENT_MM / step_mm))
    return percentile(fan.of_stack(lasting, cell_mm).max(axis=2), 55, 1)


def csf_within(rays: Floats, radii_mm: Floats, fan: Fan) -> Floats:
    """Return the HU of CSF in each section from the peaks of its rays inside an outline."""
    inside = fan.radius_mm[None, None, :] <= radii_mm[..., None] + fan.step_mm / 2
    peaks = np.where(inside, rays, -1024.0).max(axis=2)
    return percentile(peaks, 80, 1)
