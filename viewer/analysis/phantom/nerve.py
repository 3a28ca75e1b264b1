"""Roots of the cauda equina, their sleeves and ganglia, and the roots of the neck."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.lattice import Array, Lattice
from viewer.analysis.phantom.region import has_sacrum
from viewer.analysis.phantom.spec import Anatomy, PhantomSpec
from viewer.analysis.phantom.tube import Tube
from viewer.model.spine import Level

Points = NDArray[np.float64]


@attrs.frozen(eq=False)
class Strand:
    """A thin round thing along LPS points, `radius_mm` at each."""

    points: Points
    radius_mm: NDArray[np.float64]


@attrs.frozen(eq=False)
class Nerves:
    """`rootlets` lie in the contrast, `sleeves` hold contrast outside the sac, `trunks` are beyond."""

    rootlets: tuple[Strand, ...]
    sleeves: tuple[Strand, ...]
    trunks: tuple[Strand, ...]


@attrs.frozen(eq=False)
class _Exit:
    """Where a root leaves the sac: the arc at its vertebra, and the way from there on."""

    name: str
    arc: float
    way: tuple[tuple[float, float, float], ...]


def nerves(spec: PhantomSpec, curve: SpineCurve, sac: Tube) -> Nerves:
    """Return all nerve roots of a spec."""
    rootlets: list[Strand] = []
    sleeves: list[Strand] = []
    trunks: list[Strand] = []
    chance = np.random.default_rng([spec.seed, 55])
    for one in _EXITS[spec.anatomy](spec, curve):
        hangs = spec.anatomy is Anatomy.LUMBAR or one.name[0] in "LS"
        for side in (-1.0, 1.0):
            sleeve, trunk, inner = _outside(curve, sac, one, side, chance)
            sleeves.append(sleeve)
            trunks += trunk
            rootlets += inner
            if hangs:
                rootlets += [_rootlet(spec, curve, sac, one, side=side, chance=chance) for _ in range(2)]
            else:
                rootlets += _fila(curve, sac, one, side, chance)
    return Nerves(tuple(rootlets), tuple(sleeves), tuple(trunks))


_LUMBAR_WAY = (
    (5.0, 13.0, -2.5),
    (10.0, 16.5, -3.5),
    (15.0, 20.0, -5.0),
    (25.0, 27.0, -11.0),
    (44.0, 33.0, -20.0),
)
_SACRAL_WAY = (
    (9.0, 10.5, -2.5),
    (20.0, 13.5, -3.5),
    (29.0, 17.0, -6.0),
    (38.0, 23.0, -16.0),
    (50.0, 28.0, -28.0),
)
_CERVICAL_WAY = (
    (1.5, 11.5, -2.5),
    (2.5, 14.5, -5.5),
    (4.0, 18.0, -9.0),
    (9.0, 25.0, -15.0),
    (18.0, 34.0, -20.0),
)
_THORACIC_WAY = ((4.0, 10.5, 0.0), (7.0, 13.5, 0.5), (9.0, 17.0, 1.0), (11.0, 26.0, 4.0), (14.0, 42.0, 10.0))


def _lumbar_exits(spec: PhantomSpec, curve: SpineCurve) -> list[_Exit]:
    exits: list[_Exit] = []
    for one in spec.levels:
        region, arc = one.vertebra[0], curve.arcs[one.level]
        if region == "T":
            exits.append(_Exit(one.vertebra, arc + 1.0, _THORACIC_WAY))
        elif region == "L":
            exits.append(_Exit(one.vertebra, arc - 3.0, _LUMBAR_WAY))
        else:
            exits.append(_Exit(one.vertebra, arc - 21.0, _SACRAL_WAY))
    last = exits[-1].arc
    return [
        *exits,
        *(_Exit(f"S{n}", last + 9.0 * (n - 2), _SACRAL_WAY) for n in (3, 4, 5) if has_sacrum(spec)),
    ]


def _cervical_exits(spec: PhantomSpec, curve: SpineCurve) -> list[_Exit]:
    exits: list[_Exit] = []
    for upper, lower in zip(spec.levels, spec.levels[1:], strict=False):
        arc = curve.arcs[Level(f"{upper.vertebra}/{lower.vertebra}")]
        way = _CERVICAL_WAY if upper.vertebra[0] == "C" else _THORACIC_WAY
        exits.append(_Exit(lower.vertebra, arc - 2.0, way))
    return exits


def _spine_exits(spec: PhantomSpec, curve: SpineCurve) -> list[_Exit]:
    below = tuple(one for one in spec.levels if one.vertebra[0] != "C")
    neck = tuple(one for one in spec.levels if one.vertebra[0] == "C")
    exits = _cervical_exits(attrs.evolve(spec, levels=(*neck, *below[:1])), curve) if neck else []
    return [*exits, *(_lumbar_exits(attrs.evolve(spec, levels=below), curve) if below else [])]


_EXITS = {
    Anatomy.LUMBAR: _lumbar_exits,
    Anatomy.CERVICAL: _cervical_exits,
    Anatomy.SPINE: _spine_exits,
}


def _way(
    curve: SpineCurve, sac: Tube, leaving: _Exit, side: float, chance: np.random.Generator
) -> list[NDArray[np.float64]]:
    bearing = 172.0 if side < 0 else 8.0
    left, back = sac.inside(leaving.arc - 2.0, 0.86, bearing)
    edge, _ = sac.inside(leaving.arc, 1.0, bearing)
    room = max(0.0, abs(edge) - 9.0)
    points = [curve.point(leaving.arc - 2.0, left, back)]
    for step, aside, behind in leaving.way:
        wobble = chance.normal(0.0, 0.35, 3)
        x = side * max(aside, abs(edge) + 1.5) + side * 0.3 * room
        points.append(curve.point(leaving.arc + step + wobble[0], x + wobble[1], behind + wobble[2]))
    return points


def _outside(
    curve: SpineCurve, sac: Tube, leaving: _Exit, side: float, chance: np.random.Generator
) -> tuple[Strand, list[Strand], list[Strand]]:
    points = np.array(_way(curve, sac, leaving, side, chance))
    fill = chance.uniform(0.55, 1.0)
    tip = points[1] + fill * (points[2] - points[1])
    sleeve = Strand(np.array([points[0], points[1], tip]), np.array([2.3, 1.9, 0.9]))
    inner = Strand(np.array([points[0], points[1], tip]), np.array([0.55, 0.85, 0.9]))
    trunk = Strand(points[1:], np.array([1.4, 2.0, 3.1, 2.4, 2.2]))
    return sleeve, [trunk], [inner]


def _rootlet(
    spec: PhantomSpec,
    curve: SpineCurve,
    sac: Tube,
    leaving: _Exit,
    *,
    side: float,
    chance: np.random.Generator,
) -> Strand:
    """A rootlet from the conus down to its sleeve, sunk to the side that gravity pulls to."""
    frame = curve.frame(leaving.arc)
    down = frame.axes @ np.array(spec.position.down)
    rest = float(np.rad2deg(np.arctan2(down[1], down[0])))
    outlet = 172.0 if side < 0 else 8.0
    conus = curve.arcs.get(Level("L1"), min(curve.arcs.values()))
    start = conus + chance.uniform(-22, 4)
    arcs = np.arange(min(start, leaving.arc - 25), leaving.arc - 1.0, 1.5)
    phase, deep = chance.uniform(0, 2 * np.pi, 3), chance.uniform(0.48, 0.86)
    lean = side * chance.uniform(4, 30)
    near = np.clip(1 - (leaving.arc - arcs) / 70.0, 0, 1) ** 2
    settled = rest - lean * (1 if abs(rest) < 135 else -1) + 7 * np.sin(arcs / 17 + phase[0])
    turn = (outlet - settled + 180) % 360 - 180
    share = deep + 0.05 * np.sin(arcs / 11 + phase[1]) + (0.84 - deep) * near
    points = curve.path(arcs, *sac.course(arcs, share, settled + turn * near))
    size = chance.uniform(0.42, 0.62)
    return Strand(points, np.full(len(points), size))


def _fila(
    curve: SpineCurve, sac: Tube, leaving: _Exit, side: float, chance: np.random.Generator
) -> list[Strand]:
    """The short rootlets between the cord and a cervical sleeve, two in front and two behind."""
    strands: list[Strand] = []
    for bearing, rise in ((-20.0, 8.0), (-8.0, 5.0), (38.0, 8.0), (50.0, 11.0)):
        angle = bearing if side > 0 else 180 - bearing
        high = sac.inside(leaving.arc - rise, 0.52, angle + chance.normal(0, 4))
        low = sac.inside(leaving.arc - 2.0, 0.88, 8.0 if side > 0 else 172.0)
        ends = [curve.point(leaving.arc - rise, *high), curve.point(leaving.arc - 2.0, *low)]
        strands.append(Strand(np.array(ends), np.array([0.4, 0.45])))
    return strands


def stamp(distance: Array, lattice: Lattice, strands: tuple[Strand, ...], reach_mm: float) -> None:
    """Lower a distance field, in place, to the distance to the surface of strands near it."""
    lengths = np.linalg.norm(lattice.steps, axis=1)
    units = lattice.steps / lengths[:, None]
    step_mm = max(float(lengths.min()), 0.42)
    pieces = [_dense(one, step_mm) for one in strands]
    if not pieces:
        return
    points = np.concatenate([one for one, _ in pieces])
    radii = np.concatenate([one for _, one in pieces])
    place = (points - lattice.origin) @ units.T / lengths
    size = np.array(lattice.shape[::-1])
    margin = (radii.max() + reach_mm) / lengths
    near = ((place > -margin) & (place < size - 1 + margin)).all(axis=1)
    place, radii = place[near], radii[near]
    for group in np.unique(np.ceil(radii * 2)):
        chosen = np.ceil(radii * 2) == group
        _stamp_balls(distance, place[chosen], radii[chosen], lengths, float(group) / 2 + reach_mm)


def _dense(strand: Strand, step_mm: float) -> tuple[Points, NDArray[np.float64]]:
    gaps = np.linalg.norm(np.diff(strand.points, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(gaps)])
    fine = np.linspace(0.0, along[-1], max(2, int(along[-1] / step_mm)))
    points = np.stack([np.interp(fine, along, column) for column in strand.points.T], axis=1)
    return points, np.interp(fine, along, strand.radius_mm)


def _stamp_balls(
    distance: Array, place: Points, radii: NDArray[np.float64], lengths: NDArray[np.float64], reach: float
) -> None:
    half = np.ceil(reach / lengths).astype(int)
    grid = np.stack(np.meshgrid(*(np.arange(-n, n + 1) for n in half), indexing="ij"), axis=-1).reshape(-1, 3)
    base = np.round(place).astype(int)
    size = np.array(distance.shape[::-1])
    for start in range(0, len(base), 2000):
        some = slice(start, start + 2000)
        nodes = base[some, None, :] + grid[None]
        gap = np.sqrt((((nodes - place[some, None, :]) * lengths) ** 2).sum(axis=2)) - radii[some, None]
        inside = ((nodes >= 0) & (nodes < size)).all(axis=2)
        chosen = nodes[inside]
        np.minimum.at(distance, (chosen[:, 2], chosen[:, 1], chosen[:, 0]), gap[inside].astype(np.float32))
