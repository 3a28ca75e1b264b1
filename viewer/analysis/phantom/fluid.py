"""How bright the fluid in the sac is, along the curve."""

import numpy as np

from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.lattice import Array
from viewer.analysis.phantom.spec import Contrast
from viewer.analysis.phantom.tissue import CSF_HU


def contrast_hu(contrast: Contrast, curve: SpineCurve, arc: Array, layer_hu: Array | float = 0.0) -> Array:
    """Return the HU of fluid at arcs; `layer_hu` is what sinking adds where nothing is diluted."""
    ends = (min(curve.arcs.values()), max(curve.arcs.values()))
    share = np.clip((arc - np.float32(ends[0])) / np.float32(ends[1] - ends[0]), 0, 1)
    full = contrast.cranial_hu + np.float32(contrast.caudal_hu - contrast.cranial_hu) * share + layer_hu
    if not contrast.dilutions:
        return np.asarray(full)
    arcs = [curve.arcs[one.level] + one.shift_mm for one in contrast.dilutions]
    reached = np.interp(arc, arcs, [one.share for one in contrast.dilutions])
    return np.asarray(CSF_HU + reached * (full - CSF_HU))
