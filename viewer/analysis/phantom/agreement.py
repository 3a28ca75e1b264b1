"""How well an analysis agrees with what is known about a phantom."""

from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import KDTree

from viewer.analysis.phantom.case import Phantom, labels_of
from viewer.analysis.phantom.found import blocks_right, lesions_found, levels_right_pct, margins_mm
from viewer.analysis.phantom.mask import SacLabel
from viewer.analysis.phantom.truth import Stations
from viewer.analysis.sacmask import sac_mask
from viewer.model.analysis import Analysis
from viewer.model.geometry import VolumeGeometry
from viewer.model.narrowing import BlockKind
from viewer.model.sections import Sections

Column = NDArray[np.float64]
Mask = NDArray[np.bool_]

# A section counts where fluid is as bright as this and away from the ends, where a section leaves the scan.
_LIT_HU, _LIT_SHARE, _END_MM = 110.0, 0.4, 6.0
_NEAR_MM, _METAL_MM = 2.0, 12.0


@attrs.frozen
class Agreement:
    """What an analysis got right; None where a phantom has nothing of the kind.

    Errors of areas are in percent, the rest as named. A level is right when its name lies within 8 mm
    along the canal of the true one, a lesion found when a narrowing lies within 10 mm; a narrowing
    away from every lesion is false. `blocks_right` says whether the blocks are the true ones.
    """

    dice: float
    surface_mm: float
    centreline_mm: float
    measured_pct: float
    area_median_pct: float
    area_p95_pct: float
    chord_mm: float
    levels_pct: float | None
    lesions: int
    found: int
    false: int
    blocks_right: bool


def agreement(phantom: Phantom, analysis: Analysis, block: BlockKind | None = None) -> Agreement | None:
    """Return how well an analysis of a phantom's volume agrees with its truth; None if it has no sections.

    `block` is what the dark part of the phantom's contrast is to be taken for.
    """
    sections = analysis.sections
    if sections is None:
        return None
    truth, geometry = phantom.truth, phantom.volume.geometry
    lit = lit_stations(phantom)
    tree = KDTree(truth.stations.centreline)
    overlap = _overlap(phantom, lit, sections, tree)
    row, gap = _nearest(sections, truth.stations)
    measured = lit & (gap <= _NEAR_MM)
    error = 100 * np.abs(sections.area_mm2[row] / truth.stations.area_mm2 - 1)[measured]
    chord = np.abs(sections.ap_mm[row] - truth.stations.chord_mm)[measured]
    lesions = lesions_found(truth, analysis.narrowings, lit)
    return Agreement(
        *overlap,
        _centreline_mm(sections, truth.stations),
        100 * float(measured.sum()) / max(int(lit.sum()), 1),
        float(np.median(error)) if error.size else np.inf,
        float(np.percentile(error, 95)) if error.size else np.inf,
        float(np.median(chord)) if chord.size else np.inf,
        levels_right_pct(truth, analysis.levels, geometry),
        *lesions,
        blocks_right(truth, analysis.blocks, block, lit),
    )


def lit_stations(phantom: Phantom) -> Mask:
    """Return at which true stations the sac can be measured: bright, inside the scan, away from metal.

    The outer 6 mm of the sac and of the scan do not count.
    """
    stations, contrast = phantom.truth.stations, phantom.spec.contrast
    if contrast is None:
        return np.zeros(len(stations.area_mm2), bool)
    nominal = (contrast.cranial_hu + contrast.caudal_hu) / 2
    bright = stations.contrast_hu >= min(_LIT_HU, _LIT_SHARE * nominal)
    inside = margins_mm(stations.centreline, phantom.volume.geometry) >= _END_MM
    ends = np.arange(len(bright))
    lit = bright & inside & (ends >= _END_MM) & (ends < len(bright) - _END_MM)
    for level in phantom.spec.screws:
        gap = stations.centreline - np.array(phantom.truth.sac_points[level])
        lit &= np.linalg.norm(gap, axis=1) > _METAL_MM
    return lit


def _overlap(phantom: Phantom, lit: Mask, sections: Sections, tree: KDTree) -> tuple[float, float]:
    """Dice and mean surface distance in mm, where the sac is bright; root sleeves count neither way."""
    labels = labels_of(phantom.spec)
    ours = sac_mask(phantom.volume, sections)
    index = np.argwhere((labels > 0) | ours)
    low, high = index.min(axis=0), index.max(axis=0) + 1
    box = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
    _, nearest = tree.query(_points(index, phantom.volume.geometry))
    counts = np.zeros(labels.shape, bool)
    counts[tuple(index[_near_lit(lit)[nearest]].T)] = True
    counts &= labels != SacLabel.SLEEVE
    true, ours = ((labels > 0) & counts)[box], (ours & counts)[box]
    dice = 2 * float((true & ours).sum()) / max(int(true.sum() + ours.sum()), 1)
    return dice, _apart_mm(true, ours, phantom.volume.geometry)


def _apart_mm(one: Mask, other: Mask, geometry: VolumeGeometry) -> float:
    """The mean distance between the surfaces of two masks, both ways."""
    edges = [mask & np.logical_not(ndimage.binary_erosion(mask)) for mask in (one, other)]
    first, second = (_points(np.argwhere(edge), geometry) for edge in edges)
    if not len(first) or not len(second):
        return np.inf
    gaps = (KDTree(second).query(first)[0], KDTree(first).query(second)[0])
    return float(np.mean(np.concatenate(gaps)))


def _near_lit(lit: Mask) -> Mask:
    """Bright stations with those that leave the scan beside them, without what lies beyond the ends."""
    near = np.convolve(lit, np.ones(2 * int(_END_MM) + 1), "same") > 0.5
    near[[0, -1]] = False
    return near


def _points(index: NDArray[np.integer[Any]], geometry: VolumeGeometry) -> Column:
    steps = np.array(geometry.axes) * np.array(geometry.spacing_mm)[:, None]
    return np.asarray(index[:, ::-1].astype(np.float64) @ steps + np.array(geometry.origin))


def _centreline_mm(sections: Sections, stations: Stations) -> float:
    """The mean distance of the measured centreline from the true one, beside its ends."""
    fine = np.arange(0, len(stations.centreline) - 1, 0.25)
    rows = np.arange(len(stations.centreline))
    line = np.stack([np.interp(fine, rows, column) for column in stations.centreline.T], axis=1)
    gap, place = KDTree(line).query(sections.point[sections.ok])
    inner = (place > 0) & (place < len(line) - 1)
    return float(np.mean(gap[inner])) if inner.any() else np.inf


def _nearest(sections: Sections, stations: Stations) -> tuple[NDArray[np.int64], Column]:
    """For every true station the section with numbers nearest to it, and how far in mm it lies."""
    rows = np.flatnonzero(sections.ok)
    if not rows.size:
        return np.zeros(len(stations.area_mm2), np.int64), np.full(len(stations.area_mm2), np.inf)
    gap, place = KDTree(sections.point[rows]).query(stations.centreline)
    return rows[place], np.asarray(gap)
