"""Turning the parts of a phantom into voxels, slab by slab."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from viewer.analysis.phantom.bone import BoneFields, add_bone, empty_fields
from viewer.analysis.phantom.canvas import Canvas, Folds, coverage
from viewer.analysis.phantom.contents import (
    bony_ridge,
    canal_box,
    paint_canal,
    paint_nerves,
)
from viewer.analysis.phantom.fluid import contrast_hu
from viewer.analysis.phantom.lattice import Array, Box, Lattice, Stencils, crop, enlarge, shape_of
from viewer.analysis.phantom.metal import paint_screws
from viewer.analysis.phantom.nerve import stamp
from viewer.analysis.phantom.noise import noise_band, slab_noise, slice_noise, streak_band
from viewer.analysis.phantom.scene import Scene
from viewer.analysis.phantom.solid import carve, merge
from viewer.analysis.phantom.spec import LesionKind, PhantomSpec
from viewer.analysis.phantom.texture import Texture, texture
from viewer.analysis.phantom.tissue import CORD_HU, CORTEX_HU, CSF_HU, DISC_HU, NERVE_HU
from viewer.model.spine import Level
from viewer.model.volume import AIR_HU
from viewer.progress import Progress

Places = tuple[Array, Array, Array]
SLAB, TILE = 24, 64
COARSE_MM = 0.7
SWELL_MM = 2.8
_THICK = (("L5", "S2"), ("C6", "T2"))
THREADS = 2


@attrs.frozen(eq=False)
class _Stage:
    """What every slab needs."""

    spec: PhantomSpec
    scene: Scene
    grid: Lattice
    rough: Texture
    fine: Texture
    swell: Texture
    trabecular: Texture
    noise: Array
    streaks: Array

    @property
    def width_mm(self) -> float:
        """The full width of a border whose 10 to 90 % width is the blur asked for."""
        return self.spec.blur_mm / 0.6


def render(spec: PhantomSpec, scene: Scene, grid: Lattice, progress: Progress) -> NDArray[np.int16]:
    """Return HU int16 `[k, j, i]` of a scene on a grid; `progress` may raise to stop the work."""
    stage = _stage(spec, scene, grid)
    out = np.empty(grid.shape, dtype=np.int16)
    starts = list(range(0, grid.shape[0], SLAB))
    done = 0
    with ThreadPoolExecutor(THREADS) as pool:
        waiting: set[Future[None]] = {pool.submit(_render_slab, stage, out, start) for start in starts}
        try:
            while waiting:
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED, timeout=0.1)
                for one in finished:
                    one.result()
                done += len(finished)
                progress(done / len(starts), "Building the phantom")
        finally:
            # Nothing waits any more unless the work was stopped.
            for one in waiting:
                one.cancel()
    return out


def _stage(spec: PhantomSpec, scene: Scene, grid: Lattice) -> _Stage:
    coarse, _ = grid.thinned(COARSE_MM)
    spacing = np.linalg.norm(grid.steps, axis=1)
    shape = (grid.shape[1], grid.shape[2])
    along = 1 if abs(grid.steps[0, 0]) > abs(grid.steps[1, 0]) else 0
    return _Stage(
        spec,
        scene,
        grid,
        texture(coarse, (5.0, 16.0), spec.seed),
        texture(coarse, (1.6, 5.0), spec.seed + 1),
        texture(coarse.thinned(SWELL_MM)[0], (20.0, 60.0), spec.seed + 3),
        texture(grid, (1.1, 9.0), spec.seed + 2, upright=1.8),
        noise_band(shape, (float(spacing[1]), float(spacing[0]))),
        streak_band(shape, (float(spacing[1]), float(spacing[0])), along),
    )


def _render_slab(stage: _Stage, out: NDArray[np.int16], start: int) -> None:
    stop = min(start + SLAB, stage.grid.shape[0])
    box = (slice(start, stop), slice(0, stage.grid.shape[1]), slice(0, stage.grid.shape[2]))
    slab = stage.grid.part(box)
    coarse, stencils = slab.thinned(COARSE_MM)
    first = round(start * np.linalg.norm(stage.grid.steps[2]) / np.linalg.norm(coarse.steps[2]))
    hu, bones = _coarse(stage, coarse, first)
    image = _fine(stage, hu, bones, stencils, start)
    _paint_column(stage, slab, image)
    paint_screws(image, slab, stage.scene.screws, stage.width_mm)
    noise = slab_noise(shape_of(image), stage.noise, start, stage.spec.seed)
    image += np.float32(stage.spec.noise_sd_hu) * noise
    _add_streaks(stage, slab, image, start)
    image[:, _outside_field(stage)] = AIR_HU
    out[start:stop] = np.clip(np.rint(image), AIR_HU, 3071)


def _add_streaks(stage: _Stage, slab: Lattice, image: Array, start: int) -> None:
    """Add what the thick and bony parts of a patient leave in the image, in place."""
    for k, share in enumerate(_thickness(stage, slab)):
        if share * stage.spec.streaks_hu > 0.5:
            streaks = slice_noise(stage.streaks, shape_of(image)[1:], start + k, stage.spec.seed + 9)
            image[k] += np.float32(share * stage.spec.streaks_hu) * streaks


def _thickness(stage: _Stage, slab: Lattice) -> NDArray[np.float64]:
    """Return how far every slice reaches into the shoulders or the pelvis: 0 to 1."""
    curve = stage.scene.curve
    middle = slab.origin + slab.steps[1] * (slab.shape[1] / 2) + slab.steps[0] * (slab.shape[2] / 2)
    heights = (middle + np.arange(slab.shape[0])[:, None] * slab.steps[2])[:, 2]
    arcs = np.interp(heights, curve.points[::-1, 2], curve.stations[::-1])
    seen = [pair for pair in _THICK if all(Level(name) in curve.arcs for name in pair)]
    ends = [[curve.arcs[Level(name)] for name in pair] for pair in seen]
    shares = [np.clip((arcs - first) / (last - first), 0, 1) for first, last in ends[:1]]
    return sum((share * share * (3 - 2 * share) for share in shares), np.zeros(len(arcs)))


def _coarse(stage: _Stage, lattice: Lattice, first: int) -> tuple[Array, BoneFields]:
    """Return the soft tissues in HU and the bones as distances, on the coarse nodes of a slab."""
    scene, spec = stage.scene, stage.spec
    fields = _folds(stage, lattice, first)
    blur_mm = max(stage.width_mm, 0.9)
    canvas = Canvas(lattice, np.empty(lattice.shape, np.float32), fields, blur_mm)
    scene.paint_around(canvas)
    for one in scene.discs:
        canvas.paint_solid(one, DISC_HU, 0.35, 7.0)
    bones = empty_fields(lattice)
    for bone in scene.bones:
        add_bone(bones, lattice, bone)
    bones.distance[...] += np.float32(0.16) * fields.rough + np.float32(0.09) * fields.fine
    box = canal_box(lattice, scene.curve, 24.0)
    if box is not None:
        places = scene.curve.coordinates(lattice.part(box))
        wall = scene.canal.bone.distance(*places)
        bones.distance[box] = carve(bones.distance[box], wall, 1.0)
        _add_ridges(bones, stage, box, places, wall)
        paint_canal(canvas, box, places, wall, spec=spec, curve=scene.curve)
    paint_nerves(canvas, scene.nerves)
    for solid, hu in scene.details:
        canvas.paint_solid(solid, hu, 0.4, 6.0)
    thick = bones.cortex_mm * np.clip(1 + np.float32(0.16) * fields.rough, 0.5, 1.6)
    # Marrow changes over millimetres, not at the border of a part.
    blended: Array = ndimage.uniform_filter(bones.marrow_hu, 5, mode="nearest")
    marrow = blended * (1 + np.float32(0.15) * fields.rough + np.float32(0.14) * fields.fine)
    return canvas.hu, BoneFields(bones.distance, thick, marrow)


def _folds(stage: _Stage, lattice: Lattice, first: int) -> Folds:
    thin, stencils = lattice.thinned(SWELL_MM)
    step = round(float(np.linalg.norm(thin.steps[2]) / np.linalg.norm(lattice.steps[2])))
    wide = enlarge(stage.swell.over(thin.shape, (first // step, 0, 0)), stencils)
    start = (first, 0, 0)
    return Folds(wide, stage.rough.over(lattice.shape, start), stage.fine.over(lattice.shape, start))


def _add_ridges(bones: BoneFields, stage: _Stage, box: Box, places: Places, wall: Array) -> None:
    for lesion in stage.spec.lesions:
        if lesion.kind is LesionKind.OSTEOPHYTE:
            ridge = bony_ridge(lesion, stage.scene.curve, places, wall)
            nearer = ridge < bones.distance[box]
            bones.distance[box] = merge(bones.distance[box], ridge, 1.5)
            bones.marrow_hu[box][nearer] = 700.0


def _tiles(shape: tuple[int, ...]) -> Iterator[tuple[slice, slice]]:
    for j in range(0, shape[1], TILE):
        for i in range(0, shape[2], TILE):
            yield slice(j, min(j + TILE, shape[1])), slice(i, min(i + TILE, shape[2]))


def _fine(stage: _Stage, hu: Array, bones: BoneFields, stencils: Stencils, start: int) -> Array:
    """Interpolate the coarse fields and draw the bones sharply where there are any."""
    image = np.empty((len(stencils[0].low), len(stencils[1].low), len(stencils[2].low)), np.float32)
    for rows, columns in _tiles(image.shape):
        inner, local = crop(stencils, (slice(0, image.shape[0]), rows, columns))
        tile = enlarge(hu[inner], local)
        if bones.distance[inner].min() < stage.width_mm:
            grain = stage.trabecular.over(shape_of(tile), (start, rows.start, columns.start))
            _draw_bone(tile, bones, (inner, local), grain, stage.width_mm)
        image[:, rows, columns] = tile
    return image


def _draw_bone(
    tile: Array, bones: BoneFields, part: tuple[Box, Stencils], grain: Array, width: float
) -> None:
    inner, local = part
    distance = enlarge(bones.distance[inner], local)
    thick = enlarge(bones.cortex_mm[inner], local)
    marrow = enlarge(bones.marrow_hu[inner], local)
    solid = coverage(distance, width)
    spongy = coverage(distance + thick, width)
    # Trabeculae are denser near the cortex and thin out towards the middle.
    marrow = (
        marrow
        + np.float32(0.3) * np.minimum(np.abs(marrow), 350) * grain
        - 18
        + 60 * np.exp(np.minimum(distance + thick, 0) * np.float32(0.5))
    )
    tile += solid * (CORTEX_HU - tile) + spongy * (marrow - CORTEX_HU)


def _paint_column(stage: _Stage, slab: Lattice, image: Array) -> None:
    """Draw sac, sleeves, cord and rootlets at full resolution."""
    scene = stage.scene
    box = canal_box(slab, scene.curve, 24.0)
    if box is None:
        return
    part = slab.part(box)
    arc, left, back = scene.curve.coordinates(part)
    sac = scene.canal.sac.distance(arc, left, back)
    sleeves = np.full(part.shape, 3.0, np.float32)
    stamp(sleeves, part, scene.nerves.sleeves, 0.8)
    rootlets = np.full(part.shape, 3.0, np.float32)
    stamp(rootlets, part, scene.nerves.rootlets, 0.8)
    view, width = image[box], stage.width_mm
    fluid = _fluid_hu(stage, arc, left, back)
    inside = np.maximum(coverage(sac, width), 0.85 * coverage(sleeves, width))
    view += inside * (fluid - view)
    view += inside * coverage(rootlets, width) * (NERVE_HU + 0.16 * fluid - view)
    if scene.cord.areas_mm2.max() > 1:
        core = coverage(scene.cord.distance(arc, left, back), width)
        view += core * (CORD_HU - view)


def _fluid_hu(stage: _Stage, arc: Array, left: Array, back: Array) -> Array:
    contrast, curve = stage.spec.contrast, stage.scene.curve
    if contrast is None:
        return np.full(arc.shape, CSF_HU, np.float32)
    down = np.array(stage.spec.position.down)
    sunk = np.clip((left * np.float32(down[0]) + back * np.float32(down[1])) / 7.0, -1, 1)
    layer = np.float32(contrast.layering_hu / 2) * sunk
    return contrast_hu(contrast, curve, arc, layer).astype(np.float32)


def _outside_field(stage: _Stage) -> NDArray[np.bool_]:
    rows, columns = stage.grid.shape[1:]
    spacing = np.linalg.norm(stage.grid.steps, axis=1)
    y = (np.arange(rows) - (rows - 1) / 2)[:, None] * spacing[1]
    x = (np.arange(columns) - (columns - 1) / 2)[None, :] * spacing[0]
    return np.hypot(x, y) > stage.spec.field_mm / 2
