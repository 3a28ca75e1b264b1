"""A plane through the patient as a pane shows it: a point and the directions of its screen axes."""

from enum import StrEnum

import attrs

from viewer.model.geometry import Vec3, add, cross, dot, rotate, scale, subtract, unit


class PlaneKind(StrEnum):
    """The three reference planes of reading."""

    AXIAL = "axial"
    SAGITTAL = "sagittal"
    CORONAL = "coronal"


# Radiological convention: patient right on screen left, anterior up (axial) or on screen left
# (sagittal), head up. Patient axes, so it holds whatever the position on the table.
_SCREEN_AXES: dict[PlaneKind, tuple[Vec3, Vec3]] = {
    PlaneKind.AXIAL: ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    PlaneKind.SAGITTAL: ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    PlaneKind.CORONAL: ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
}


@attrs.frozen
class Plane:
    """A plane through `point`; `right` and `down` are the unit LPS directions of the screen axes."""

    point: Vec3
    right: Vec3
    down: Vec3

    @property
    def normal(self) -> Vec3:
        """The unit normal, `right` x `down`: into the screen."""
        return cross(self.right, self.down)

    def distance_mm(self, point: Vec3) -> float:
        """Return the signed distance of a point from the plane, positive into the screen."""
        return dot(subtract(point, self.point), self.normal)

    def project(self, point: Vec3) -> Vec3:
        """Return the foot of a point in the plane."""
        return add(point, scale(self.normal, -self.distance_mm(point)))

    def coordinates(self, point: Vec3) -> tuple[float, float]:
        """Return the in-plane place of a point as mm to the right of and below `self.point`."""
        offset = subtract(point, self.point)
        return (dot(offset, self.right), dot(offset, self.down))

    def at(self, right_mm: float, down_mm: float) -> Vec3:
        """Return the LPS point at in-plane coordinates; the inverse of `coordinates`."""
        return add(self.point, add(scale(self.right, right_mm), scale(self.down, down_mm)))

    def through(self, point: Vec3) -> "Plane":
        """Return the parallel plane through a point."""
        return attrs.evolve(self, point=point)

    def turned(self, axis: Vec3, angle_deg: float) -> "Plane":
        """Return the plane turned about a unit axis through its point, axes kept perpendicular."""
        right = unit(rotate(self.right, axis, angle_deg))
        down = rotate(self.down, axis, angle_deg)
        down = unit(subtract(down, scale(right, dot(down, right))))
        return Plane(self.point, right, down)


def reference_plane(kind: PlaneKind, point: Vec3) -> Plane:
    """Return the axial, sagittal or coronal plane of the patient through a point."""
    right, down = _SCREEN_AXES[kind]
    return Plane(point, right, down)
