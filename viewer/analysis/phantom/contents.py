"""What lies around the sac: discs, ligaments, epidural fat, and the soft parts of lesions."""

from collections.abc import Callable

import attrs
import numpy as np

from viewer.analysis.phantom.body import BodySize
from viewer.analysis.phantom.canvas import Canvas, cover
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.lattice import Array, Box, Lattice
from viewer.analysis.phantom.nerve import Nerves
from viewer.analysis.phantom.solid import Solid, chain, ellipsoid, merge
from viewer.analysis.phantom.spec import Lesion, LesionKind, LevelSpec, PhantomSpec, Side
from viewer.analysis.phantom.tissue import DISC_HU, FAT_HU, LIGAMENT_HU, NERVE_HU
from viewer.model.spine import Level

_LEFTWARDS = {Side.LEFT: 1.0, Side.RIGHT: -1.0, Side.CENTRAL: 0.0}
Cover = Callable[[Array, "Array | float"], None]


def disc(curve: SpineCurve, upper: LevelSpec, lower: LevelSpec, size: BodySize) -> Solid:
    """Return the disc below a vertebra, thick enough to reach into the endplates around it."""
    half_width, depth, back = attrs.astuple(size)
    frame = curve.at(f"{upper.vertebra}/{lower.vertebra}")
    wide = half_width + 0.6 + 1.5 * upper.degeneration
    half_depth = depth * 0.56 + 0.5 + 0.8 * upper.degeneration
    centre = -size.centre_mm
    tall = upper.disc_mm / 2 + 4.5

    def distance(u: Array, v: Array, w: Array) -> Array:
        x, y = u / np.float32(wide), (v - np.float32(centre)) / np.float32(half_depth)
        e = np.sqrt(x * x + y * y)
        round_ = e * (e - 1) / np.maximum(np.sqrt((x / wide) ** 2 + (y / half_depth) ** 2), 1e-3)
        flat = v + np.float32(back - 0.3 - 0.8 * upper.degeneration)
        side = -merge(-round_, -flat, 6.0)
        return np.maximum(side, np.abs(w) - np.float32(tall) + 0.12 * np.minimum(v + 10, 0))

    return Solid(frame, (wide + 1, depth + back + 3, tall + 5), distance)


def canal_box(lattice: Lattice, curve: SpineCurve, reach_mm: float) -> Box | None:
    """Return the nodes of a lattice within about `reach_mm` of the curve."""
    lengths = np.linalg.norm(lattice.steps, axis=1)
    place = (curve.points - lattice.origin) @ (lattice.steps / lengths[:, None]).T / lengths
    margin = reach_mm / lengths
    size = np.array(lattice.shape[::-1])
    near = place[((place > -margin) & (place < size + margin)).all(axis=1)]
    if not len(near):
        return None
    low = np.maximum(np.floor(near.min(axis=0) - margin).astype(int), 0)
    high = np.minimum(np.ceil(near.max(axis=0) + margin).astype(int) + 1, size)
    if (high <= low).any():
        return None
    return (slice(low[2], high[2]), slice(low[1], high[1]), slice(low[0], high[0]))


def paint_nerves(canvas: Canvas, nerves: Nerves) -> None:
    """Paint ganglia and the nerves beyond them."""
    for trunk in nerves.trunks:
        for solid in chain(list(trunk.points), list(trunk.radius_mm)):
            canvas.paint_solid(solid, NERVE_HU)


def paint_canal(
    canvas: Canvas,
    box: Box,
    places: tuple[Array, Array, Array],
    bone: Array,
    *,
    spec: PhantomSpec,
    curve: SpineCurve,
) -> None:
    """Paint fat, veins, yellow ligaments and what fills a narrowed canal, on one box of a canvas.

    `bone` is the signed distance to the wall of the bony canal there.
    """
    arc, left, back = places
    part = canvas.hu[box]
    grain = canvas.folds.fine[box]

    def put(distance: Array, hu: Array | float) -> None:
        cover(part, distance, hu, canvas.blur_mm)

    put(bone, FAT_HU + 8 * grain)
    # Veins and the posterior longitudinal ligament lie flat against the front wall.
    veins = np.maximum(-bone - 1.6, np.maximum(back + 3.0, 0.6 * (np.abs(left) - 8.0)))
    put(np.maximum(bone, veins), 28 + 12 * grain)
    for upper, lower in zip(spec.levels, spec.levels[1:], strict=False):
        middle = curve.arcs[Level(f"{upper.vertebra}/{lower.vertebra}")]
        bulk = np.maximum(1 - ((arc - np.float32(middle - 1.0)) / 13.0) ** 2, 0)
        thick = (2.8 + 2.4 * upper.degeneration) * bulk
        shell = np.maximum(np.maximum(bone - 1.5, 0.6 - bone - thick), 3.5 - back - 0.25 * np.abs(left))
        put(np.maximum(shell, 1.2 - thick), LIGAMENT_HU + 8 * grain)
    for lesion in spec.lesions:
        if lesion.kind is not LesionKind.EXTRUSION:
            _fill(put, lesion, curve, (arc, left, back), bone)


