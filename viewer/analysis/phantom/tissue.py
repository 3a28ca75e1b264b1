"""Painting tissues one over the other, with the partial volume of their borders."""

import attrs
import numpy as np

from viewer.analysis.phantom.bone import solid_box, solid_distance
from viewer.analysis.phantom.lattice import Array, Lattice, enlarge
from viewer.analysis.phantom.solid import Solid
from viewer.analysis.phantom.texture import Texture

SWELL_MM = 2.8
FAT_HU, MUSCLE_HU, AIR_HU = -98.0, 56.0, -1005.0


def coverage(distance: Array, width_mm: float) -> Array:
    """Return how much of a voxel lies inside a border blurred over `width_mm`: 0 to 1."""
    share = np.clip(np.float32(0.5) - distance * np.float32(1 / width_mm), 0, 1)
    return share * share * (3 - 2 * share)


@attrs.frozen(eq=False)
class Canvas:
    """HU of the soft tissues on a lattice, painted in place, and the textures that roughen them.

    `start` is the place of the lattice's first node among all nodes of the phantom, so that textures
    continue from slab to slab.
    """

    lattice: Lattice
    hu: Array
    start: tuple[int, int, int]
    rough: Texture
    fine: Texture
    swell: Texture
    blur_mm: float

    def paint(self, distance: Array, hu: Array | float) -> None:
        """Cover what lies inside a distance given on the whole lattice."""
        self.hu[...] += coverage(distance, self.blur_mm) * (hu - self.hu)

    def paint_solid(self, solid: Solid, hu: float, rough_mm: float = 0.0, mottle_hu: float = 0.0) -> None:
        """Cover a solid; its border is shifted by up to about `rough_mm`, its HU mottled."""
        box = solid_box(self.lattice, solid, self.blur_mm + 2 * rough_mm)
        if box is None:
            return
        part = self.hu[box]
        distance = solid_distance(self.lattice, solid, box)
        start = tuple(first + one.start for first, one in zip(self.start, box, strict=True))
        if rough_mm:
            distance = distance + np.float32(rough_mm) * self.rough.over(part.shape, start)  # type: ignore[arg-type]
        fill: Array | float = hu
        if mottle_hu:
            fill = hu + np.float32(mottle_hu) * self.fine.over(part.shape, start)  # type: ignore[arg-type]
        part += coverage(distance, self.blur_mm) * (fill - part)

    def swelling(self) -> Array:
        """Return the widest random field over the whole lattice, made on nodes `SWELL_MM` apart."""
        thin, weights = self.lattice.thinned(SWELL_MM)
        factors = np.linalg.norm(thin.steps, axis=1) / np.linalg.norm(self.lattice.steps, axis=1)
        start = tuple(round(first / factor) for first, factor in zip(self.start, factors[::-1], strict=True))
        return enlarge(self.swell.over(thin.shape, start), weights)  # type: ignore[arg-type]

    def roughness(self) -> Array:
        """Return the coarse random field over the whole lattice."""
        return self.rough.over(self.hu.shape, self.start)  # type: ignore[arg-type]

    def grain(self) -> Array:
        """Return the fine random field over the whole lattice."""
        return self.fine.over(self.hu.shape, self.start)  # type: ignore[arg-type]
