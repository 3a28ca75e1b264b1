"""Voxels sampled on a grid of pixels, by VTK, without copying the volume."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkImagingCore import vtkImageReslice

from viewer.model.display import Interpolation, SlabMode
from viewer.scene.sampling import PixelGrid

OUTSIDE_HU = -32768
"""The value of a pixel that lies outside the volume: below any window."""

_INTERPOLATE = {
    Interpolation.LINEAR: vtkImageReslice.SetInterpolationModeToLinear,
    Interpolation.CUBIC: vtkImageReslice.SetInterpolationModeToCubic,
}
_COMPOSE = {
    SlabMode.AVERAGE: vtkImageReslice.SetSlabModeToMean,
    SlabMode.MAXIMUM: vtkImageReslice.SetSlabModeToMax,
    SlabMode.MINIMUM: vtkImageReslice.SetSlabModeToMin,
}


def voxel_image(hu: NDArray[np.int16]) -> vtkImageData:
    """Return the array `[k, j, i]` as a VTK image in index space that shares its memory."""
    image = vtkImageData()
    k, j, i = hu.shape
    image.SetDimensions(i, j, k)
    flat: Any = numpy_to_vtk(hu.reshape(-1))
    image.GetPointData().SetScalars(flat)
    return image


class Reslicer:
    """Samples int16 images; not to be used by two threads at once."""

    def __init__(self) -> None:
        self._filter = vtkImageReslice()
        self._filter.SetOutputDimensionality(3)
        self._filter.SetOutputSpacing(1.0, 1.0, 1.0)
        self._filter.SetOutputOrigin(0.0, 0.0, 0.0)
        self._filter.SetBackgroundLevel(OUTSIDE_HU)
        self._filter.SlabTrapezoidIntegrationOn()

    def sample(
        self, image: vtkImageData, grid: PixelGrid, mode: SlabMode, interpolation: Interpolation
    ) -> NDArray[np.int16]:
        """Return HU `[y, x]` at the pixel centres of a grid, `OUTSIDE_HU` beyond the voxels.

        The outer half of a border voxel takes the value of its centre; samples of a slab that lie
        outside are left out.
        """
        reslice = self._filter
        axes = vtkMatrix4x4()
        axes.DeepCopy(grid.matrix.ravel().tolist())
        _INTERPOLATE[interpolation](reslice)
        _COMPOSE[mode](reslice)
        reslice.SetInputData(image)
        reslice.SetResliceAxes(axes)
        reslice.SetOutputExtent(0, grid.width_px - 1, 0, grid.height_px - 1, 0, 0)
        reslice.SetSlabNumberOfSlices(grid.samples)
        reslice.Modified()
        reslice.Update()
        values: NDArray[np.int16] = np.asarray(
            vtk_to_numpy(reslice.GetOutput().GetPointData().GetScalars()), np.int16
        )
        # VTK writes the next slice into the same memory.
        return values.reshape(grid.height_px, grid.width_px).copy()

    def release(self) -> None:
        """Let go of the last image."""
        self._filter.SetInputData(vtkImageData())
        self._filter.GetOutput().Initialize()