def _fill(
    put: Cover, lesion: Lesion, curve: SpineCurve, places: tuple[Array, Array, Array], bone: Array
) -> None:
    """Fill the narrowed canal from its wall inwards: disc in front, ligament behind."""
    arc, left, back = places
    offset = np.abs(arc - np.float32(curve.arcs[lesion.level] + lesion.shift_mm)) / lesion.half_length_mm
    inward = 9.5 * np.exp(-(offset**2.6))
    front = np.maximum(np.maximum(bone - 2.0, back - 1.0), 1.5 - bone - inward)
    put(front, DISC_HU + 6)
    behind = np.maximum(np.maximum(bone - 1.0, 1.0 - back - 0.25 * np.abs(left)), 0.8 - bone - inward)
    # A tip of fat stays in the midline behind the sac.
    put(np.maximum(behind, 2.2 - np.hypot(left, back - 9.0)), LIGAMENT_HU + 6)


def lesion_solids(curve: SpineCurve, lesion: Lesion) -> tuple[tuple[Solid, float], ...]:
    """Return the solid parts of a lesion and their HU."""
    if lesion.kind is not LesionKind.EXTRUSION:
        return ()
    side = _LEFTWARDS[lesion.side]
    frame = curve.frame(curve.arcs[lesion.level] + lesion.shift_mm)
    neck = frame.moved(side * 6.5, -7.0, 2.0)
    head = frame.moved(side * 7.6, -3.6, -3.0).turned(1, side * 10)
    return (
        (ellipsoid(neck, (6.5, 4.5, 4.0)), DISC_HU + 4),
        (ellipsoid(head, (5.6, 5.2, 8.0)), DISC_HU + 8),
    )


def bony_ridge(lesion: Lesion, curve: SpineCurve, places: tuple[Array, Array, Array], wall: Array) -> Array:
    """Return the distance to the two lips of bone that an osteophyte lesion grows behind its disc."""
    arc, left, back = places
    aside = 2.5 * _LEFTWARDS[lesion.side]
    offset = (arc - np.float32(curve.arcs[lesion.level] + lesion.shift_mm)) / np.float32(
        lesion.half_length_mm
    )
    reach = np.exp(-((left - np.float32(aside)) ** 2) / 130.0)
    inward = 7.5 * np.maximum(1 - np.abs(offset) / 1.15, 0) * reach
    shell = np.maximum(np.maximum(wall - 4.0, 1.2 - wall - inward), back + 1.0)
    shell = np.maximum(shell, 2.2 - inward)
    return np.maximum(shell, 0.7 - np.abs(arc - np.float32(curve.arcs[lesion.level])))


def vacuum(curve: SpineCurve, upper: LevelSpec) -> tuple[Solid, float]:
    """Return a cleft of gas in the front of a worn disc, off the midline, and its HU."""
    arc = curve.arcs[upper.level] + (upper.body_mm + upper.disc_mm) / 2
    cleft = curve.frame(arc).moved(6.5, -34.0, -0.8).turned(1, 5.0).turned(0, 6.0)
    return ellipsoid(cleft, (9.0, 5.5, 1.3)), -620.0


def basivertebral(curve: SpineCurve, level: LevelSpec, back_mm: float) -> tuple[Solid, float]:
    """Return the vein that leaves the back of a body, and its HU; bone hides what it does not let out."""
    frame = curve.at(level.vertebra).moved(0.0, -back_mm - 1.5, 0.0)
    return ellipsoid(frame, (5.5, 6.5, 2.4)), 22.0
