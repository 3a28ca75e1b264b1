"""All parts of a phantom, put together but not yet turned into voxels."""

from collections.abc import Callable

import attrs

from viewer.analysis.phantom.body import BodySize
from viewer.analysis.phantom.bone import Bone
from viewer.analysis.phantom.canvas import Canvas
from viewer.analysis.phantom.cervical import NECK, atlas, neck_vertebra
from viewer.analysis.phantom.contents import basivertebral, disc, lesion_solids, vacuum
from viewer.analysis.phantom.cord import cord
from viewer.analysis.phantom.curve import SpineCurve, spine_curve
from viewer.analysis.phantom.metal import screws
from viewer.analysis.phantom.neck import paint_neck
from viewer.analysis.phantom.nerve import Nerves, nerves
from viewer.analysis.phantom.region import has_skull
from viewer.analysis.phantom.rib import ribs
from viewer.analysis.phantom.sac import Canal, canal
from viewer.analysis.phantom.sacrum import ilium, sacrum
from viewer.analysis.phantom.skull import skull
from viewer.analysis.phantom.solid import Solid
from viewer.analysis.phantom.spec import LevelSpec, PhantomSpec
from viewer.analysis.phantom.torso import paint_torso
from viewer.analysis.phantom.trunk import paint_trunk
from viewer.analysis.phantom.tube import Tube
from viewer.analysis.phantom.vertebra import SHAPES, vertebra
from viewer.model.spine import Level


@attrs.frozen(eq=False)
class Scene:
    """The parts of one patient; `fronts` says how far before the curve each level's middle lies."""

    curve: SpineCurve
    canal: Canal
    cord: Tube
    nerves: Nerves
    bones: tuple[Bone, ...]
    discs: tuple[Solid, ...]
    details: tuple[tuple[Solid, float], ...]
    screws: tuple[Solid, ...]
    fronts: dict[Level, float]
    paint_around: Callable[[Canvas], None]


def lumbar_scene(spec: PhantomSpec) -> Scene:
    """Return the parts of a lumbar phantom."""
    curve = spine_curve(spec)
    return _scene(
        spec,
        curve,
        bones=_lumbar_bones(spec, curve),
        discs=_lumbar_discs(spec, curve),
        fronts={level: _front(level) for level in curve.arcs},
        paint_around=lambda canvas: paint_trunk(canvas, spec, curve),
    )


def _scene(
    spec: PhantomSpec,
    curve: SpineCurve,
    *,
    bones: tuple[Bone, ...],
    discs: tuple[Solid, ...],
    fronts: dict[Level, float],
    paint_around: Callable[[Canvas], None],
) -> Scene:
    """The parts that every region has, around those of its own."""
    parts = canal(spec, curve)
    contents = cord(spec, curve, parts.sac), nerves(spec, curve, parts.sac)
    return Scene(
        curve,
        parts,
        *contents,
        bones,
        discs,
        _details(spec, curve),
        screws(spec, curve),
        fronts,
        paint_around,
    )


def _details(spec: PhantomSpec, curve: SpineCurve) -> tuple[tuple[Solid, float], ...]:
    lesions = [one for lesion in spec.lesions for one in lesion_solids(curve, lesion)]
    gas = [vacuum(curve, one) for one in spec.levels if one.disc_mm > 6 and one.degeneration > 0.8]
    fronts = [(one, _size(one.vertebra)) for one in spec.levels[1:]]
    veins = [basivertebral(curve, one, size.back_mm) for one, size in fronts if size is not None]
    return (*lesions, *gas, *veins)


def _size(name: str) -> BodySize | None:
    if name in NECK:
        return NECK[name].body
    return SHAPES[name].body if name in SHAPES else None


def _front(level: Level) -> float:
    return SHAPES.get(level.upper, SHAPES["S1"]).body.centre_mm


def _lumbar_bones(spec: PhantomSpec, curve: SpineCurve) -> tuple[Bone, ...]:
    free = [one for one in spec.levels if one.vertebra[0] != "S"]
    fused = tuple(one for one in spec.levels if one.vertebra[0] == "S")
    below = [*free[1:], fused[0] if fused else None]
    bones: list[Bone] = [
        vertebra(curve, one, above, under, spec.seed)
        for one, above, under in zip(free, [None, *free[:-1]], below, strict=True)
    ]
    bones += [rib for one in free for rib in ribs(curve, one.vertebra, spec.seed)]
    if not fused:
        return tuple(bones)
    wings = [ilium(curve, side, spec.seed) for side in (-1.0, 1.0)]
    return (*bones, sacrum(curve, fused, free[-1], spec.seed), *wings)


