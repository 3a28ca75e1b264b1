"""Find the contrast column of a myelogram, apart from the bone that is as bright."""

import numpy as np
from numpy.typing import NDArray

from viewer.analysis.border import SacBorder, find_border, opacified_sections
from viewer.analysis.canal import find_canal
from viewer.analysis.coarse import coarsen
from viewer.analysis.contrast import LEAST_OVER_SOFT_HU, SOFT_HU, lasting_csf_hu
from viewer.analysis.coordinates import NearVoxels, near_voxels
from viewer.analysis.curve import cross_sections
from viewer.analysis.filters import Flags, Floats
from viewer.analysis.trace import first_curve, trace_sac
from viewer.analysis.upright import Upright, crop, upright
from viewer.model.column import ColumnResult, ContrastColumn, ContrastEstimate, NoContrast
from viewer.model.geometry import Vec3
from viewer.model.volume import Volume
from viewer.progress import Progress, part, silent

_REACH_MM = 15.0
_MARGIN_MM = 0.4
_SOFTEN_MM = 1.0
_LEAST_LENGTH_MM = 20.0

ABSENT = NoContrast(
    "No intrathecal contrast was found: nothing in the spinal canal is brighter than soft tissue."
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
    stack = cross_sections(whole.volume, first_curve(path), 10.0, 1.0)
    bright = lasting_csf_hu(stack, 1.0, 1.0) > SOFT_HU + LEAST_OVER_SOFT_HU
    if np.count_nonzero(bright) < _LEAST_LENGTH_MM:
        return ABSENT
    trace = trace_sac(whole.volume, path, part(progress, 0.35, 0.65))
    border = find_border(whole.volume, trace, part(progress, 0.65, 0.8))
    opacified = opacified_sections(border, trace)
    if not opacified.any():
        return ABSENT
    if seed is not None and not _holds(border, opacified, seed):
        return NoContrast("The chosen point does not lie in the contrast of the spinal canal.")
    return _column(whole, border, opacified, part(progress, 0.8, 1.0))


def _holds(border: SacBorder, opacified: Flags, point: Vec3) -> bool:
    away = np.linalg.norm(border.curve.points - np.array(point), axis=1)
    nearest = int(np.argmin(away))
    reach_mm = float(border.radii_mm[nearest].max()) + 2.0
    return bool(opacified[nearest]) and float(away[nearest]) <= reach_mm


def _column(whole: Upright, border: SacBorder, opacified: Flags, progress: Progress) -> ColumnResult:
    near = near_voxels(whole.volume.geometry, border.curve, _REACH_MM)
    progress(0.4)
    hu = whole.volume.hu[np.unravel_index(near.index, whole.volume.hu.shape)].astype(np.float32)
    along_hu = np.median(border.csf_hu, axis=1)
    csf_hu = float(np.median(along_hu[opacified]))
    threshold_hu = (csf_hu + SOFT_HU) / 2
    section = np.clip(np.rint(near.section), 0, len(opacified) - 1).astype(int)
    levelled = _levelled(hu, along_hu[section], csf_hu)
    inside_mm = near.edge_mm(border.radii_mm) + _MARGIN_MM - near.radius_mm
    inside_mm = np.where(opacified[section], inside_mm, -_SOFTEN_MM)
    fenced = np.minimum(levelled, threshold_hu + inside_mm * (csf_hu - threshold_hu) / _SOFTEN_MM)
    progress(0.7)
    estimate = ContrastEstimate(csf_hu, SOFT_HU, threshold_hu)
    return _boxed(whole, near, fenced.astype(np.float32), estimate)


def _levelled(hu: Floats, there_hu: Floats, csf_hu: float) -> Floats:
    """HU scaled so that the CSF of every section, bright or dilute, has the same value."""
    return (hu - SOFT_HU) / np.maximum(there_hu - SOFT_HU, 30.0) * (csf_hu - SOFT_HU) + SOFT_HU


def _boxed(whole: Upright, near: NearVoxels, fenced: Floats, estimate: ContrastEstimate) -> ColumnResult:
    shape = whole.volume.hu.shape
    kept = fenced > estimate.threshold_hu
    if not kept.any():
        return ABSENT
    places = np.array(np.unravel_index(near.index[kept], shape))
    low = np.maximum(places.min(axis=1) - 3, 0)
    high = np.minimum(places.max(axis=1) + 4, shape)
    box_shape = (int(high[0] - low[0]), int(high[1] - low[1]), int(high[2] - low[2]))
    start = (int(low[0]), int(low[1]), int(low[2]))
    field = np.full(box_shape, -1024, np.int16)
    within = np.array(np.unravel_index(near.index, shape)) - low[:, None]
    fits = ((within >= 0) & (within < np.array(box_shape)[:, None])).all(axis=0)
    field[tuple(within[:, fits])] = np.clip(np.rint(fenced[fits]), -1024, 3 * estimate.csf_hu).astype(
        np.int16
    )
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
