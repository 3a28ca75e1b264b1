"""Where the eye of the 3D pane stands: standard views, turning, moving, and places on the screen."""

import math

import attrs

from viewer.model.display import Camera, SurfaceView
from viewer.model.geometry import Vec3, add, cross, dot, rotate, scale, subtract, unit

HEAD: Vec3 = (0.0, 0.0, 1.0)
_FRONT: Vec3 = (0.0, -1.0, 0.0)
_TOWARDS_EYE: dict[SurfaceView, tuple[Vec3, Vec3]] = {
    SurfaceView.ANTERIOR: (_FRONT, HEAD),
    SurfaceView.POSTERIOR: ((0.0, 1.0, 0.0), HEAD),
    SurfaceView.LEFT: ((1.0, 0.0, 0.0), HEAD),
    SurfaceView.RIGHT: ((-1.0, 0.0, 0.0), HEAD),
    SurfaceView.HEAD: (HEAD, _FRONT),
    SurfaceView.FEET: ((0.0, 0.0, -1.0), _FRONT),
}
_FIRST_EYE = unit((0.62, -0.75, 0.22))
_MARGIN = 1.1
_DEGREES_ACROSS = 180.0
_HEIGHT_LIMITS_MM = (4.0, 3000.0)


@attrs.frozen
class Box:
    """A box along the patient's axes, in LPS mm."""

    low: Vec3
    high: Vec3

    @property
    def centre(self) -> Vec3:
        """Its middle."""
        return scale(add(self.low, self.high), 0.5)

    def half_extent_mm(self, direction: Vec3) -> float:
        """Return how far it reaches from its middle along a unit direction."""
        size = scale(subtract(self.high, self.low), 0.5)
        return sum(abs(side * part) for side, part in zip(size, direction, strict=True))


def screen_right(camera: Camera) -> Vec3:
    """Return the unit LPS direction that points to the right on the screen."""
    return unit(cross(camera.up, camera.towards_eye))


def standard_camera(view: SurfaceView, box: Box, aspect: float) -> Camera:
    """Return the camera on one side of the patient with a box in full view; `aspect` is width / height.

    From the front and from the feet the patient's right is on screen left; the head, or the front
    where head or feet face the reader, is up.
    """
    return _fitted(*_TOWARDS_EYE[view], box, aspect)


def first_camera(box: Box, aspect: float) -> Camera:
    """Return the camera a new study starts with: from the front, a little from the left and above."""
    right = unit(cross(HEAD, _FIRST_EYE))
    return _fitted(_FIRST_EYE, cross(_FIRST_EYE, right), box, aspect)


def turned(camera: Camera, right_px: float, down_px: float, pane_px: float) -> Camera:
    """Return the camera after dragging the object: sideways about the head axis, else over the screen's.

    `pane_px` is the shorter side of the pane: dragging across it turns by half a circle. The head
    never tips past the vertical.
    """
    per_px = _DEGREES_ACROSS / max(pane_px, 1.0)
    eye = rotate(camera.towards_eye, HEAD, -right_px * per_px)
    up = rotate(camera.up, HEAD, -right_px * per_px)
    height_deg = math.degrees(math.atan2(dot(eye, HEAD), dot(up, HEAD)))
    tilt_deg = min(max(height_deg + down_px * per_px, -90.0), 90.0) - height_deg
    right = unit(cross(up, eye))
    eye, up = (rotate(direction, right, -tilt_deg) for direction in (eye, up))
    eye = unit(eye)
    return attrs.evolve(camera, towards_eye=eye, up=unit(subtract(up, scale(eye, dot(up, eye)))))


def moved(camera: Camera, right_px: float, down_px: float, height_px: float) -> Camera:
    """Return the camera after dragging the object over the screen."""
    mm = camera.height_mm / max(height_px, 1.0)
    shift = add(scale(screen_right(camera), -right_px * mm), scale(camera.up, down_px * mm))
    return attrs.evolve(camera, focus=add(camera.focus, shift))


def zoomed(camera: Camera, factor: float) -> Camera:
    """Return the camera with everything `factor` times as large."""
    low, high = _HEIGHT_LIMITS_MM
    return attrs.evolve(camera, height_mm=min(max(camera.height_mm / factor, low), high))


def to_px(camera: Camera, point: Vec3, width_px: int, height_px: int) -> tuple[float, float]:
    """Return the place of the pane, from its upper left corner, at which a point is drawn."""
    offset = subtract(point, camera.focus)
    px = height_px / camera.height_mm
    return (
        width_px / 2 + dot(offset, screen_right(camera)) * px,
        height_px / 2 - dot(offset, camera.up) * px,
    )


def under_px(camera: Camera, x_px: float, y_px: float, width_px: int, height_px: int) -> Vec3:
    """Return the point of the plane through the focus that is drawn at a place of the pane."""
    mm = camera.height_mm / height_px
    across = scale(screen_right(camera), (x_px - width_px / 2) * mm)
    return add(camera.focus, add(across, scale(camera.up, (height_px / 2 - y_px) * mm)))


def _fitted(eye: Vec3, up: Vec3, box: Box, aspect: float) -> Camera:
    reach_up = box.half_extent_mm(up)
    reach_right = box.half_extent_mm(cross(up, eye))
    height = 2 * _MARGIN * max(reach_up, reach_right / max(aspect, 0.05), 1.0)
    return Camera(box.centre, eye, up, height)
