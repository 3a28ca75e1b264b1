"""The volume straightened along the canal: what lies before, behind and beside the curve, as flat pictures."""

from enum import StrEnum

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.curve import sample
from viewer.analysis.unscanned import in_gaps
from viewer.model.sections import Numbers, Sections
from viewer.model.volume import Volume


class Straightened(StrEnum):
    """The two straightened planes: across the picture runs front to back, or right to left."""

    SAGITTAL = "sagittal"
    CORONAL = "coronal"


@attrs.frozen(eq=False)
class StraightenedImage:
    """HU float32 `[section, across]`; rows are the sections, columns `across_mm` from the centreline.

    Across grows to the back in a sagittal picture (anterior on screen left) and to the patient's left in
    a coronal one (patient right on screen left). `unscanned` are the pixels in missing slices.
    """

    hu: NDArray[np.float32]
    arc_mm: NDArray[np.float64]
    across_mm: NDArray[np.float64]
    unscanned: NDArray[np.bool_]


def straighten(
    volume: Volume,
    sections: Sections,
    plane: Straightened,
    half_mm: float = 30.0,
    step_mm: float = 0.5,
    *,
    turn_deg: float = 0.0,
) -> StraightenedImage:
    """Return one straightened picture along the centreline of the sections, by linear interpolation.

    `turn_deg` turns the plane about the centreline; both planes turned alike stay perpendicular. A
    quarter turn takes the direction of growing `across` from the back to the left (sagittal), from the
    left to the front (coronal).
    """
    across = np.arange(-half_mm, half_mm + step_mm / 2, step_mm)
    direction = across_direction(sections, plane, turn_deg)
    points = sections.point[:, None, :] + across[None, :, None] * direction[:, None, :]
    hu: NDArray[np.float32] = sample(volume, points).astype(np.float32)
    return StraightenedImage(hu, np.asarray(sections.arc_mm, float), across, in_gaps(volume, points))


def across_direction(sections: Sections, plane: Straightened, turn_deg: float = 0.0) -> Numbers:
    """Return the unit LPS direction of growing `across` in every section, `[n, 3]`."""
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    if plane is Straightened.SAGITTAL:
        return cos * sections.back + sin * sections.left
    return cos * sections.left - sin * sections.back
