"""What a reader corrects in the measured sac, as the case with it."""

import attrs
import numpy as np

from viewer.model.case import Case
from viewer.model.correction import Places, SacCorrection, VoxelRuns
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.sac import SacVoxels
from viewer.tools.voxels import Index, swept, volume_places


def with_painted(case: Case, sac: SacVoxels, index: Index, geometry: VolumeGeometry) -> Case:
    """Return the case with voxels `index` of the sac's box belonging to the sac.

    What was measured so needs no correction: only what is not is said. `geometry` is the volume's.
    """
    inside, outside = _told(sac, index, geometry)
    was = _on(case.correction, geometry)
    erased = was.erased.without(inside).without(outside)
    return _with(case, attrs.evolve(was, painted=was.painted.joined(outside), erased=erased))


def with_erased(case: Case, sac: SacVoxels, index: Index, geometry: VolumeGeometry) -> Case:
    """Return the case with voxels `index` of the sac's box not belonging to the sac."""
    inside, outside = _told(sac, index, geometry)
    was = _on(case.correction, geometry)
    painted = was.painted.without(inside).without(outside)
    return _with(case, attrs.evolve(was, painted=painted, erased=was.erased.joined(inside)))


def without_correction(case: Case) -> Case:
    """Return the case with the sac as it was measured."""
    return _with(case, SacCorrection())


def without_correction_near(case: Case, point: Vec3, radius_mm: float, geometry: VolumeGeometry) -> Case:
    """Return the case with nothing painted or erased within a ball; moved ends stay."""
    near = VoxelRuns.of(np.ravel_multi_index(swept(geometry, point, point, radius_mm, None), geometry.shape))
    was = case.correction
    kept = attrs.evolve(was, painted=was.painted.without(near), erased=was.erased.without(near))
    return _with(case, kept)


def _told(sac: SacVoxels, index: Index, geometry: VolumeGeometry) -> tuple[VoxelRuns, VoxelRuns]:
    """The voxels that were measured inside the sac, and the others."""
    places: Places = volume_places(index, sac, geometry.shape)
    inside = sac.mask[index]
    return VoxelRuns.of(places[inside]), VoxelRuns.of(places[~inside])


def _on(correction: SacCorrection, geometry: VolumeGeometry) -> SacCorrection:
    """The correction on a volume's grid: one of another grid says nothing about its voxels."""
    if correction.fits(geometry):
        return attrs.evolve(correction, grid=geometry)
    return attrs.evolve(correction, painted=VoxelRuns(), erased=VoxelRuns(), grid=geometry)


def _with(case: Case, correction: SacCorrection) -> Case:
    """The case with a correction; one that says nothing is none."""
    return attrs.evolve(case, correction=correction or SacCorrection())
