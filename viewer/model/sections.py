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


def _uncorrected(sections: "Sections") -> NDArray[np.bool_]:
    return np.zeros(len(sections.state), dtype=bool)


@attrs.frozen(eq=False)
class Sections:
    """Sections every `step_mm` of arc from cranial to caudal; arrays are parallel, NaN where nothing is said.

    `centre` is the sac's centroid, `point` the centreline it is perpendicular to, both LPS mm;
    `tangent` runs caudally, `left` and `back` span the section. `radii_mm` `[n, angle]` is the sac's
    outline about `point`, angle 0 to `left`, a quarter turn to `back`. `cord_outline_mm`
    `[n, angle, (left, back)]` is the cord's, mm from `point`. `corrected` are the sections that a
    reader's correction has changed.
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
    cord_outline_mm: Numbers | None = None
    corrected: NDArray[np.bool_] = attrs.field(
        default=attrs.Factory(_uncorrected, takes_self=True), kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        rows = (self.arc_mm, self.state, self.area_mm2, self.radii_mm, self.corrected)
        if len({len(one) for one in rows}) != 1:
            raise GeometryError("The sections of the sac do not fit together.")

    def __len__(self) -> int:
        return len(self.arc_mm)

    @property
    def ok(self) -> NDArray[np.bool_]:
        """Which sections hold full numbers."""
        return self.having(SectionState.OK)

    @property
    def left_out(self) -> NDArray[np.bool_]:
        """Which sections beyond the ends of the measured sac a reader has left out."""
        return self.having(SectionState.NOT_OPACIFIED) & self.corrected

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

    def cord_outline(self, number: int) -> Numbers | None:
        """Return the cord's outline in one section as LPS points `[angle, 3]`, None where none shows."""
        if self.cord_outline_mm is None or not np.isfinite(self.cord_outline_mm[number]).all():
            return None
        left, back = self.cord_outline_mm[number].T
        return self.point[number] + left[:, None] * self.left[number] + back[:, None] * self.back[number]
