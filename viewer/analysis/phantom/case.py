"""The demo cases and their small versions, and building any of them."""

import math

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.curve import spine_curve
from viewer.analysis.phantom.lattice import lattice_of
from viewer.analysis.phantom.mask import sac_labels
from viewer.analysis.phantom.render import render
from viewer.analysis.phantom.scene import Scene, cervical_scene, lumbar_scene, spine_scene
from viewer.analysis.phantom.spec import (
    Anatomy,
    Contrast,
    Lesion,
    LesionKind,
    LevelSpec,
    PhantomSpec,
    Side,
)
from viewer.analysis.phantom.truth import PhantomTruth, phantom_truth
from viewer.model.geometry import VolumeGeometry, add, rotate, scale, subtract, vec3
from viewer.model.spine import Level
from viewer.model.volume import Volume
from viewer.progress import Progress, part, silent


@attrs.frozen(eq=False)
class Phantom:
    """A made CT with what is known about it."""

    spec: PhantomSpec
    volume: Volume
    truth: PhantomTruth


def build(spec: PhantomSpec, progress: Progress = silent) -> Phantom:
    """Make the voxels and the truth of a spec; the same spec gives the same voxels.

    `progress` may raise `Cancelled`.
    """
    progress(0.0, "Building the phantom")
    scene = scene_of(spec)
    geometry = grid_of(spec)
    hu = render(spec, scene, lattice_of(geometry), part(progress, 0.02, 1.0))
    hu.flags.writeable = False
    return Phantom(spec, Volume(geometry, hu), _truth(spec, scene))


def truth_of(spec: PhantomSpec) -> PhantomTruth:
    """Return the truth of a spec without making its voxels."""
    return _truth(spec, scene_of(spec))


def labels_of(spec: PhantomSpec) -> NDArray[np.uint8]:
    """Return which voxels `[k, j, i]` of a spec are fluid, cord or sleeve: values of `SacLabel`."""
    return sac_labels(scene_of(spec), grid_of(spec))


def scene_of(spec: PhantomSpec) -> Scene:
    """Return the parts of a spec."""
    return _SCENES[spec.anatomy](spec)


_SCENES = {
    Anatomy.LUMBAR: lumbar_scene,
    Anatomy.CERVICAL: cervical_scene,
    Anatomy.SPINE: spine_scene,
}


def _truth(spec: PhantomSpec, scene: Scene) -> PhantomTruth:
    return phantom_truth(spec, scene.curve, scene.canal, scene.cord, scene.fronts)


def grid_of(spec: PhantomSpec) -> VolumeGeometry:
    """Return the grid of a spec: turned as the patient lies, its middle in the field's middle."""
    axes = spec.position.axes
    for about, angle in zip(
        ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), spec.rotation_deg, strict=True
    ):
        axes = tuple(rotate(one, about, angle) for one in axes)
    origin = add(spec.centre, spec.grid_shift_mm)
    for axis, step, count in zip(axes, spec.spacing_mm, spec.shape[::-1], strict=True):
        origin = add(origin, scale(axis, -step * (count - 1) / 2))
    first, second, third = axes
    return VolumeGeometry(spec.shape, vec3(origin), (first, second, third), spec.spacing_mm)


def small(spec: PhantomSpec, factor: int = 2) -> PhantomSpec:
    """Return the same patient on voxels `factor` times as large in every direction."""
    k, j, i = (math.ceil(n / factor) for n in spec.shape)
    a, b, c = (step * factor for step in spec.spacing_mm)
    return attrs.evolve(spec, shape=(k, j, i), spacing_mm=(a, b, c))


def around(spec: PhantomSpec, level: Level, size_mm: float) -> PhantomSpec:
    """Return the same patient on a grid of `size_mm` edge length about the canal at one level."""
    curve = spine_curve(spec)
    middle = vec3(curve.frame(curve.arcs[level]).origin)
    i, j, k = (max(8, round(size_mm / step)) for step in spec.spacing_mm)
    return attrs.evolve(spec, shape=(k, j, i), grid_shift_mm=subtract(middle, spec.centre))


