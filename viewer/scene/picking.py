"""Which point of a surface lies under a place of the screen."""

import numpy as np
from numpy.typing import NDArray

from viewer.model.display import Camera
from viewer.model.geometry import Vec3, vec3
from viewer.scene.camera import screen_right
from viewer.scene.mesh import Mesh


def pick(mesh: Mesh, camera: Camera, under: Vec3) -> Vec3 | None:
    """Return the foremost point of a mesh on the line of sight through a point, None beside it."""
    if not len(mesh.triangles):
        return None
    axes = np.array([screen_right(camera), camera.up, camera.towards_eye], np.float32)
    seen = (mesh.points - np.array(under, np.float32)) @ axes.T
    near = mesh.triangles
    for axis in range(2):
        near = near[_straddling(seen[:, axis] > 0, near)]
    corners = seen[near].astype(np.float64)
    depths = _depths(corners)
    if not depths.size:
        return None
    return vec3(np.array(under) + depths.max() * np.array(camera.towards_eye))


def _straddling(side: NDArray[np.bool_], triangles: NDArray[np.int64]) -> NDArray[np.bool_]:
    a, b, c = (side[triangles[:, corner]] for corner in range(3))
    return (a != b) | (b != c)


def _depths(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    # Barycentric weights of the origin in the screen plane.
    x, y, z = corners[..., 0], corners[..., 1], corners[..., 2]
    weights = np.stack([x[:, b] * y[:, c] - x[:, c] * y[:, b] for b, c in ((1, 2), (2, 0), (0, 1))], axis=1)
    area = weights.sum(axis=1)
    hit = (np.abs(area) > 1e-12) & ((weights * np.sign(area)[:, None]) >= 0).all(axis=1)
    return (weights[hit] * z[hit]).sum(axis=1) / area[hit]
