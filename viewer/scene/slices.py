"""Slices and slabs of a volume in any plane, as grey pictures at the resolution of a pane."""

from time import perf_counter

import attrs
import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonDataModel import vtkImageData

from viewer.model.display import Interpolation
from viewer.model.geometry import VolumeGeometry
from viewer.model.plane import PlaneKind
from viewer.model.resolve import PaneView
from viewer.model.study import WindowSetting
from viewer.model.volume import Volume
from viewer.scene.grey import grey_table, to_grey
from viewer.scene.reslicer import OUTSIDE_HU, Reslicer, voxel_image
from viewer.scene.sampling import PixelGrid, draft_grid, full_grid, refined
from viewer.scene.slab import flatten

_ANY_WINDOW = WindowSetting(1.0, 0.0)
_DRAFT_S = 0.018
_DRAFT_SAMPLES = (250_000.0, 1_600_000.0)


@attrs.frozen(eq=False)
class _Slice:
    view: PaneView
    hu: NDArray[np.int16]
    exact: bool = True


class SliceRenderer:
    """Draws slice panes of one volume; keeps the last slice of each pane, so that a window is cheap.

    Shares the memory of the volume and may be used while it is still being filled. One renderer
    belongs to one thread at a time: a second one for the same volume costs nothing, and VTK releases
    the interpreter lock, so full-quality slabs may be drawn by a worker with a renderer of its own.
    """

    def __init__(self) -> None:
        self._reslicer = Reslicer()
        self._volume: Volume | None = None
        self._image: vtkImageData | None = None
        self._slices: dict[PlaneKind, _Slice] = {}
        self._draft_samples = _DRAFT_SAMPLES[1]
        self._window = _ANY_WINDOW
        self._table = grey_table(_ANY_WINDOW)

    def set_volume(self, volume: Volume | None) -> None:
        """Show another volume, or none."""
        if volume is self._volume:
            return
        self._slices.clear()
        self._reslicer.release()
        self._volume = volume
        self._image = None if volume is None else voxel_image(volume.hu)

    def refresh(self) -> None:
        """Forget all slices: voxels of the volume have changed."""
        self._slices.clear()

    def mark_filled(self, first_k: int, last_k: int) -> None:
        """Forget the slices that show any of the layers `first_k` to `last_k`, which have changed."""
        if self._volume is None:
            return
        geometry = self._volume.geometry
        self._slices = {
            kind: drawn
            for kind, drawn in self._slices.items()
            if not _meets_layers(drawn.view, geometry, first_k, last_k)
        }

    def render(self, view: PaneView, draft: bool = False) -> NDArray[np.uint8]:
        """Return the grey picture `[y, x]` of a pane, black beyond the volume.

        `draft` costs about 20 ms at most: oblique slabs, large oblique panes and cubic interpolation
        are drawn coarser while a hand drags, on a slow or busy machine more so.
        """
        if view.window != self._window:
            self._window, self._table = view.window, grey_table(view.window)
        return to_grey(self.hounsfield(view, draft), self._table)

    def hounsfield(self, view: PaneView, draft: bool = False) -> NDArray[np.int16]:
        """Return the HU `[y, x]` at the pixel centres of a pane, `OUTSIDE_HU` beyond the volume."""
        view = attrs.evolve(view, window=_ANY_WINDOW)
        kept = self._slices.get(view.kind)
        if kept is not None and kept.view == view and (kept.exact or draft):
            return kept.hu
        drawn = self._sampled(view, draft)
        self._slices[view.kind] = drawn
        return drawn.hu

    def close(self) -> None:
        """Let go of the volume and of the memory of all VTK objects."""
        self.set_volume(None)

    def _sampled(self, view: PaneView, draft: bool) -> _Slice:
        if self._volume is None or self._image is None:
            return _Slice(view, np.full((view.height_px, view.width_px), OUTSIDE_HU, np.int16))
        grid = full_grid(view, self._volume.geometry)
        # Cubic interpolation sharpens a thin slice; through a slab it would only cost.
        smooth = view.interpolation if grid.samples == 1 else Interpolation.LINEAR
        if grid.normal_axis is not None and grid.samples > 1:
            return _Slice(view, self._flattened(self._volume, view, grid, grid.normal_axis))
        if draft and (grid.normal_axis is None or smooth is Interpolation.CUBIC):
            return self._drafted(self._image, view, self._volume.geometry)
        return _Slice(view, self._reslicer.sample(self._image, grid, view.slab_mode, smooth))

    def _flattened(self, volume: Volume, view: PaneView, grid: PixelGrid, axis: int) -> NDArray[np.int16]:
        middle, half = grid.origin[axis], view.slab_mm / 2 / volume.geometry.spacing_mm[axis]
        layer = flatten(volume.hu, 2 - axis, middle - half, middle + half, view.slab_mode)
        if layer is None:
            return np.full((view.height_px, view.width_px), OUTSIDE_HU, np.int16)
        i, j, k = (0.0 if a == axis else place for a, place in enumerate(grid.origin))
        flat = attrs.evolve(grid, origin=(i, j, k), samples=1)
        return self._reslicer.sample(voxel_image(layer), flat, view.slab_mode, Interpolation.LINEAR)

    def _drafted(self, image: vtkImageData, view: PaneView, geometry: VolumeGeometry) -> _Slice:
        began = perf_counter()
        grid, factor = draft_grid(view, geometry, self._draft_samples)
        hu = self._reslicer.sample(image, grid, view.slab_mode, Interpolation.LINEAR)
        if factor > 1:
            fine = refined(full_grid(view, geometry), factor)
            hu = self._reslicer.sample(voxel_image(hu[None]), fine, view.slab_mode, Interpolation.LINEAR)
        # What the last draft took decides what the next one may: this machine, busy as it is now.
        pace = min(max(_DRAFT_S / (perf_counter() - began), 0.7), 1.15)
        self._draft_samples = min(max(self._draft_samples * pace, _DRAFT_SAMPLES[0]), _DRAFT_SAMPLES[1])
        exact = factor == 1 and view.slab_mm == 0 and view.interpolation is Interpolation.LINEAR
        return _Slice(view, hu, exact)


def _meets_layers(view: PaneView, geometry: VolumeGeometry, first_k: int, last_k: int) -> bool:
    corners = [(x, y) for x in (0, view.width_px) for y in (0, view.height_px)]
    places = [geometry.to_index(view.to_lps(x, y))[2] for x, y in corners]
    reach = 1 + view.slab_mm / 2 / geometry.spacing_mm[2]
    return min(places) - reach < last_k and max(places) + reach > first_k
