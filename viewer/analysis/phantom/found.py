"""Which of a phantom's levels, lesions and blocks an analysis found."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from viewer.analysis.phantom.truth import PhantomTruth
from viewer.model.found_level import FoundLevel
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.narrowing import Block, BlockKind, Narrowing

Column = NDArray[np.float64]
Mask = NDArray[np.bool_]

_LEVEL_MM, _LESION_MM, _AWAY_MM, _BLOCK_MM = 8.0, 10.0, 12.0, 15.0
_SEEN_PCT, _LISTED_PCT = 25.0, 20.0


def margins_mm(points: Column, geometry: VolumeGeometry) -> Column:
    """Return how far points (n, 3) lie inside a volume, negative outside."""
    place = (points - np.array(geometry.origin)) @ np.array(geometry.axes).T
    size = (np.array(geometry.shape[::-1]) - 1) * np.array(geometry.spacing_mm)
    return np.asarray(np.minimum(place, size - place).min(axis=1))


def levels_right_pct(
    truth: PhantomTruth, levels: Sequence[FoundLevel], geometry: VolumeGeometry
) -> float | None:
    """Return the share of the levels well inside a scan that have their true name; None if there are none."""
    tree = KDTree(truth.stations.centreline)
    known = [one for one in truth.level_centres if one.name != "C1/C2"]
    points = np.array([truth.sac_points[one] for one in known]).reshape(-1, 3)
    inside = margins_mm(points, geometry) > _LEVEL_MM
    rows = [int(tree.query(one)[1]) for one in points]
    places = {str(one.name): int(tree.query(one.centre)[1]) for one in levels}
    right = [
        abs(places.get(one.name, -1000) - row) <= _LEVEL_MM
        for one, row, seen in zip(known, rows, inside, strict=True)
        if seen
    ]
    return 100 * sum(right) / len(right) if right else None


def lesions_found(truth: PhantomTruth, narrowings: Sequence[Narrowing], lit: Mask) -> tuple[int, int, int]:
    """Return how many lesions can be measured, how many of them were found, and how many finds are false."""
    tree = KDTree(truth.stations.centreline)
    known = {int(tree.query(one.point)[1]): one for one in truth.lesions}
    measurable = [row for row, one in known.items() if lit[row] and one.area_mm2 < _left(one.reference_mm2)]
    rows = [int(tree.query(one.position)[1]) for one in narrowings]
    found = sum(any(abs(row - one) <= _LESION_MM for one in rows) for row in measurable)
    false = sum(
        not any(abs(row - one) < _AWAY_MM for one in known)
        for row, narrowing in zip(rows, narrowings, strict=True)
        if (narrowing.area_reduction_pct or _LISTED_PCT) >= _LISTED_PCT
    )
    return len(measurable), found, false


def _left(reference_mm2: float) -> float:
    return reference_mm2 * (1 - _SEEN_PCT / 100)


def blocks_right(truth: PhantomTruth, blocks: Sequence[Block], block: BlockKind | None, lit: Mask) -> bool:
    """Return whether exactly the true block was found, one of its limits within 15 mm of the dark stretch."""
    if block is None:
        return not blocks
    if [one.kind for one in blocks] != [block]:
        return False
    bright = np.flatnonzero(lit)
    dark = np.setdiff1d(np.arange(len(lit)), bright)
    dark = dark[(dark > bright[0]) & (dark < bright[-1])] if block is BlockKind.PARTIAL else dark
    gaps = [_gap(truth, dark, one) for one in (blocks[0].start, blocks[0].end)]
    return min(gaps) <= _BLOCK_MM


def _gap(truth: PhantomTruth, rows: NDArray[np.int64], point: Vec3) -> float:
    away = truth.stations.centreline[rows] - np.array(point)
    return float(np.linalg.norm(away, axis=1).min()) if len(rows) else np.inf
