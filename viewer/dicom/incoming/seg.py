"""Segmentations read onto the grid of a volume: Thecal's own and those of other programs."""

from collections import defaultdict
from collections.abc import Iterator

import attrs
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from viewer.dicom.incoming.content import CodeSaid, code_said, first
from viewer.dicom.incoming.frame_grid import FrameGrid, frame_grid
from viewer.dicom.incoming.seg_pixels import FramePixels, frame_pixels
from viewer.dicom.incoming.segment import IncomingSegment
from viewer.dicom.incoming.site import level_in_words, level_said, side_said
from viewer.dicom.incoming.taken import Taken
from viewer.dicom.outgoing.derived import MANUFACTURER
from viewer.dicom.text import printable
from viewer.errors import DicomError
from viewer.model.correction import VoxelRuns
from viewer.model.geometry import VolumeGeometry, vec3

SEG_CLASS, LABELMAP_CLASS = "1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7"
_MOST_SEGMENTS = 1000


@attrs.frozen
class _Described:
    """A segment as its object describes it."""

    number: int
    label: str
    kind: CodeSaid
    site: CodeSaid
    side: CodeSaid
    name: str


def read_segmentation(dataset: Dataset, geometry: VolumeGeometry, frame_uid: str = "") -> Taken:
    """Return the segments of a segmentation on a volume's grid, and what could not be taken over.

    `DicomError` where its frames cannot be read or placed.
    """
    said_frame = str(dataset.get("FrameOfReferenceUID", ""))
    if frame_uid and said_frame not in ("", frame_uid):
        return Taken(
            notes=("It lies in another frame of reference than this volume, so nothing was taken over.",)
        )
    described = [_described(item) for item in (dataset.get("SegmentSequence") or ())[:_MOST_SEGMENTS]]
    if not described:
        raise DicomError("The segmentation describes no segment.")
    pixels = frame_pixels(dataset)
    if pixels.labels:
        # The value that stands for no segment at all is described like one (PS3.3 C.8.20.2).
        described = [one for one in described if one.number != int(dataset.get("PixelPaddingValue", 0))]
    frames = _frames_by_segment(dataset, pixels, [one.number for one in described])
    own = str(dataset.get("Manufacturer", "")) == MANUFACTURER
    source = "Thecal" if own else printable(str(dataset.get("Manufacturer", ""))) or "another program"
    grid = frame_grid(dataset, pixels.shape)
    placed = _taken_as_is if grid.fits(geometry) else _resampled
    taken = Taken(notes=(pixels.note,) if pixels.note else ())
    for one in described:
        voxels, moved, outside = placed(one.number, frames[one.number], pixels, grid, geometry)
        notes = tuple(_notes(one, voxels, outside=outside))
        if voxels:
            taken = taken.joined(Taken(segments=(_segment(one, voxels, source, own=own, moved=moved),)))
        taken = taken.joined(Taken(notes=notes))
    return taken


def _described(item: Dataset) -> _Described:
    site = first(item, "AnatomicRegionSequence")
    modifier = code_said(site, "AnatomicRegionModifierSequence") if site else CodeSaid()
    kind = first(item, "SegmentedPropertyTypeCodeSequence")
    of_kind = code_said(kind, "SegmentedPropertyTypeModifierCodeSequence") if kind else CodeSaid()
    return _Described(
        number=int(item.SegmentNumber),
        label=printable(str(item.get("SegmentLabel", ""))) or f"Segment {int(item.SegmentNumber)}",
        kind=code_said(item, "SegmentedPropertyTypeCodeSequence"),
        site=code_said(item, "AnatomicRegionSequence"),
        side=modifier if modifier.identities else of_kind,
        name=printable(str(item.get("TrackingID", ""))),
    )


def _segment(one: _Described, voxels: VoxelRuns, source: str, *, own: bool, moved: bool) -> IncomingSegment:
    level = level_said(one.site) or level_said(one.kind) or level_in_words(one.label)
    return IncomingSegment(
        one.label, one.kind.meaning, voxels, level, side_said(one.side), one.name, source, own, moved
    )


def _notes(one: _Described, voxels: VoxelRuns, *, outside: bool) -> Iterator[str]:
    if not voxels:
        yield f"The segment {one.label!r} has no voxel inside this volume and was left out."
    elif outside:
        yield f"The segment {one.label!r} reaches beyond this volume; what lies outside was left out."