# What is left of the disc within the sacrum.
_DISCS = {"S1": BodySize(18.0, 21.0, 8.2)}


def _lumbar_discs(spec: PhantomSpec, curve: SpineCurve) -> tuple[Solid, ...]:
    discs: list[Solid] = []
    for upper, lower in zip(spec.levels, spec.levels[1:], strict=False):
        if upper.vertebra in SHAPES:
            discs.append(disc(curve, upper, lower, _DISCS.get(upper.vertebra, SHAPES[upper.vertebra].body)))
    return tuple(discs)


def cervical_scene(spec: PhantomSpec) -> Scene:
    """Return the parts of a cervical phantom."""
    curve = spine_curve(spec)
    return _scene(
        spec,
        curve,
        bones=_cervical_bones(spec, curve),
        discs=_cervical_discs(spec, curve),
        fronts={level: _neck_front(level) for level in curve.arcs},
        paint_around=lambda canvas: paint_neck(canvas, spec, curve),
    )


def _neck_front(level: Level) -> float:
    if level.upper == "C1":
        return NECK["C2"].canal_depth / 2 + 6.0
    return _neck_size(level.upper).centre_mm


def _neck_size(name: str) -> BodySize:
    return NECK[name].body if name in NECK else SHAPES[name].body


def _cervical_bones(spec: PhantomSpec, curve: SpineCurve) -> tuple[Bone, ...]:
    bones: list[Bone] = []
    neighbours: list[LevelSpec | None] = [*spec.levels[1:], None]
    for number, (one, below) in enumerate(zip(spec.levels, neighbours, strict=True)):
        above = spec.levels[number - 1]
        if one.vertebra in NECK and one.vertebra != "C1" and below is not None:
            bones.append(neck_vertebra(curve, one, above, below, spec.seed))
        elif one.vertebra[0] == "T":
            bones.append(vertebra(curve, one, above, below, spec.seed))
    bones += [rib for one in spec.levels for rib in ribs(curve, one.vertebra, spec.seed)]
    bones += skull(curve, spec.seed)
    return (*bones, atlas(curve, spec.seed))


def _cervical_discs(spec: PhantomSpec, curve: SpineCurve) -> tuple[Solid, ...]:
    pairs = zip(spec.levels[1:], spec.levels[2:], strict=False)
    return tuple(disc(curve, upper, lower, _neck_size(upper.vertebra)) for upper, lower in pairs)


def spine_scene(spec: PhantomSpec) -> Scene:
    """Return the parts of any run of vertebrae."""
    curve = spine_curve(spec)
    neck = [one for one in spec.levels if one.vertebra[0] == "C"]
    trunk = tuple(one for one in spec.levels if one.vertebra[0] != "C")
    bones = _neck_bones(spec, curve, neck) if neck else ()
    below = _lumbar_bones(attrs.evolve(spec, levels=trunk), curve) if trunk else ()
    return _scene(
        spec,
        curve,
        bones=(*bones, *below),
        discs=_spine_discs(spec, curve),
        fronts={level: _spine_front(level) for level in curve.arcs},
        paint_around=lambda canvas: paint_torso(canvas, spec, curve),
    )


def _neck_bones(spec: PhantomSpec, curve: SpineCurve, neck: list[LevelSpec]) -> tuple[Bone, ...]:
    around = (None, *spec.levels, None)
    bones = [
        neck_vertebra(curve, one, above, below, spec.seed)
        for above, one, below in zip(around, neck, around[2:], strict=False)
        if one.vertebra != "C1"
    ]
    return (*bones, *skull(curve, spec.seed), atlas(curve, spec.seed)) if has_skull(spec) else tuple(bones)


def _spine_discs(spec: PhantomSpec, curve: SpineCurve) -> tuple[Solid, ...]:
    sized = [(one, _DISCS.get(one.vertebra) or _size(one.vertebra)) for one in spec.levels]
    pairs = zip(sized, spec.levels[1:], strict=False)
    return tuple(
        disc(curve, upper, lower, size)
        for (upper, size), lower in pairs
        if size is not None and upper.vertebra != "C1"
    )


def _spine_front(level: Level) -> float:
    return _neck_front(level) if level.upper in NECK else _front(level)
