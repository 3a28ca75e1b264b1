"""The pixels of a segmentation, frame by frame: bits, shares or labels."""

import attrs
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import UID

from viewer.dicom.free_memory import available_bytes
from viewer.dicom.header import read_header
from viewer.dicom.multiframe import frames_of
from viewer.dicom.pixels import stored_values
from viewer.errors import DicomError

_MOST_FRAMES, _LARGEST_SIDE, _MOST_PIXELS = 100_000, 8192, 1 << 33
_MOST_DECODED = 1 << 31
_HALF = "The segments are shares of each voxel; voxels of at least one half were taken."
_NO_LABELS: NDArray[np.uint8] = np.zeros(0, np.uint8)


@attrs.frozen(eq=False)
class FramePixels:
    """`count` frames of `shape`; `bits` of one bit a pixel, else `values` `[frame, row, column]`.

    `labels` tells that a value is the number of a segment; else it counts from `least` on. `note` is a
    sentence where something was decided.
    """

    shape: tuple[int, int]
    count: int
    bits: NDArray[np.uint8] | None = None
    values: NDArray[np.unsignedinteger] = _NO_LABELS
    labels: bool = False
    least: int = 1
    note: str = ""

    def mask(self, frame: int, number: int) -> NDArray[np.bool_]:
        """Return the pixels of a segment in a frame, `[row, column]`."""
        if self.bits is None:
            values = self.values[frame]
            return values == number if self.labels else values >= self.least
        size = self.shape[0] * self.shape[1]
        first, last = frame * size, (frame + 1) * size
        some = np.unpackbits(self.bits[first // 8 : -(-last // 8)], bitorder="little")
        return some[first % 8 : first % 8 + size].reshape(self.shape).astype(bool)


def frame_pixels(dataset: Dataset) -> FramePixels:
    """Return the pixels of a segmentation; `DicomError` where they are cut short, or in an unknown form."""
    rows, columns = int(dataset.Rows), int(dataset.Columns)
    count = int(dataset.get("NumberOfFrames") or 1)
    sides = 1 <= rows <= _LARGEST_SIDE and 1 <= columns <= _LARGEST_SIDE
    if not (sides and 1 <= count <= _MOST_FRAMES and rows * columns * count <= _MOST_PIXELS):
        raise DicomError("The segmentation says that it is larger than any real one.")
    kind = str(dataset.get("SegmentationType", "BINARY"))
    bits = int(dataset.BitsAllocated)
    if bits not in (1, 8, 16) or int(dataset.get("SamplesPerPixel", 1)) != 1:
        raise DicomError("The pixels of the segmentation are in a form Thecal does not read.")
    if bits == 1:
        return FramePixels((rows, columns), count, bits=_native(dataset, -(-rows * columns * count // 8)))
    values = _values(dataset, (count, rows, columns), bits)
    if kind == "LABELMAP":
        return FramePixels((rows, columns), count, values=values, labels=True)
    if kind == "FRACTIONAL":
        most = int(dataset.get("MaximumFractionalValue", 255))
        return FramePixels((rows, columns), count, values=values, least=max(1, -(-most // 2)), note=_HALF)
    return FramePixels((rows, columns), count, values=values)


def _values(dataset: Dataset, shape: tuple[int, int, int], bits: int) -> NDArray[np.unsignedinteger]:
    if not UID(dataset.file_meta.TransferSyntaxUID).is_encapsulated:
        raw = _native(dataset, int(np.prod(shape)) * bits // 8)
        return raw.view(f"<u{bits // 8}").reshape(shape)
    if int(np.prod(shape)) * bits // 8 > min(_MOST_DECODED, available_bytes()):
        raise DicomError("The segmentation is too large for the memory of this computer.")
    frames = frames_of(read_header(str(dataset.filename)))
    if len(frames) != shape[0]:
        raise DicomError("The segmentation is cut short: it ends in the middle of its pixels.")
    values = np.empty(shape, f"u{bits // 8}")
    for number, frame in enumerate(frames):
        values[number] = stored_values(frame)
    return values


def _native(dataset: Dataset, size: int) -> NDArray[np.uint8]:
    if UID(dataset.file_meta.TransferSyntaxUID).is_encapsulated:
        raise DicomError(
            "The pixels of the segmentation are compressed in a way Thecal does not read.",
            "Export it uncompressed from the other program.",
        )
    raw = np.frombuffer(dataset.get("PixelData") or b"", np.uint8)
    if len(raw) < size:
        raise DicomError("The segmentation is cut short: it ends in the middle of its pixels.")
    return raw[:size]
