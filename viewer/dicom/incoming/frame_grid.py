"""Where the frames of a segmentation lie in the patient."""

from collections.abc import Iterable
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from viewer.dicom.incoming.content import first
from viewer.errors import DicomError
from viewer.model.geometry import Vec3, VolumeGeometry, cross, dot, scale, subtract, unit, vec3

# Planes nearer than this to evenly spaced are; and a grid this near to another is the same.
_EVEN_MM, _SAME_MM, _SAME_COSINE = 0.05, 0.01, 1e-4
_FARTHEST_MM, _FINEST_MM, _COARSEST_MM, _MOST_LAYERS = 1e5, 1e-3, 100.0, 20_000


@attrs.frozen(eq=False)
class FrameGrid:
    """The first pixel of each frame (`positions`, LPS mm), the in-plane directions and steps.

    `shape` is `(rows, columns)`, `spacing_mm` `(column step, row step, layer step)`; layers are counted from
    the frame that lies first along the normal.
    """

    shape: tuple[int, int]
    positions: tuple[Vec3, ...]
    axes: tuple[Vec3, Vec3, Vec3]
    spacing_mm: Vec3
    start_mm: float

    def position(self, frame: int) -> Vec3:
        """Return the centre of the first pixel of a frame."""
        return self.positions[frame]

    def rank(self, frame: int) -> int:
        """Return the layer of a frame."""
        return round((dot(self.positions[frame], self.axes[2]) - self.start_mm) / self.spacing_mm[2])

    def fits(self, geometry: VolumeGeometry) -> bool:
        """Whether its pixels are voxels of a volume, or would be beyond its faces."""
        turned = [abs(dot(a, b) - 1) for a, b in zip(self.axes[:2], geometry.axes[:2], strict=True)]
        spread = max(self.shape)
        steps = zip(self.spacing_mm[:2], geometry.spacing_mm[:2], strict=True)
        if max(turned) > _SAME_COSINE**2 or any(abs(a - b) * spread > _EVEN_MM for a, b in steps):
            return False
        for position in self.positions:
            index = geometry.to_index(position)
            off = (abs(one - round(one)) * step for one, step in zip(index, geometry.spacing_mm, strict=True))
            if max(off) > _EVEN_MM:
                return False
        return True

    def to_index(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the continuous `(column, row, layer)` of LPS points `[n, 3]`, as `[3, n]`."""
        axes = np.array(self.axes)
        along = points @ axes.T
        origin = np.array([*(dot(self.positions[0], axis) for axis in self.axes[:2]), self.start_mm])
        return ((along - origin) / np.array(self.spacing_mm)).T

    def box(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the LPS corners `[8, 3]` about pixels given as `(column, row, layer)` `[n, 3]`."""
        low, high = places.min(axis=0) - 0.5, places.max(axis=0) + 0.5
        corners = np.array(
            [[c, r, n] for c in (low[0], high[0]) for r in (low[1], high[1]) for n in (low[2], high[2])]
        )
        axes = np.array(self.axes)
        origin = np.array([*(dot(self.positions[0], axis) for axis in self.axes[:2]), self.start_mm])
        return np.asarray((corners * np.array(self.spacing_mm) + origin) @ axes, float)


def frame_grid(dataset: Dataset, shape: tuple[int, int]) -> FrameGrid:
    """Return where the frames of a multi-frame object lie; `DicomError` where it does not say, or unevenly."""
    shared = first(dataset, "SharedFunctionalGroupsSequence") or Dataset()
    frames: list[Dataset] = list(dataset.get("PerFrameFunctionalGroupsSequence") or ())
    if not frames:
        raise DicomError("The segmentation does not say where its frames lie.")
    right, down = _orientation(shared, frames)
    normal = unit(cross(right, down))
    positions = tuple(_position(group, shared) for group in frames)
    row_mm, column_mm, step_mm = _steps(shared, frames)
    along = np.array([dot(one, normal) for one in positions])
    step_mm = _layer_step(np.unique(np.round(along - along.min(), 3)), step_mm)
    for one in positions:
        offset = subtract(
            subtract(one, positions[0]), scale(normal, dot(subtract(one, positions[0]), normal))
        )
        if max(map(abs, offset)) > _EVEN_MM:
            raise DicomError("The frames of the segmentation do not lie above one another.")
    return FrameGrid(
        shape, positions, (right, down, normal), (column_mm, row_mm, step_mm), float(along.min())
    )


def _group(name: str, shared: Dataset, frame: Dataset) -> Dataset:
    found = first(frame, name) or first(shared, name)
    if found is None:
        raise DicomError("The segmentation does not say where its frames lie.")
    return found


def _numbers(values: Iterable[Any], count: int, most: float) -> list[float]:
    numbers = [float(one) for one in values]
    if len(numbers) != count or not np.isfinite(numbers).all() or max(map(abs, numbers)) > most:
        raise DicomError("The segmentation does not say where its frames lie.")
    return numbers


def _orientation(shared: Dataset, frames: list[Dataset]) -> tuple[Vec3, Vec3]:
    said = {
        tuple(_numbers(_group("PlaneOrientationSequence", shared, one).ImageOrientationPatient, 6, 1.01))
        for one in frames
    }
    values = np.array(sorted(said))
    if np.abs(values - values[0]).max() > _SAME_COSINE:
        raise DicomError("The frames of the segmentation lie in different directions.")
    right, down = vec3(values[0][:3]), vec3(values[0][3:])
    if abs(dot(right, down)) > 1e-3 or abs(dot(right, right) - 1) > 1e-2 or abs(dot(down, down) - 1) > 1e-2:
        raise DicomError("The segmentation does not say how its frames lie.")
    return unit(right), unit(down)


def _position(frame: Dataset, shared: Dataset) -> Vec3:
    return vec3(
        _numbers(_group("PlanePositionSequence", shared, frame).ImagePositionPatient, 3, _FARTHEST_MM)
    )


def _steps(shared: Dataset, frames: list[Dataset]) -> tuple[float, float, float]:
    measures = _group("PixelMeasuresSequence", shared, frames[0])
    row_mm, column_mm = _numbers(measures.PixelSpacing, 2, _COARSEST_MM)
    step = measures.get("SpacingBetweenSlices") or measures.get("SliceThickness") or 0.0
    if min(row_mm, column_mm) < _FINEST_MM:
        raise DicomError("The segmentation does not say how large its pixels are.")
    return row_mm, column_mm, abs(float(step))


def _layer_step(along: NDArray[np.float64], said_mm: float) -> float:
    """The step between layers: as said where the frames bear it out, else the smallest between them."""
    if len(along) == 1:
        return said_mm if _FINEST_MM < said_mm < _COARSEST_MM else 1.0
    candidates = [said_mm, float(np.diff(along).min())]
    for step_mm in candidates:
        if not _FINEST_MM < step_mm < _COARSEST_MM or along[-1] / step_mm > _MOST_LAYERS:
            continue
        layers = along / step_mm
        if np.abs(layers - np.round(layers)).max() * step_mm <= _EVEN_MM * max(1.0, layers[-1] / 100):
            return step_mm
    raise DicomError("The frames of the segmentation are unevenly spaced.")
