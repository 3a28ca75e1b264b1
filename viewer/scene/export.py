"""Surfaces as files that other programs read, all in LPS mm: STL, PLY, OBJ and glTF."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.errors import FormatError
from viewer.scene.colour_scale import Colours, linear
from viewer.scene.mesh import Mesh

_TITLE = "contrast column, LPS mm"
_FACE = np.dtype([("count", "u1"), ("corners", "<i4", 3)])
_TRIANGLE = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
_GLB, _JSON_CHUNK, _BINARY_CHUNK = b"glTF", b"JSON", b"BIN\0"
_FLOAT, _UNSIGNED = 5126, 5125
_POINTS_BUFFER, _INDEX_BUFFER = 34962, 34963
_PLAIN_LIGHT = (1.0, 0.71, 0.34, 1.0)


def check_ending(path: Path) -> str:
    """Return the ending that tells a file's format; `FormatError` if it is none of `ENDINGS`."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise FormatError(
            f"{path.name} has no ending that tells its format.", f"Choose one of {', '.join(ENDINGS)}."
        )
    return ending


def surface_file(path: Path, mesh: Mesh, colours: Colours | None = None) -> bytes:
    """Return what a file holds whose ending tells its format; `FormatError` if it tells none.

    `colours` are of the points, uint8 `[n, rgb]`; STL has no place for them.
    """
    ending = check_ending(path)
    if not len(mesh.triangles):
        raise FormatError("There is no surface to save.", "Find the contrast column first (Shift+G).")
    return _WRITERS[ending](mesh, colours)


def stl(mesh: Mesh, _colours: Colours | None = None) -> bytes:
    """Return a mesh as a binary STL file, which knows no units: the numbers are LPS mm."""
    triangles = np.zeros(len(mesh.triangles), _TRIANGLE)
    corners = mesh.points[mesh.triangles]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    triangles["normal"] = normals / np.maximum(length, np.finfo(np.float32).tiny)
    triangles["corners"] = corners
    header = _TITLE.encode("ascii").ljust(80)
    return header + len(triangles).to_bytes(4, "little") + triangles.tobytes()


def ply(mesh: Mesh, colours: Colours | None = None) -> bytes:
    """Return a mesh as a binary PLY file (Turk 1994, The PLY Polygon File Format)."""
    columns: list[tuple[str, str, int]] = [("point", "<f4", 3), ("normal", "<f4", 3)]
    names = [f"float {name}" for name in ("x", "y", "z", "nx", "ny", "nz")]
    if colours is not None:
        columns.append(("colour", "u1", 3))
        names += [f"uchar {name}" for name in ("red", "green", "blue")]
    vertices = np.empty(len(mesh.points), np.dtype(columns))
    vertices["point"], vertices["normal"] = mesh.points, mesh.normals
    if colours is not None:
        vertices["colour"] = colours
    faces = np.empty(len(mesh.triangles), _FACE)
    faces["count"], faces["corners"] = 3, mesh.triangles
    header = [
        "ply",
        "format binary_little_endian 1.0",
        f"comment {_TITLE}",
        f"element vertex {len(vertices)}",
        *(f"property {name}" for name in names),
        f"element face {len(faces)}",
        "property list uchar int vertex_indices",
        "end_header",
        "",
    ]
    return "\n".join(header).encode("ascii") + vertices.tobytes() + faces.tobytes()


def obj(mesh: Mesh, colours: Colours | None = None) -> bytes:
    """Return a mesh as an OBJ file; colours follow the coordinates, where most programs look for them."""
    points = mesh.points if colours is None else np.hstack([mesh.points, colours / np.float32(255)])
    number = "v %.5f %.5f %.5f" + (" %.4f %.4f %.4f" if colours is not None else "")
    lines = [
        f"# {_TITLE}",
        "o contrast-column",
        _lines(number, points),
        _lines("vn %.4f %.4f %.4f", mesh.normals),
        _lines("f %d//%d %d//%d %d//%d", np.repeat(mesh.triangles + 1, 2, axis=1)),
        "",
    ]
    return "\n".join(lines).encode("ascii")


