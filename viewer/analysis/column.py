"""Find the contrast column of a myelogram, apart from the bone that is as bright."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from viewer.analysis.border import SacBorder, find_border
from viewer.analysis.canal import find_canal
from viewer.analysis.coarse import coarsen
from viewer.analysis.contrast import LEAST_EVIDENCE, SOFT_HU, csf_levels, evidence_of, noise_of
from viewer.analysis.coordinates import near_box, near_slabs
from viewer.analysis.curve import Points, cross_sections
from viewer.analysis.filters import Flags, Floats, Whole
from viewer.analysis.opacified import opacified_sections
from viewer.analysis.sleeves import BONE_SHARE, Sleeve, find_sleeves
from viewer.analysis.trace import first_curve, trace_sac
from viewer.analysis.unscanned import empty_gaps
from viewer.analysis.upright import Upright, crop, upright
from viewer.model.column import ColumnResult, ContrastColumn, ContrastEstimate, NoContrast
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.volume import AIR_HU, Volume
from viewer.progress import Progress, part, silent

_REACH_MM = 15.0
_MARGIN_MM = 0.4
_SOFTEN_MM = 1.0
_SLEEVE_MM, _EVEN_MM = 2.2, 0.4

ABSENT = NoContrast(
    "No intrathecal contrast was found within the fluid of the spinal canal; bright things beside it, such as"
    " bone, ossified ligament, vessels or contrast outside the dura, are not taken for it."
)
_NO_CANAL = NoContrast("No spinal canal was found in this scan, so no intrathecal contrast either.")


def find_column(volume: Volume, seed: Vec3 | None = None, progress: Progress = silent) -> ColumnResult:
    """Return the contrast column in the canal, or in plain words that there is none.

    With `seed`, the point a reader clicked, the column is only looked for there: `NoContrast` says
    so where the point does not lie in it.
    """
    whole = upright(volume)
    coarse = coarsen(whole.volume, part(progress, 0.0, 0.2))
    if min(coarse.hu.shape) < 12:
        return _NO_CANAL
    path = find_canal(coarse, part(progress, 0.2, 0.35))
    stack = cross_sections(whole.volume, first_curve(path), 14.0, 1.0)
    levels = csf_levels(stack, 1.0, 1.0, noise_of(stack))
    if evidence_of(levels.worth, 1.0) < LEAST_EVIDENCE:
        return ABSENT
    trace = trace_sac(whole.volume, path, part(progress, 0.35, 0.65))
    border = find_border(whole.volume, trace, part(progress, 0.65, 0.8))
    opacified = opacified_sections(border, trace)
    if not opacified.any():
        return ABSENT
    if seed is not None and not _holds(border, opacified, seed):
        return NoContrast("The chosen point does not lie in the contrast of the spinal canal.")
    return column_within(whole, border, opacified, part(progress, 0.8, 1.0))


def _holds(border: SacBorder, opacified: Flags, point: Vec3) -> bool:
    away = np.linalg.norm(border.curve.points - np.array(point), axis=1)
    nearest = int(np.argmin(away))
    reach_mm = float(border.radii_mm[nearest].max()) + 2.0
    return bool(opacified[nearest]) and float(away[nearest]) <= reach_mm


def column_within(whole: Upright, border: SacBorder, opacified: Flags, progress: Progress) -> ColumnResult:
    """Return what is opacified within the border of the sac and in the root sleeves."""
    along_hu = np.median(border.csf_hu, axis=1)
    csf_hu = float(np.median(along_hu[opacified]))
    estimate = ContrastEstimate(csf_hu, SOFT_HU, (csf_hu + SOFT_HU) / 2)
    sleeves = find_sleeves(whole.volume, border, opacified)
    start, shape = _around(whole.volume.geometry, border, sleeves)
    field = np.full(shape, AIR_HU, np.int16)
    grid = whole.volume.hu.shape
    for near in near_slabs(whole.volume.geometry, border.curve, _REACH_MM):
        progress(0.0)
        place = np.unravel_index(near.index, grid)
        hu = whole.volume.hu[place].astype(np.float32)
        section = np.clip(np.rint(near.section), 0, len(opacified) - 1).astype(int)
        levelled = _levelled(hu, along_hu[section].astype(np.float32), csf_hu)
        inside_mm = near.edge_mm(border.radii_mm) + _MARGIN_MM - near.radius_mm
        inside_mm = np.where(opacified[section], inside_mm, -_SOFTEN_MM)
        fenced = np.minimum(
            levelled, estimate.threshold_hu + inside_mm * (csf_hu - estimate.threshold_hu) / _SOFTEN_MM
        )
        within = tuple(axis - first for axis, first in zip(place, start, strict=True))
        field[within] = np.clip(np.rint(fenced), AIR_HU, 3 * csf_hu)
    for sleeve in sleeves:
        _add(sleeve, whole.volume, field, start, estimate)
    empty_gaps(whole, field, start)
    return _boxed(whole, field, start, estimate)


def _around(
    geometry: VolumeGeometry, border: SacBorder, sleeves: tuple[Sleeve, ...]
) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """The first voxel `[k, j, i]` and the shape of a box that holds the sac and its sleeves."""
    start, shape = near_box(geometry, border.curve, _REACH_MM)
    low, high = np.array(start), np.array(start) + shape
    for sleeve in sleeves:
        first, stop = _box(geometry, sleeve)
        low, high = np.minimum(low, first), np.maximum(high, stop)
    k, j, i = (int(n) for n in low)
    depth, rows, columns = (int(n) for n in high - low)
    return (k, j, i), (depth, rows, columns)


def _box(geometry: VolumeGeometry, sleeve: Sleeve) -> tuple[Whole, Whole]:
    """The first and the end voxel `[k, j, i]` of a box about a sleeve."""
    places = _voxels(geometry, sleeve.points)
    margin = np.ceil((_SLEEVE_MM + _SOFTEN_MM) / np.array(geometry.spacing_mm[::-1])).astype(int) + 1
    low = np.clip(places.min(axis=0) - margin, 0, geometry.shape)
    return low, np.clip(places.max(axis=0) + margin + 1, 0, geometry.shape)


def _voxels(geometry: VolumeGeometry, points: Points) -> Whole:
    inverse = np.array(geometry.axes) / np.array(geometry.spacing_mm)[:, None]
    return np.rint((points - np.array(geometry.origin)) @ inverse.T).astype(int)[:, ::-1]


def _add(
    sleeve: Sleeve,
    volume: Volume,
    field: NDArray[np.int16],
    start: tuple[int, int, int],
    estimate: ContrastEstimate,
) -> None:
    """Take the contrast about the middle of a sleeve into the field, as far as it hangs on the sac."""
    low, high = _box(volume.geometry, sleeve)
    if (high <= low).any():
        return
    place = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
    own = tuple(slice(a - first, b - first) for a, b, first in zip(low, high, start, strict=True))
    known = field[own]
    csf_hu, threshold_hu = estimate.csf_hu, estimate.threshold_hu
    hu = volume.hu[place].astype(np.float32)
    levelled = _levelled(hu, np.full((1, 1, 1), sleeve.csf_hu, np.float32), csf_hu)
    bone = (levelled - SOFT_HU > BONE_SHARE * (csf_hu - SOFT_HU)) & (known <= threshold_hu)
    bone = np.asarray(ndimage.binary_dilation(bone, np.ones((3, 3, 3), bool)))
    widths = [_EVEN_MM / gap for gap in volume.geometry.spacing_mm[::-1]]
    levelled = np.asarray(ndimage.gaussian_filter(np.where(bone, np.float32(SOFT_HU), levelled), widths))
    inside_mm = _SLEEVE_MM - _away_mm(volume.geometry, sleeve, low, hu.shape)
    fenced = np.minimum(levelled, threshold_hu + inside_mm * (csf_hu - threshold_hu) / _SOFTEN_MM)
    fenced = np.where(bone, AIR_HU, fenced)
    joined = np.maximum(known, np.clip(np.rint(fenced), AIR_HU, 3 * csf_hu).astype(np.int16))
    pieces = np.zeros(joined.shape, np.int32)
    ndimage.label(joined > threshold_hu, output=pieces)
    loose = ~np.isin(pieces, np.unique(pieces[known > threshold_hu])) & (pieces > 0)
    field[own] = np.where(loose, known, joined)


def _away_mm(geometry: VolumeGeometry, sleeve: Sleeve, low: Whole, shape: tuple[int, ...]) -> Floats:
    """How far the voxels of a box lie from the middle of a sleeve."""
    steps = np.arange(0, len(sleeve.points) - 1 + 1e-6, 0.25)
    rows = np.arange(len(sleeve.points))
    middle = np.stack([np.interp(steps, rows, sleeve.points[:, axis]) for axis in range(3)], axis=1)
    beside = np.ones(shape, bool)
    places = np.clip(_voxels(geometry, middle) - low, 0, np.array(shape) - 1)
    beside[tuple(places.T)] = False
    return np.asarray(ndimage.distance_transform_edt(beside, geometry.spacing_mm[::-1]), np.float32)


def _levelled(hu: Floats, there_hu: Floats, csf_hu: float) -> Floats:
    """HU scaled so that the CSF of every section, bright or dilute, has the same value."""
    return (hu - SOFT_HU) / np.maximum(there_hu - SOFT_HU, 30.0) * (csf_hu - SOFT_HU) + SOFT_HU


def _boxed(
    whole: Upright, field: NDArray[np.int16], start: tuple[int, int, int], estimate: ContrastEstimate
) -> ColumnResult:
    """Cut the field down to the column with a margin, close it there, and turn it into the source's order."""
    kept = field > estimate.threshold_hu
    if not kept.any():
        return ABSENT
    filled = [np.flatnonzero(kept.any(axis=tuple({0, 1, 2} - {axis}))) for axis in range(3)]
    low = [max(int(places[0]) - 3, 0) for places in filled]
    high = [min(int(places[-1]) + 4, size) for places, size in zip(filled, field.shape, strict=True)]
    field = field[tuple(slice(a, b) for a, b in zip(low, high, strict=True))]
    box_shape = (field.shape[0], field.shape[1], field.shape[2])
    start = (start[0] + low[0], start[1] + low[1], start[2] + low[2])
    for axis in range(3):
        for face in (0, -1):
            field[(slice(None),) * axis + (face,)] = np.minimum(field[(slice(None),) * axis + (face,)], 0)
    restored = np.ascontiguousarray(whole.restored(field))
    restored_field: NDArray[np.int16] = restored.astype(np.int16)
    mask = restored_field > estimate.threshold_hu
    for array in (restored_field, mask):
        array.flags.writeable = False
    offset = whole.restored_box(start, box_shape)
    geometry = crop(whole.source, offset, mask.shape)
    return ContrastColumn(estimate, offset, mask, geometry, restored_field)
