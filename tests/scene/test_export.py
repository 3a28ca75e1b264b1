"""Surfaces as files: closed, outward, in LPS mm, and read back by readers that are not ours."""

import json

import numpy as np
import pytest
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkIOGeometry import vtkGLTFReader, vtkOBJReader, vtkSTLReader
from vtkmodules.vtkIOPLY import vtkPLYReader

from tests.scene.columns import FEET_FIRST_PRONE, MIRRORED, SUPINE, ball, column_of
from viewer.errors import FormatError
from viewer.scene.colour_scale import linear
from viewer.scene.column_mesh import column_mesh
from viewer.scene.export import ENDINGS, surface_file
from viewer.scene.mesh import Mesh

CENTRE = (3.0, -2.0, 5.0)
RADIUS = 8.0


@pytest.fixture(params=[SUPINE, FEET_FIRST_PRONE, MIRRORED], ids=["supine", "feet first prone", "mirrored"])
def mesh(request):
    """A ball beside the middle, on grids that lie in the patient in different ways."""
    return column_mesh(column_of(ball(RADIUS, CENTRE), (44, 40, 40), request.param)).full


@pytest.fixture
def colours(mesh):
    shade = np.linspace(0, 255, len(mesh.points)).astype(np.uint8)
    return np.stack([shade, shade[::-1], np.full_like(shade, 90)], axis=1)


def read_back(path):
    """The points [n, 3] and triangles [m, 3] of a file, by VTK's readers."""
    readers = {".stl": vtkSTLReader, ".ply": vtkPLYReader, ".obj": vtkOBJReader}
    if path.suffix in readers:
        reader = readers[path.suffix]()
        reader.SetFileName(str(path))
        reader.Update()
        surface = reader.GetOutput()
    else:
        reader = vtkGLTFReader()
        reader.SetFileName(str(path))
        reader.ApplyDeformationsToGeometryOn()
        reader.Update()
        surface = reader.GetOutput()
        while not hasattr(surface, "GetPolys"):
            surface = surface.GetBlock(0)
    points = vtk_to_numpy(surface.GetPoints().GetData()).astype(float)
    return points, vtk_to_numpy(surface.GetPolys().GetConnectivityArray()).reshape(-1, 3), surface


def volume_mm3(points, triangles):
    a, b, c = (points[triangles[:, n]] for n in range(3))
    return float((a * np.cross(b, c)).sum() / 6)


def is_closed(points, triangles):
    """Whether every edge is run through once in each direction."""
    _, same = np.unique(np.round(points, 4), axis=0, return_inverse=True)
    corners = same.reshape(-1)[triangles]
    edges = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    there = {tuple(edge) for edge in edges.tolist()}
    return len(there) == len(edges) and all((b, a) in there for a, b in there)


@pytest.mark.parametrize("ending", ENDINGS)
def test_other_programs_read_the_same_closed_surface_in_lps_mm(mesh, colours, tmp_path, ending):
    path = tmp_path / f"column{ending}"
    path.write_bytes(surface_file(path, mesh, colours))
    points, triangles, _ = read_back(path)
    assert len(triangles) == len(mesh.triangles)
    assert is_closed(points, triangles)
    # Positive only where the triangles face outward.
    assert volume_mm3(points, triangles) == pytest.approx(4 / 3 * np.pi * RADIUS**3, rel=0.01)
    assert points.min(axis=0) == pytest.approx(np.array(CENTRE) - RADIUS, abs=0.15)
    assert points.max(axis=0) == pytest.approx(np.array(CENTRE) + RADIUS, abs=0.15)


def test_normals_face_outward(mesh, tmp_path):
    path = tmp_path / "column.ply"
    path.write_bytes(surface_file(path, mesh))
    points, _, surface = read_back(path)
    normals = vtk_to_numpy(surface.GetPointData().GetArray("Normals"))
    assert ((points - np.array(CENTRE)) / RADIUS * normals).sum(axis=1).min() > 0.9


def test_ply_keeps_the_colours(mesh, colours, tmp_path):
    path = tmp_path / "column.ply"
    path.write_bytes(surface_file(path, mesh, colours))
    _, _, surface = read_back(path)
    assert (vtk_to_numpy(surface.GetPointData().GetArray("RGB")) == colours).all()


@pytest.mark.parametrize("ending", [".gltf", ".glb"])
def test_gltf_keeps_the_colours_as_light(mesh, colours, tmp_path, ending):
    path = tmp_path / f"column{ending}"
    path.write_bytes(surface_file(path, mesh, colours))
    _, _, surface = read_back(path)
    found = vtk_to_numpy(surface.GetPointData().GetArray("COLOR_0"))[:, :3]
    assert np.allclose(found, linear(colours), atol=0.002)


def test_obj_gives_each_point_its_colour(mesh, colours, tmp_path):
    lines = surface_file(tmp_path / "column.obj", mesh, colours).decode().splitlines()
    first = next(line for line in lines if line.startswith("v "))
    numbers = [float(number) for number in first.split()[1:]]
    assert numbers[:3] == pytest.approx(mesh.points[0], abs=1e-4)
    assert numbers[3:] == pytest.approx(colours[0] / 255, abs=1e-3)


def test_gltf_says_that_its_numbers_are_lps_mm(mesh, tmp_path):
    document = json.loads(surface_file(tmp_path / "column.gltf", mesh))
    assert document["asset"]["extras"]["frame"] == "LPS"
    assert document["asset"]["extras"]["unit"] == "mm"
    low, high = (document["accessors"][0][end] for end in ("min", "max"))
    assert low == pytest.approx(mesh.points.min(axis=0))
    assert high == pytest.approx(mesh.points.max(axis=0))


def test_a_file_tells_nothing_of_the_patient(mesh, tmp_path):
    for ending in ENDINGS:
        text = surface_file(tmp_path / f"DOE^JANE{ending}", mesh)
        assert b"DOE^JANE" not in text


def test_an_unknown_ending_is_refused_with_those_there_are(mesh, tmp_path):
    with pytest.raises(FormatError, match="has no ending") as refused:
        surface_file(tmp_path / "column.vtk", mesh)
    assert ".glb" in refused.value.hint


def test_an_empty_surface_is_refused(tmp_path):
    nothing = np.zeros((0, 3), np.float32)
    with pytest.raises(FormatError, match="no surface"):
        surface_file(tmp_path / "column.stl", Mesh(nothing, nothing, nothing.astype(np.int64)))
