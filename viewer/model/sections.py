"""The thecal sac measured section by section across its centreline."""

from enum import StrEnum
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.errors import GeometryError
from viewer.model.geometry import Vec3

Numbers = NDArray[np.floating[Any]]


class SectionState(StrEnum):
    """What a section's numbers are worth; the first that applies."""

    GAP = "gap"
    EDGE = "edge"
    METAL = "metal"
    OBLITERATED = "obliterated"
    NOT_OPACIFIED = "not-opacified"
    OK = "ok"


@attrs.frozen(eq=False)
class Sections:
    """Sections every `step_mm` of arc from cranial to caudal; arrays are parallel, NaN where nothing is said.

    `centre` is the sac's centroid, `point` the centreline it is perpendicular to, both LPS mm;
    `tangent` runs caudally, `left` and `back` span the section. `radii_mm` `[n, angle]` is the sac's
    outline about `point`, angle 0 to `left`, a quarter turn to `back`.
    """

    arc_mm: Numbers
    point: Numbers
    tangent: Numbers
    left: Numbers
    back: Numbers
    radii_mm: Numbers
    centre: Numbers
    area_mm2: Numbers
    ap_mm: Numbers
    transverse_mm: Numbers
    cord_mm2: Numbers
    csf_hu: Numbers
    state: tuple[SectionState, ...]

    def __attrs_post_init__(self) -> None:
        if len({len(self.arc_mm), len(self.state), len(self.area_mm2), len(self.radii_mm)}) != 1:
            raise GeometryError("The sections of the sac do not fit together.")

    def __len__(self) -> int:
        return len(self.arc_mm)

    @property
    def ok(self) -> NDArray[np.bool_]:
        """Which sections hold full numbers."""
        return self.having(SectionState.OK)

    def having(self, *states: SectionState) -> NDArray[np.bool_]:
        """Which sections are in one of the given states."""
        return np.array([one in states for one in self.state], dtype=bool)

    def nearest(self, point: Vec3) -> int:
        """Return the number of the section whose point on the centreline lies nearest to a point."""
        return int(np.argmin(((self.point - np.array(point)) ** 2).sum(axis=1)))

    def outline(self, number: int) -> Numbers:
        """Return the outline of one section as LPS points `[angle, 3]`."""
        angle = np.arange(self.radii_mm.shape[1]) * 2 * np.pi / self.radii_mm.shape[1]
        radius = self.radii_mm[number][:, None]
        across = np.cos(angle)[:, None] * self.left[number] + np.sin(angle)[:, None] * self.back[number]
        return self.point[number] + radius * across
