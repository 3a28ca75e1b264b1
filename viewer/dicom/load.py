"""A series read into a volume, the middle slice first and the rest outward from it."""

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.dicom.free_memory import available_bytes
from viewer.dicom.gaps import fill_lost
from viewer.dicom.header import Header, read_header
from viewer.dicom.multiframe import frames_of
from viewer.dicom.pixels import frame_of, is_plain, read_into, stored_values
from viewer.dicom.readable import unreadable_reason
from viewer.dicom.rescale import fill_hu, hu_table, pixel_format
from viewer.dicom.sampling import Image, Sampling
from viewer.dicom.series import ScannedSeries
from viewer.dicom.stacking import stack
from viewer.errors import DicomError
from viewer.model.study import Series
from viewer.model.volume import AIR_HU, Volume
from viewer.progress import Progress, silent

_BATCH = 4
# Slices made of two images each are read in runs, so that nearly every image is decoded once.
_RUN = 16
# More voxels than this in a volume of files that are far smaller: made up, not scanned.
_ALWAYS_FITS, _HIGHEST_RATIO = 1 << 28, 1000
# With more images lost than this the series is not one to be read.
_FEW_LOST, _LOST_SHARE = 2, 0.1
_WORKERS = max(1, min(8, os.cpu_count() or 1))


class Loading:
    """A volume being filled: it can be shown at once, and is air where no slice has come yet."""

    def __init__(self, series: Series, headers: Sequence[Header], sampling: Sampling | None) -> None:
        geometry = series.geometry
        if geometry is None:
            raise DicomError("This series cannot be opened as a volume.", series.reason)
        self._headers = headers
        self._sampling = sampling
        self._lost: dict[int, DicomError] = {}
        _refuse_too_large(geometry.shape, headers)
        try:
            self._hu = np.empty(geometry.shape, np.int16)
        except MemoryError as error:
            raise DicomError(_TOO_LARGE) from error
        with ThreadPoolExecutor(_WORKERS) as pool:
            list(pool.map(_fill_air, np.array_split(self._hu, _WORKERS)))
        shown = self._hu.view()
        shown.flags.writeable = False
        self.volume = Volume(geometry, shown, series.series_uid, series.gaps)

    def run(self, progress: Progress = silent, on_first: Callable[[], None] | None = None) -> Volume:
        """Fill the volume and return it; `on_first` is called once a slice near its middle is there.

        A few images that cannot be read become gaps and a note. `DicomError` names the first that
        cannot be read, and why, where there are many; `Cancelled` comes from `progress`.
        """
        total = len(self._hu)
        order = outward(total)
        self._read_first(order)
        if on_first is not None:
            on_first()
        batches = _batches(order) if self._sampling is None else _runs(total)
        pool = ThreadPoolExecutor(_WORKERS)
        count = 1
        try:
            for batch, _ in zip(batches, pool.map(self._read_all, batches), strict=True):
                count += len(batch)
                progress(min(count / total, 1.0), f"Reading images: {min(count, total)} of {total}")
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        volume = self._mended()
        self._hu.flags.writeable = False
        return volume

    def _read_first(self, order: Sequence[int]) -> None:
        """Read outward until one slice is there: nothing is shown of a series that cannot be read at all."""
        for tried, number in enumerate(order, start=1):
            self._read_all([number])
            if len(self._lost) < tried:
                return

    def _read_all(self, slices: Sequence[int]) -> None:
        decoded: dict[int, Image] = {}
        for number in slices:
            try:
                self._read(number, decoded)
            except DicomError as error:
                self._lost[number] = error
                if len(self._lost) > max(_FEW_LOST, _LOST_SHARE * len(self._hu)):
                    raise

    def _mended(self) -> Volume:
        """The volume with the slices that could not be read made up from their neighbours, and told."""
        if not self._lost:
            return self.volume
        gaps = fill_lost(self._hu, frozenset(self._lost), self.volume.gaps)
        first = self._lost[min(self._lost)]
        others = len(self._lost) - 1
        more = f" So it is with {others} other image{'s' * (others > 1)}." if others else ""
        note = f"{first.message}{more} What lies there is drawn hatched, and not measured."
        return attrs.evolve(self.volume, gaps=gaps, notes=(note,))

    def _read(self, number: int, decoded: dict[int, Image]) -> None:
        if self._sampling is None:
            read_hu(self._headers[number], self._hu[number])
            return
        wanted = self._sampling.images_of(number)
        for image in [one for one in decoded if one not in wanted]:
            del decoded[image]
        for image in wanted:
            if image not in decoded:
                decoded[image] = self._image(image)
        self._sampling.fill(number, [decoded[image] for image in wanted], self._hu[number])

    def _image(self, number: int) -> Image:
        frame = frame_of(self._headers[number])
        image = np.empty((frame.rows, frame.columns), np.int16)
        read_hu(self._headers[number], image)
        return image


def _batches(order: list[int]) -> list[list[int]]:
    """All but the first of the slices, a few at a time in the order given."""
    return [order[start : start + _BATCH] for start in range(1, len(order), _BATCH)]


def _runs(count: int) -> list[list[int]]:
    """All slices in runs of neighbours, the runs from the middle outward."""
    starts = range(0, count, _RUN)
    nearest = sorted(starts, key=lambda start: abs(start + _RUN / 2 - count / 2))
    return [list(range(start, min(start + _RUN, count))) for start in nearest]


def _refuse_too_large(shape: tuple[int, int, int], headers: Sequence[Header]) -> None:
    """Refuse a volume that the memory cannot hold, before any of it is asked for."""
    needed = 2 * math.prod(shape)
    read = sum({header.path: header.size for header in headers}.values())
    if needed > max(_ALWAYS_FITS, _HIGHEST_RATIO * read):
        raise DicomError(
            f"The files say that they hold a volume of {needed / 1e9:.1f} GB, and are far smaller."
        )
    if needed > available_bytes():
        raise DicomError(
            f"{_TOO_LARGE} It needs {needed / 1e9:.1f} GB.", "Close other programs and try again."
        )


_TOO_LARGE = "This series is too large for the memory of this computer."


def begin(series: Series) -> Loading:
    """Return the loading of a usable series, with its volume allocated and full of air."""
    if isinstance(series, ScannedSeries) and series.headers:
        return Loading(series, series.headers, series.sampling)
    headers = [one for path in dict.fromkeys(series.files) for one in frames_of(read_header(path))]
    reason = next(filter(None, map(unreadable_reason, headers)), "")
    if reason:
        raise DicomError(reason)
    return Loading(series, headers, stack(headers).sampling if series.resampled else None)


def load(series: Series, progress: Progress = silent) -> Volume:
    """Return the volume of a usable series; raises as `Loading.run`."""
    return begin(series).run(progress)


def outward(count: int) -> list[int]:
    """Return 0 to `count - 1` from the middle outward."""
    middle = count // 2
    return sorted(range(count), key=lambda number: (abs(number - middle), number))


def read_hu(header: Header, hu: NDArray[np.int16]) -> None:
    """Read one image into a slice `[j, i]` of HU; `DicomError` names the file if it cannot be read."""
    frame, form = frame_of(header), pixel_format(header)
    if frame.shape != hu.shape:
        raise DicomError(f"{header.name} has another size than its series.")
    if not form.is_shift_only:
        hu[...] = hu_table(form)[stored_values(header)]
        return
    if is_plain(header):
        read_into(header, hu)
    else:
        hu.view(np.uint16)[...] = stored_values(header)
    fill_hu(hu, form)


def _fill_air(slices: NDArray[np.int16]) -> None:
    slices.fill(AIR_HU)