def _frames_by_segment(dataset: Dataset, pixels: FramePixels, numbers: list[int]) -> dict[int, list[int]]:
    """Which frames hold which segment; of a label map, every frame may hold each."""
    if pixels.labels:
        return {number: list(range(pixels.count)) for number in numbers}
    found: dict[int, list[int]] = defaultdict(list)
    shared = first(dataset, "SharedFunctionalGroupsSequence")
    for number, group in enumerate(dataset.get("PerFrameFunctionalGroupsSequence") or ()):
        identity = first(group, "SegmentIdentificationSequence") or (
            first(shared, "SegmentIdentificationSequence") if shared else None
        )
        if identity is not None and number < pixels.count:
            found[int(identity.ReferencedSegmentNumber)].append(number)
    return found


def _taken_as_is(
    number: int, frames: list[int], pixels: FramePixels, grid: FrameGrid, geometry: VolumeGeometry
) -> tuple[VoxelRuns, bool, bool]:
    """The voxels of a segment in the volume, whether they were moved, and whether some lie outside."""
    depth, rows, columns = geometry.shape
    places: list[NDArray[np.int64]] = []
    outside = False
    for frame in frames:
        i0, j0, k = (round(one) for one in geometry.to_index(grid.position(frame)))
        j, i = np.nonzero(pixels.mask(frame, number))
        j, i = j + j0, i + i0
        inside = (j >= 0) & (j < rows) & (i >= 0) & (i < columns) & (0 <= k < depth)
        outside |= not inside.all()
        places.append((k * rows + j[inside]) * columns + i[inside])
    return VoxelRuns.of(np.concatenate(places) if places else ()), False, outside


def _resampled(
    number: int, frames: list[int], pixels: FramePixels, grid: FrameGrid, geometry: VolumeGeometry
) -> tuple[VoxelRuns, bool, bool]:
    """As `_taken_as_is`: the voxels of the volume whose centre lies in a voxel of the segment."""
    layers: dict[int, NDArray[np.bool_]] = {}
    for frame in frames:
        mask = pixels.mask(frame, number)
        if mask.any():
            layer = grid.rank(frame)
            layers[layer] = mask | layers[layer] if layer in layers else mask
    if not layers:
        return VoxelRuns(), True, False
    low, high, outside = _range(layers, grid, geometry)
    if (high <= low).any():
        return VoxelRuns(), True, True
    places = [_in_slice(k, (low, high), layers, grid, geometry) for k in range(low[2], high[2])]
    return VoxelRuns.of(np.concatenate(places)), True, outside


def _range(
    layers: dict[int, NDArray[np.bool_]], grid: FrameGrid, geometry: VolumeGeometry
) -> tuple[NDArray[np.int64], NDArray[np.int64], bool]:
    """The voxels `(i, j, k)` of the volume about a segment, from and up to, and whether it goes beyond."""
    spans = [
        (int(at[1].min()), int(at[1].max()), int(at[0].min()), int(at[0].max()), layer)
        for layer, mask in layers.items()
        for at in (np.nonzero(mask),)
    ]
    places = np.array([(i, j, layer) for a, b, c, d, layer in spans for i in (a, b) for j in (c, d)])
    index = np.array([geometry.to_index(vec3(corner)) for corner in grid.box(places)])
    first, last = np.ceil(index.min(axis=0)), np.floor(index.max(axis=0)) + 1
    size = np.array(geometry.shape[::-1])
    outside = bool((index.min(axis=0) < -1).any() or (index.max(axis=0) > size).any())
    low, high = np.clip(first, 0, size).astype(np.int64), np.clip(last, 0, size).astype(np.int64)
    return low, high, outside


def _in_slice(
    k: int,
    box: tuple[NDArray[np.int64], NDArray[np.int64]],
    layers: dict[int, NDArray[np.bool_]],
    grid: FrameGrid,
    geometry: VolumeGeometry,
) -> NDArray[np.int64]:
    low, high = box
    j, i = np.mgrid[low[1] : high[1], low[0] : high[0]].reshape(2, -1)
    points = (
        np.stack([i, j, np.full(i.shape, k)], axis=1) @ geometry.affine[:3, :3].T + geometry.affine[:3, 3]
    )
    column, row, layer = np.rint(grid.to_index(points)).astype(np.int64)
    inside = (row >= 0) & (row < grid.shape[0]) & (column >= 0) & (column < grid.shape[1])
    chosen = np.zeros(len(i), bool)
    for one in np.unique(layer[inside]):
        mask = layers.get(int(one))
        if mask is not None:
            here = np.flatnonzero(inside & (layer == one))
            chosen[here] = mask[row[here], column[here]]
    return (k * geometry.shape[1] + j[chosen]) * geometry.shape[2] + i[chosen]
