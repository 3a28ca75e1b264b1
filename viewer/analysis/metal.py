"""Which sections of the sac metal crosses."""

import numpy as np

from viewer.analysis.border import SacBorder
from viewer.analysis.curve import cross_sections
from viewer.analysis.filters import Flags
from viewer.model.volume import Volume

_METAL_HU = 2800.0
_METAL_MM = 30.0


def holds_metal(volume: Volume, border: SacBorder) -> Flags:
    """Return which sections are crossed by metal: denser than bone or this scan's contrast."""
    level = max(_METAL_HU, 1.5 * float(np.median(border.csf_hu)))
    stack = cross_sections(volume, border.curve, _METAL_MM, 1.5)
    count = (stack > level).sum(axis=(1, 2))
    return np.asarray(count >= 4)
