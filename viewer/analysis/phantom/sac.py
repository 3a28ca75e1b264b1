"""The thecal sac, the bony canal around it, and how lesions narrow them."""

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from viewer.analysis.phantom.curve import STEP_MM, SpineCurve
from viewer.analysis.phantom.region import RegionShape, has_sacrum, has_skull, region_shapes
from viewer.analysis.phantom.spec import Lesion, LesionKind, PhantomSpec, Side
from viewer.analysis.phantom.tube import Outline, Tube, tube

Column = NDArray[np.float64]


@attrs.frozen(eq=False)
class Canal:
    """The sac, its areas had there been no lesion, and the bony canal, station by station."""

    sac: Tube
    reference_mm2: Column
    bone: Tube


def lesion_weight(lesion: Lesion, curve: SpineCurve) -> Column:
    """Return how much of a lesion is felt at every station: 1 at its worst, 0 far away."""
    offset = (curve.stations - curve.arcs[lesion.level] - lesion.shift_mm) / lesion.half_length_mm
    return np.exp(-(np.abs(offset) ** 2.4))


def canal(spec: PhantomSpec, curve: SpineCurve) -> Canal:
    """Return the sac and the bony canal of a spec."""
    reference = _areas(spec, curve)
    area = reference.copy()
    weights = [lesion_weight(lesion, curve) for lesion in spec.lesions]
    for lesion, weight in zip(spec.lesions, weights, strict=True):
        area = area * (1 - weight) + np.minimum(lesion.area_mm2, reference) * weight
    shapes = region_shapes(spec, curve)
    outlines = [
        _outline(spec, shape, (float(arc), float(size)), [float(one[row]) for one in weights])
        for row, (shape, arc, size) in enumerate(zip(shapes, curve.stations, area, strict=True))
    ]
    sac = tube(curve.start_mm, STEP_MM, outlines)
    return Canal(sac, reference, _bony_canal(spec, curve, shapes, sac))


def _areas(spec: PhantomSpec, curve: SpineCurve) -> Column:
    arcs: list[float] = []
    areas: list[float] = []
    for one, below in zip(spec.levels, (*spec.levels[1:], None), strict=True):
        arc = curve.arcs[one.level]
        arcs += [arc, arc + (one.body_mm + one.disc_mm) / 2] if below else [arc]
        areas += [one.sac_mm2, one.disc_sac_mm2] if below else [one.sac_mm2]
    if has_skull(spec):
        # Above the atlas it widens into the cisterns.
        arcs, areas = [arcs[0] - 30.0, *arcs], [areas[0] * 1.9, *areas]
    if has_sacrum(spec):
        # The sac ends in a blunt tip behind the second sacral segment.
        arcs += [arcs[-1] + 9.0, arcs[-1] + 13.0]
        areas += [0.4 * areas[-1], 0.0]
    inside = np.clip(curve.stations, arcs[0], arcs[-1])
    return np.asarray(PchipInterpolator(arcs, areas)(inside))


def _wave(arc: float, length_mm: float, phase: float) -> float:
    return float(np.sin(2 * np.pi * arc / length_mm + phase))


def _outline(
    spec: PhantomSpec, shape: RegionShape, at: tuple[float, float], pressures: list[float]
) -> Outline:
    """Return the outline at an arc and its area; `pressures` says how much of each lesion is felt there."""
    arc, area = at
    fields: dict[str, float] = {
        "aspect": shape.aspect + 0.05 * _wave(arc, 61, spec.seed),
        "point": shape.point + 0.015 * _wave(arc, 43, 2.0 + spec.seed),
        "dent_front": 0.05 + 0.02 * _wave(arc, 37, 1.0),
        "left_mm": 0.35 * _wave(arc, 83, 0.5 + spec.seed),
        "back_mm": shape.back_mm + 0.3 * _wave(arc, 71, 1.5),
    }
    for lesion, pressure in zip(spec.lesions, pressures, strict=True):
        for name, change in _CHANGES[lesion.kind][lesion.side].items():
            fields[name] = fields.get(name, 0.0) + pressure * change
    return Outline(area, **fields)


_STENOSIS = {
    "dent_front": 0.20,
    "dent_left": 0.24,
    "dent_right": 0.21,
    "point": 0.02,
    "aspect": 0.85,
    "dent_back": 0.08,
}
_CHANGES: dict[LesionKind, dict[Side, dict[str, float]]] = {
    LesionKind.STENOSIS: {
        Side.CENTRAL: {**_STENOSIS, "back_mm": -0.2},
        Side.RIGHT: {**_STENOSIS, "dent_right": 0.42, "left_mm": 1.0},
        Side.LEFT: {**_STENOSIS, "dent_left": 0.42, "left_mm": -1.0},
    },
    LesionKind.EXTRUSION: {
        Side.CENTRAL: {"dent_front": 0.38, "back_mm": 2.0},
        Side.RIGHT: {"dent_front_right": 0.48, "left_mm": 1.6, "back_mm": 1.2},
        Side.LEFT: {"dent_front_left": 0.48, "left_mm": -1.6, "back_mm": 1.2},
    },
    LesionKind.OSTEOPHYTE: {
        Side.CENTRAL: {"dent_front": 0.24, "aspect": 0.6, "back_mm": 0.7},
        Side.RIGHT: {"dent_front": 0.18, "dent_front_right": 0.26, "aspect": 0.5, "left_mm": 0.7},
        Side.LEFT: {"dent_front": 0.18, "dent_front_left": 0.26, "aspect": 0.5, "left_mm": -0.7},
    },
}


def _bony_canal(spec: PhantomSpec, curve: SpineCurve, shapes: tuple[RegionShape, ...], sac: Tube) -> Tube:
    arcs = [curve.arcs[one.level] for one in spec.levels]
    sizes = np.interp(curve.stations, arcs, [one.sac_mm2 for one in spec.levels])
    outlines = [
        Outline(max(shape.bone_share * float(size) + shape.bone_mm2, 40.0), shape.bone_aspect, 0.10)
        for size, shape in zip(sizes, shapes, strict=True)
    ]
    bone = tube(curve.start_mm, STEP_MM, outlines)
    # Bone never reaches into the sac: the sac's own outline is the least the canal can be.
    return attrs.evolve(bone, radius_mm=np.maximum(bone.radius_mm, sac.radius_mm + 0.15))
