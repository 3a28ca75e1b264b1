"""Surfaces as files that other programs read."""

import numpy as np

from viewer.scene.mesh import Mesh

_VERTEX = np.dtype([("point", "<f4", 3), ("normal", "<f4", 3)])
_FACE = np.dtype([("count", "u1"), ("corners", "<i4", 3)])


def ply(mesh: Mesh) -> bytes:
    """Return a mesh as a binary PLY file, in LPS mm (Turk 1994, The PLY Polygon File Format)."""
    vertices = np.empty(len(mesh.points), _VERTEX)
    vertices["point"], vertices["normal"] = mesh.points, mesh.normals
    faces = np.empty(len(mesh.triangles), _FACE)
    faces["count"], faces["corners"] = 3, mesh.triangles
    names = ("x", "y", "z", "nx", "ny", "nz")
    header = [
        "ply",
        "format binary_little_endian 1.0",
        "comment contrast column, LPS mm",
        f"element vertex {len(vertices)}",
        *(f"property float {name}" for name in names),
        f"element face {len(faces)}",
        "property list uchar int vertex_indices",
        "end_header",
        "",
    ]
    return "\n".join(header).encode("ascii") + vertices.tobytes() + faces.tobytes()