def lumbar_case() -> PhantomSpec:
    """Return the lumbar demo: T11 to S2, severe at L4/5, moderate at L3/4, a right extrusion at L5/S1."""
    return PhantomSpec(
        anatomy=Anatomy.LUMBAR,
        shape=(392, 512, 512),
        spacing_mm=(0.3516, 0.3516, 0.75),
        levels=_LUMBAR_LEVELS,
        lesions=(
            Lesion(Level("L3/L4"), LesionKind.STENOSIS, 95.0, half_length_mm=8.0),
            Lesion(Level("L4/L5"), LesionKind.STENOSIS, 60.0, half_length_mm=9.5),
            Lesion(Level("L5/S1"), LesionKind.EXTRUSION, 104.0, Side.RIGHT, half_length_mm=9.0, shift_mm=3.0),
        ),
        streaks_hu=9.0,
        contrast=Contrast(cranial_hu=620.0, caudal_hu=820.0, layering_hu=110.0),
        centre=(3.7, -148.2, -612.4),
        seed=11,
    )


_LUMBAR_LEVELS = (
    LevelSpec("T11", 22.0, 5.5, -9.0, 158.0, 160.0, 50.0, 0.15),
    LevelSpec("T12", 24.5, 6.5, -12.0, 172.0, 182.0, 49.0, 0.15),
    LevelSpec("L1", 26.0, 8.0, -12.0, 192.0, 186.0, 27.0, 0.15),
    LevelSpec("L2", 27.0, 9.5, -8.0, 188.0, 178.0, 0.0, 0.25),
    LevelSpec("L3", 27.5, 9.5, -2.0, 184.0, 168.0, 0.0, 0.5),
    LevelSpec("L4", 27.0, 8.0, 7.0, 176.0, 162.0, 0.0, 0.9),
    LevelSpec("L5", 26.0, 8.5, 21.0, 168.0, 150.0, 0.0, 0.55),
    LevelSpec("S1", 29.0, 2.0, 43.0, 118.0, 82.0, 0.0, 0.1),
    LevelSpec("S2", 24.0, 2.0, 55.0, 46.0, 30.0, 0.0, 0.1),
)


def cervical_case() -> PhantomSpec:
    """Return the cervical demo: skull base to T3, osteophytes press on the cord at C5/6 and C6/7."""
    return PhantomSpec(
        anatomy=Anatomy.CERVICAL,
        shape=(360, 512, 512),
        spacing_mm=(0.3516, 0.3516, 0.625),
        levels=_CERVICAL_LEVELS,
        lesions=(
            Lesion(Level("C5/C6"), LesionKind.OSTEOPHYTE, 98.0, half_length_mm=6.5),
            Lesion(Level("C6/C7"), LesionKind.OSTEOPHYTE, 118.0, Side.LEFT, half_length_mm=6.0),
        ),
        streaks_hu=24.0,
        contrast=Contrast(cranial_hu=560.0, caudal_hu=760.0, layering_hu=90.0),
        noise_sd_hu=26.0,
        scoliosis_mm=1.5,
        centre=(-2.6, -176.9, -204.1),
        grid_shift_mm=(0.0, -6.0, 9.0),
        seed=5,
    )


_CERVICAL_LEVELS = (
    LevelSpec("C1", 12.0, 3.0, -3.0, 294.0, 272.0, 78.0),
    LevelSpec("C2", 20.0, 5.0, -5.0, 245.0, 222.0, 72.0),
    LevelSpec("C3", 13.5, 5.0, -3.0, 210.0, 204.0, 70.0, 0.2),
    LevelSpec("C4", 13.0, 5.0, 1.0, 206.0, 202.0, 73.0, 0.35),
    LevelSpec("C5", 12.5, 4.2, 5.0, 206.0, 200.0, 72.0, 0.9),
    LevelSpec("C6", 12.5, 4.2, 10.0, 198.0, 194.0, 66.0, 0.8),
    LevelSpec("C7", 14.0, 5.0, 16.0, 194.0, 188.0, 55.0, 0.3),
    LevelSpec("T1", 16.0, 4.5, 22.0, 182.0, 172.0, 47.0, 0.15),
    LevelSpec("T2", 17.0, 4.5, 24.0, 162.0, 156.0, 43.0, 0.15),
    LevelSpec("T3", 18.0, 4.5, 22.0, 151.0, 147.0, 40.0, 0.15),
)
