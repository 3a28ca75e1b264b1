"""The sac with its corrections in the plane of a slice pane, voxel by voxel."""

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkImagingCore import vtkImageReslice

from viewer.model.correction import SacCorrection, VoxelRuns
from viewer.model.resolve import PaneView
from viewer.model.sac import SacVoxels
from viewer.scene.sampling import PixelGrid, pixel_grid

Codes = NDArray[np.uint8]
_Box = tuple[NDArray[np.int64], NDArray[np.int64]]


class SacVoxel(IntEnum):
    """What a voxel is to the sac; painted ones belong to it, erased ones no longer do."""

    OUTSIDE = 0
    SAC = 1
    PAINTED = 2
    ERASED = 3


class MaskSlices:
    """Cuts the sac's box with planes; a correction that grows renews only the voxels that it changes."""

    def __init__(self) -> None:
        self._filter = vtkImageReslice()
        self._filter.SetOutputDimensionality(2)
        self._filter.SetOutputSpacing(1.0, 1.0, 1.0)
        self._filter.SetOutputOrigin(0.0, 0.0, 0.0)
        self._filter.SetInterpolationModeToNearestNeighbor()
        self._filter.SetBackgroundLevel(SacVoxel.OUTSIDE)
        # So small a picture takes less time than waking other threads.
        self._filter.SetNumberOfThreads(1)
        self._filter.SetEnableSMP(False)  # noqa: FBT003 - VTK knows no names of arguments
        self._sac: SacVoxels | None = None
        self._shape = (1, 1, 1)
        self._correction = SacCorrection()
        self._codes: Codes = np.zeros((1, 1, 1), np.uint8)
        self._image: vtkImageData | None = None
        self._box: _Box | None = None

    def set_sac(self, sac: SacVoxels | None, volume_shape: tuple[int, int, int]) -> None:
        """Show another measured sac, or none; nothing is corrected in it yet."""
        self._sac, self._shape, self._correction = sac, volume_shape, SacCorrection()
        self._filter.SetInputData(vtkImageData())
        self._image = self._box = None
        if sac is not None:
            self._codes = sac.mask.astype(np.uint8)
            self._image = _shared(self._codes)
            self._box = _reach(sac.mask)

    def set_correction(self, correction: SacCorrection) -> None:
        """Show the sac with what a reader has painted and erased in it."""
        old, self._correction = self._correction, correction
        if (
            self._sac is None
            or self._image is None
            or (old.painted, old.erased)
            == (
                correction.painted,
                correction.erased,
            )
        ):
            return
        changed = old.painted.differing(correction.painted).joined(old.erased.differing(correction.erased))
        flat, mask = self._codes.reshape(-1), self._sac.mask.reshape(-1)
        places = self._within(changed)
        flat[places] = mask[places]
        painted = self._within(_common(correction.painted, changed))
        flat[painted] = SacVoxel.PAINTED
        erased = self._within(_common(correction.erased, changed))
        flat[erased] = SacVoxel.ERASED
        self._box = _joined(self._box, painted, self._codes.shape)
        self._image.GetPointData().GetScalars().Modified()

    def slice(self, view: PaneView) -> tuple[Codes, tuple[int, int]] | None:
        """Return the `SacVoxel` `[y, x]` of the pixels of a pane that can show any, and the first one's `(x, y)`.

        Each pixel has the code of the voxel that its centre lies in, in the middle of a thick slab. None
        where the plane misses the sac.
        """
        if self._sac is None or self._image is None or self._box is None:
            return None
        grid = pixel_grid(view, self._sac.geometry)
        extent = _extent(view, self._sac, self._box)
        return None if extent is None else (self._cut(self._image, grid, extent), (extent[0], extent[2]))

    def close(self) -> None:
        """Let go of the sac."""
        self.set_sac(None, (1, 1, 1))
        self._filter.GetOutput().Initialize()

    def _within(self, runs: VoxelRuns) -> NDArray[np.int64]:
        assert self._sac is not None
        return self._sac.within(self._shape, runs.places)

    def _cut(self, image: vtkImageData, grid: PixelGrid, extent: tuple[int, int, int, int]) -> Codes:
        reslice = self._filter
        axes = vtkMatrix4x4()
        axes.DeepCopy(grid.matrix.ravel().tolist())
        reslice.SetInputData(image)
        reslice.SetResliceAxes(axes)
        reslice.SetOutputExtent(*extent, 0, 0)
        reslice.Modified()
        reslice.Update()
        values: Codes = np.asarray(vtk_to_numpy(reslice.GetOutput().GetPointData().GetScalars()), np.uint8)
        # VTK writes the next cut into the same memory.
        return values.reshape(extent[3] - extent[2] + 1, extent[1] - extent[0] + 1).copy()


def _shared(codes: Codes) -> vtkImageData:
    image = vtkImageData()
    k, j, i = codes.shape
    image.SetDimensions(i, j, k)
    flat: Any = numpy_to_vtk(codes.reshape(-1))
    image.GetPointData().SetScalars(flat)
    return image


def _common(a: VoxelRuns, b: VoxelRuns) -> VoxelRuns:
    return a.without(a.without(b))


def _reach(mask: NDArray[np.bool_]) -> _Box | None:
    """The lowest and highest index `(k, j, i)` of any voxel, None where there is none."""
    used = [np.flatnonzero(mask.any(axis=tuple(b for b in range(3) if b != a))) for a in range(3)]
    if not len(used[0]):
        return None
    return np.array([one[0] for one in used]), np.array([one[-1] for one in used])


def _joined(box: _Box | None, places: NDArray[np.int64], shape: tuple[int, ...]) -> _Box | None:
    if not len(places):
        return box
    index = np.array(np.unravel_index(places, shape))
    low, high = index.min(axis=1), index.max(axis=1)
    return (low, high) if box is None else (np.minimum(box[0], low), np.maximum(box[1], high))


def _extent(view: PaneView, sac: SacVoxels, box: _Box) -> tuple[int, int, int, int] | None:
    """The first and last pixel `(x, x, y, y)` that can show a voxel of a box of the sac, None for none."""
    (k0, j0, i0), (k1, j1, i1) = box[0] - 0.5, box[1] + 0.5
    corners = [sac.geometry.to_lps((i, j, k)) for k in (k0, k1) for j in (j0, j1) for i in (i0, i1)]
    depths = [view.plane.distance_mm(corner) for corner in corners]
    if min(depths) > 0 or max(depths) < 0:
        return None
    places = np.array([view.to_px(corner) for corner in corners])
    low = np.maximum(np.floor(places.min(axis=0)), 0).astype(int)
    high = np.minimum(np.ceil(places.max(axis=0)), (view.width_px - 1, view.height_px - 1)).astype(int)
    if (low > high).any():
        return None
    return int(low[0]), int(high[0]), int(low[1]), int(high[1])
