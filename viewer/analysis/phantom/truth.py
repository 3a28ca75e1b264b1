"""The analytic truth of a phantom."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.curve import STEP_MM, SpineCurve
from viewer.analysis.phantom.fluid import contrast_hu
from viewer.analysis.phantom.sac import Canal
from viewer.analysis.phantom.spec import LesionKind, PhantomSpec, Side
from viewer.analysis.phantom.tube import Tube
from viewer.model.geometry import Vec3, vec3
from viewer.model.spine import Level


@attrs.frozen(eq=False)
class Stations:
    """The sac from head to feet, 1 mm apart: centreline in LPS mm, and its sections across the curve.

    All arrays are float64; `centreline` has shape (n, 3), the rest (n,). Areas count cord and roots.
    `chord_mm` is the front-to-back chord through the centroid, `contrast_hu` that of the fluid, 0 in
    a plain CT.
    """

    centreline: NDArray[np.float64]
    area_mm2: NDArray[np.float64]
    depth_mm: NDArray[np.float64]
    width_mm: NDArray[np.float64]
    cord_mm2: NDArray[np.float64]
    chord_mm: NDArray[np.float64]
    contrast_hu: NDArray[np.float64]


@attrs.frozen
class LesionTruth:
    """A lesion as built: where the sac is narrowest, how much is left, and what there would be."""

    level: Level
    kind: LesionKind
    side: Side
    point: Vec3
    area_mm2: float
    reference_mm2: float


@attrs.frozen(eq=False)
class PhantomTruth:
    """What is known about a phantom without looking at its voxels; points in LPS mm.

    `sac_points` holds the middle of the sac at every level, `level_centres` the middle of each
    vertebral body or disc.
    """

    stations: Stations
    level_centres: dict[Level, Vec3]
    sac_points: dict[Level, Vec3]
    lesions: tuple[LesionTruth, ...]

    def area_at(self, level: Level) -> float:
        """Return the area of the sac in mm2 at the middle of a level."""
        return self.at(level)[0]

    def at(self, level: Level) -> tuple[float, float, float]:
        """Return area in mm2, depth and width in mm of the sac at the middle of a level."""
        gap = self.stations.centreline - np.array(self.sac_points[level])
        row = int((gap**2).sum(axis=1).argmin())
        stations = self.stations
        return (
            float(stations.area_mm2[row]),
            float(stations.depth_mm[row]),
            float(stations.width_mm[row]),
        )


def phantom_truth(
    spec: PhantomSpec, curve: SpineCurve, parts: Canal, cord: Tube, fronts: dict[Level, float]
) -> PhantomTruth:
    """Return the truth; `fronts` says how far in front of the curve each level's middle lies."""
    frames = {level: curve.frame(arc) for level, arc in curve.arcs.items()}
    return PhantomTruth(
        _stations(spec, curve, parts, cord),
        {level: vec3(frames[level].at(0.0, -fronts[level], 0.0)) for level in fronts},
        {level: _middle(curve, parts.sac, arc) for level, arc in curve.arcs.items()},
        tuple(_lesion(curve, parts, number, spec) for number in range(len(spec.lesions))),
    )


def _stations(spec: PhantomSpec, curve: SpineCurve, parts: Canal, cord: Tube) -> Stations:
    arcs = list(curve.arcs.values())
    rows = np.arange(round((arcs[0] - curve.start_mm) / STEP_MM) - 20, len(curve.points), round(1 / STEP_MM))
    rows = rows[(parts.sac.areas_mm2[rows] > 1.0) & (curve.stations[rows] < arcs[-1] + 30)]
    sac = parts.sac
    line = (
        curve.points[rows]
        + curve.left[rows] * sac.middles_mm[rows, :1]
        + curve.back[rows] * sac.middles_mm[rows, 1:]
    )
    lit = contrast_hu(spec.contrast, curve, curve.stations[rows]) if spec.contrast else np.zeros(len(rows))
    return Stations(
        line,
        sac.areas_mm2[rows],
        sac.depths_mm[rows],
        sac.widths_mm[rows],
        cord.areas_mm2[rows],
        sac.chords_mm[rows],
        np.asarray(lit, dtype=np.float64),
    )


def _middle(curve: SpineCurve, sac: Tube, arc: float) -> Vec3:
    row = round((arc - curve.start_mm) / STEP_MM)
    return vec3(curve.point(arc, float(sac.left_mm[row]), float(sac.back_mm[row])))


def _lesion(curve: SpineCurve, parts: Canal, number: int, spec: PhantomSpec) -> LesionTruth:
    lesion = spec.lesions[number]
    arc = curve.arcs[lesion.level] + lesion.shift_mm
    row = round((arc - curve.start_mm) / STEP_MM)
    area, reference = float(parts.sac.areas_mm2[row]), float(parts.reference_mm2[row])
    return LesionTruth(
        lesion.level, lesion.kind, lesion.side, _middle(curve, parts.sac, arc), area, reference
    )
