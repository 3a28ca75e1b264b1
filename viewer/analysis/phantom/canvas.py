"""The soft tissues of a slab, painted one over the other with the partial volume of their borders."""

from functools import cached_property

import attrs
import numpy as np

from viewer.analysis.phantom.bone import solid_box, solid_distance
from viewer.analysis.phantom.lattice import Array, Box, Lattice, Stencils, crop, enlarge
from viewer.analysis.phantom.solid import Solid

THIN_MM = 2.1
"""How far apart smooth shapes are worked out before they are interpolated."""


def coverage(distance: Array, width_mm: float) -> Array:
    """Return how much of a voxel lies inside a border blurred over `width_mm`: 0 to 1."""
    share = np.clip(np.float32(0.5) - distance * np.float32(1 / width_mm), 0, 1)
    return share * share * (3 - 2 * share)


def cover(hu: Array, distance: Array, fill: Array | float, width_mm: float) -> None:
    """Cover, in place, what lies inside a distance with another HU."""
    hu += coverage(distance, width_mm) * (np.float32(fill) - hu)


@attrs.frozen(eq=False)
class Folds:
    """Random fields that roughen borders and mottle tissues: features of cm, of one cm, of mm."""

    wide: Array
    rough: Array
    fine: Array

    def part(self, box: Box) -> "Folds":
        """Return the fields of a box."""
        return Folds(self.wide[box], self.rough[box], self.fine[box])


@attrs.frozen(eq=False)
class Patch:
    """A box of a canvas around a shape: its HU to paint on, the shape's distance, the random fields."""

    hu: Array
    distance: Array
    folds: Folds
    blur_mm: float
    box: Box
    stencils: Stencils
    inner: Box

    def spread(self, thin: Array) -> Array:
        """Return a thin array's values on the patch."""
        return enlarge(thin[self.inner], self.stencils)

    def paint(self, distance: Array, hu: Array | float) -> None:
        """Cover what lies inside a distance given on the patch."""
        cover(self.hu, distance, hu, self.blur_mm)


@attrs.frozen(eq=False)
class Canvas:
    """HU of the soft tissues on the nodes of a lattice, painted in place."""

    lattice: Lattice
    hu: Array
    folds: Folds
    blur_mm: float

    @cached_property
    def _thinned(self) -> tuple[Lattice, Stencils]:
        return self.lattice.thinned(THIN_MM)

    @property
    def thin(self) -> Lattice:
        """The nodes about `THIN_MM` apart on which smooth shapes are worked out."""
        return self._thinned[0]

    def patch(self, distance: Array, margin_mm: float = 4.0) -> Patch | None:
        """Return the part of the canvas near a shape given on the thin nodes; None if there is none."""
        near = distance < margin_mm
        spans = [np.flatnonzero(near.any(axis=axes)) for axes in ((1, 2), (0, 2), (0, 1))]
        if not spans[0].size:
            return None
        thin_steps = np.linalg.norm(self.thin.steps, axis=1)[::-1]
        factors = np.rint(thin_steps / np.linalg.norm(self.lattice.steps, axis=1)[::-1]).astype(int)
        k, j, i = (
            slice(max((int(span[0]) - 1) * int(factor), 0), min((int(span[-1]) + 1) * int(factor) + 1, size))
            for span, factor, size in zip(spans, factors, self.lattice.shape, strict=True)
        )
        box: Box = (k, j, i)
        inner, stencils = crop(self._thinned[1], box)
        spread = enlarge(distance[inner], stencils)
        return Patch(self.hu[box], spread, self.folds.part(box), self.blur_mm, box, stencils, inner)

    def paint_solid(self, solid: Solid, hu: float, rough_mm: float = 0.0, mottle_hu: float = 0.0) -> None:
        """Cover a solid; its border is shifted by up to about `rough_mm`, its HU mottled."""
        box = solid_box(self.lattice, solid, self.blur_mm + 2 * rough_mm)
        if box is None:
            return
        distance = solid_distance(self.lattice, solid, box)
        if rough_mm:
            distance = distance + np.float32(rough_mm) * self.folds.rough[box]
        fill = hu + np.float32(mottle_hu) * self.folds.fine[box] if mottle_hu else hu
        cover(self.hu[box], distance, fill, self.blur_mm)
