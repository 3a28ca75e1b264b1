"""How a reader says that a volume lies in the patient, where its file does not."""

from enum import StrEnum

import attrs

from viewer.errors import GeometryError
from viewer.model.geometry import Vec3, VolumeGeometry, add, cross, dot, scale, subtract
from viewer.model.volume import Volume


class Towards(StrEnum):
    """A side of the patient that something runs towards."""

    LEFT = "L"
    RIGHT = "R"
    POSTERIOR = "P"
    ANTERIOR = "A"
    HEAD = "H"
    FEET = "F"

    @property
    def direction(self) -> Vec3:
        """The unit direction in LPS."""
        return _DIRECTIONS[self]

    @property
    def opposite(self) -> "Towards":
        """The other side."""
        return next(one for one in Towards if _DIRECTIONS[one] == scale(self.direction, -1))


_DIRECTIONS: dict[Towards, Vec3] = {
    Towards.LEFT: (1.0, 0.0, 0.0),
    Towards.RIGHT: (-1.0, 0.0, 0.0),
    Towards.POSTERIOR: (0.0, 1.0, 0.0),
    Towards.ANTERIOR: (0.0, -1.0, 0.0),
    Towards.HEAD: (0.0, 0.0, 1.0),
    Towards.FEET: (0.0, 0.0, -1.0),
}


@attrs.frozen
class OrientationChoice:
    """Towards which side columns, rows and slices grow as the file holds them; `GeometryError` if two share an axis."""

    right: Towards
    down: Towards
    onward: Towards

    def __attrs_post_init__(self) -> None:
        if len({side for one in self.each for side in (one, one.opposite)}) != 6:
            raise GeometryError(
                "Rows, columns and slices must run along three different directions of the patient.",
                "Choose another side for one of them.",
            )

    @property
    def each(self) -> tuple[Towards, Towards, Towards]:
        """The sides of growing i, j and k."""
        return (self.right, self.down, self.onward)

    @property
    def mirrored(self) -> bool:
        """Whether slices run against the normal of rows and columns, so that their order must be turned."""
        right, down, onward = (one.direction for one in self.each)
        return dot(cross(right, down), onward) < 0


def oriented_geometry(geometry: VolumeGeometry, choice: OrientationChoice) -> VolumeGeometry:
    """Return the grid as the reader says it lies, right-handed, its middle where it was.

    Where the choice is mirrored, slice 0 of the new grid is the last one of the old.
    """
    right, down, onward = (one.direction for one in choice.each)
    axes = (right, down, scale(onward, -1) if choice.mirrored else onward)
    turned = attrs.evolve(geometry, axes=axes)
    return attrs.evolve(turned, origin=add(turned.origin, subtract(geometry.centre, turned.centre)))


def oriented(volume: Volume, choice: OrientationChoice) -> Volume:
    """Return the volume as the reader says it lies: a view on the same voxels."""
    hu, gaps = volume.hu, volume.gaps
    if choice.mirrored:
        last = volume.geometry.shape[0]
        hu = hu[::-1]
        gaps = tuple((last - first - count, count) for first, count in reversed(gaps))
    return attrs.evolve(
        volume, geometry=oriented_geometry(volume.geometry, choice), hu=hu, gaps=gaps, orientation_known=True
    )
