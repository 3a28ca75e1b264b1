"""Which point of a surface lies under a place of the screen."""

import numpy as np

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
    x, y = (np.ascontiguousarray(seen[:, a])[mesh.triangles] for a in range(2))
    near = (x.min(axis=1) <= 0) & (x.max(axis=1) >= 0) & (y.min(axis=1) <= 0) & (y.max(axis=1) >= 0)
    corners = seen[mesh.triangles[near]].astype(np.float64)
    depths = _depths(corners)
    if not depths.size:
        return None
    return vec3(np.array(under) + depths.max() * np.array(camera.towards_eye))


def _depths(corners: np.ndarray) -> np.ndarray:
    # Barycentric weights of the origin in the screen plane.
    x, y, z = corners[..., 0], corners[..., 1], corners[..., 2]
    weights = np.stack([x[:, b] * y[:, c] - x[:, c] * y[:, b] for b, c in ((1, 2), (2, 0), (0, 1))], axis=1)
    area = weights.sum(axis=1)
    hit = (np.abs(area) > 1e-12) & ((weights * np.sign(area)[:, None]) >= 0).all(axis=1)
    return (weights[hit] * z[hit]).sum(axis=1) / area[hit]