def gltf(mesh: Mesh, colours: Colours | None = None) -> bytes:
    """Return a mesh as a glTF 2.0 file that holds its own data."""
    document, data = _gltf(mesh, colours)
    address = base64.b64encode(data).decode("ascii")
    document["buffers"][0]["uri"] = f"data:application/octet-stream;base64,{address}"
    return json.dumps(document).encode("ascii")


def glb(mesh: Mesh, colours: Colours | None = None) -> bytes:
    """Return a mesh as a binary glTF 2.0 file."""
    document, data = _gltf(mesh, colours)
    text = json.dumps(document).encode("ascii")
    chunks = _chunk(_JSON_CHUNK, text, b" ") + _chunk(_BINARY_CHUNK, data, b"\0")
    return _GLB + (2).to_bytes(4, "little") + (12 + len(chunks)).to_bytes(4, "little") + chunks


def _lines(number: str, rows: NDArray[Any]) -> str:
    text = "\n".join([number] * len(rows))
    return text % tuple(rows.ravel().tolist())


def _chunk(kind: bytes, data: bytes, filling: bytes) -> bytes:
    data += filling * (-len(data) % 4)
    return len(data).to_bytes(4, "little") + kind + data


def _gltf(mesh: Mesh, colours: Colours | None) -> tuple[dict[str, Any], bytes]:
    """The document without its buffer's address, and the buffer.

    The format's own convention is metres with y up. Millimetres and the patient's axes are kept, so
    that measurements stay what they are; the document says so.
    """
    arrays: dict[str, NDArray[Any]] = {"POSITION": mesh.points, "NORMAL": _units(mesh.normals)}
    if colours is not None:
        arrays["COLOR_0"] = linear(colours)
    indices = mesh.triangles.astype("<u4").reshape(-1)
    parts = [np.ascontiguousarray(one, "<f4").tobytes() for one in arrays.values()]
    parts.append(indices.tobytes())
    accessors: list[dict[str, Any]] = [
        {"bufferView": n, "componentType": _FLOAT, "count": len(one), "type": "VEC3"}
        for n, one in enumerate(arrays.values())
    ]
    accessors[0] |= {"min": mesh.points.min(axis=0).tolist(), "max": mesh.points.max(axis=0).tolist()}
    accessors.append(
        {"bufferView": len(arrays), "componentType": _UNSIGNED, "count": len(indices), "type": "SCALAR"}
    )
    base = (1.0, 1.0, 1.0, 1.0) if colours is not None else _PLAIN_LIGHT
    primitive = {
        "attributes": {name: n for n, name in enumerate(arrays)},
        "indices": len(arrays),
        "material": 0,
    }
    document = {
        "asset": {
            "version": "2.0",
            "generator": "Thecal",
            "extras": {"frame": "LPS", "unit": "mm", "axes": "x to the left, y to posterior, z to the head"},
        },
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "contrast column"}],
        "meshes": [{"name": "contrast column", "primitives": [primitive]}],
        "materials": [
            {"pbrMetallicRoughness": {"baseColorFactor": base, "metallicFactor": 0, "roughnessFactor": 0.6}}
        ],
        "accessors": accessors,
        "bufferViews": _views([len(part) for part in parts]),
        "buffers": [{"byteLength": sum(len(part) for part in parts)}],
    }
    return document, b"".join(parts)


def _views(lengths: list[int]) -> list[dict[str, int]]:
    starts = np.cumsum([0, *lengths[:-1]]).tolist()
    targets = [_POINTS_BUFFER] * (len(lengths) - 1) + [_INDEX_BUFFER]
    return [
        {"buffer": 0, "byteOffset": start, "byteLength": length, "target": target}
        for start, length, target in zip(starts, lengths, targets, strict=True)
    ]


def _units(normals: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    # The format forbids a normal of no length.
    upward = np.array([0.0, 0.0, 1.0], np.float32)
    return np.where(length > 0.5, normals / np.maximum(length, 1e-6), upward).astype(np.float32)


_WRITERS: dict[str, Callable[[Mesh, Colours | None], bytes]] = {
    ".stl": stl,
    ".ply": ply,
    ".obj": obj,
    ".gltf": gltf,
    ".glb": glb,
}
ENDINGS = tuple(_WRITERS)
"""The endings a surface can be saved with."""
