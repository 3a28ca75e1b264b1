"""Bones: groups of solids with a cortex around and marrow inside."""

import attrs
import numpy as np

from viewer.analysis.phantom.lattice import Array, Box, Lattice
from viewer.analysis.phantom.solid import Solid, carve, merge

FAR_MM = 8.0


@attrs.frozen(eq=False)
class BonePart:
    """A solid of bone: how it grows into its neighbours, its cortex and its marrow.

    An `inlay` only changes the marrow of the parts before it.
    """

    solid: Solid
    blend_mm: float = 3.0
    cortex_mm: float = 1.0
    marrow_hu: float = 180.0
    inlay: bool = False


@attrs.frozen(eq=False)
class Bone:
    """One bone: parts that grow together, what is cut out, and its distance from bones added before."""

    parts: tuple[BonePart, ...]
    cuts: tuple[Solid, ...] = ()
    gap_mm: float = 0.0


@attrs.frozen(eq=False)
class BoneFields:
    """Signed distance to the nearest bone, its cortex in mm and its marrow in HU, on a lattice."""

    distance: Array
    cortex_mm: Array
    marrow_hu: Array


def empty_fields(lattice: Lattice) -> BoneFields:
    """Return fields without any bone."""
    return BoneFields(
        np.full(lattice.shape, FAR_MM, np.float32),
        np.full(lattice.shape, 1.0, np.float32),
        np.full(lattice.shape, 180.0, np.float32),
    )


def solid_box(lattice: Lattice, solid: Solid, margin_mm: float) -> Box | None:
    """Return the nodes a solid can touch."""
    return lattice.box(solid.frame.origin, solid.frame.axes, np.array(solid.reach) + margin_mm)


def solid_distance(lattice: Lattice, solid: Solid, box: Box) -> Array:
    """Return the distance of a solid on a box of a lattice."""
    return solid.distance(*lattice.part(box).local(solid.frame.origin, solid.frame.axes))


def around(boxes: list[Box]) -> Box:
    """Return the smallest box around others."""
    k, j, i = (slice(min(box[n].start for box in boxes), max(box[n].stop for box in boxes)) for n in range(3))
    return (k, j, i)


def add_bone(fields: BoneFields, lattice: Lattice, bone: Bone) -> None:
    """Put one bone into fields, in place; other bones stay separate from it."""
    boxes = [(part, solid_box(lattice, part.solid, part.blend_mm + 3.0)) for part in bone.parts]
    touched = [(part, box) for part, box in boxes if box is not None]
    if not touched:
        return
    whole = around([box for _, box in touched])
    own = empty_fields(lattice.part(whole))
    for part, box in touched:
        k, j, i = (
            slice(one.start - all_.start, one.stop - all_.start) for one, all_ in zip(box, whole, strict=True)
        )
        _add_part(own, (k, j, i), part, solid_distance(lattice, part.solid, box))
    for cut in bone.cuts:
        _cut(own, lattice.part(whole), cut)
    if bone.gap_mm:
        own.distance[...] = np.maximum(own.distance, bone.gap_mm - fields.distance[whole])
    _keep_nearest(fields, own, whole)


def _add_part(own: BoneFields, box: Box, part: BonePart, distance: Array) -> None:
    if part.inlay:
        own.marrow_hu[box][distance < 0] = part.marrow_hu
        return
    before = own.distance[box]
    nearer = distance < before
    own.cortex_mm[box][nearer] = part.cortex_mm
    own.marrow_hu[box][nearer] = part.marrow_hu
    own.distance[box] = merge(before, distance, part.blend_mm)


def _cut(own: BoneFields, lattice: Lattice, cut: Solid) -> None:
    box = solid_box(lattice, cut, 1.0)
    if box is not None:
        own.distance[box] = carve(own.distance[box], solid_distance(lattice, cut, box), 0.8)


def _keep_nearest(fields: BoneFields, own: BoneFields, box: Box) -> None:
    nearer = own.distance < fields.distance[box]
    fields.distance[box][nearer] = own.distance[nearer]
    fields.cortex_mm[box][nearer] = own.cortex_mm[nearer]
    fields.marrow_hu[box][nearer] = own.marrow_hu[nearer]
