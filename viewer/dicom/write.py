"""A volume written as a real CT series: one CT Image Storage object for each slice.

Source: DICOM PS3.3 A.3 (CT Image IOD), C.7.6.4 (contrast), C.8.2.1 (CT Image).
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from viewer.dicom.encode import Storage, coded_pixels, stored_image
from viewer.dicom.objects import ct_image, file_bytes, series_dataset
from viewer.dicom.series_header import SeriesHeader
from viewer.dicom.uid import named_uid
from viewer.errors import DicomError
from viewer.model.volume import Volume
from viewer.progress import Progress, silent

_BATCH = 8
_STALE_S = 3600

__all__ = ["SeriesHeader", "Storage", "write_series"]


def write_series(
    volume: Volume,
    folder: Path,
    header: SeriesHeader,
    progress: Progress = silent,
    storage: Storage | None = None,
) -> tuple[Path, ...]:
    """Write one file for each slice into a new or empty folder and return the files by slice.

    All or nothing: the folder appears once every file is complete. `DicomError` if it cannot be
    written or holds files already; `Cancelled` comes from `progress`.
    """
    form = storage or Storage()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DicomError(f"{folder} is there already.", "Choose a new folder.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(folder)
        place = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        names = _write_all(place, volume, header, form, progress)
        place.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        place.replace(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return tuple(folder / name for name in names)


def _write_all(
    place: Path, volume: Volume, header: SeriesHeader, form: Storage, progress: Progress
) -> list[str]:
    count = volume.hu.shape[0]
    names = [f"IM{k + 1:05d}.dcm" for k in range(count)]
    write = _slice_writer(place, names, volume, header, form)
    pool = ThreadPoolExecutor(max(1, min(8, os.cpu_count() or 1)))
    try:
        for done, _ in enumerate(pool.map(write, range(count)), start=1):
            if done % _BATCH == 0 or done == count:
                progress(done / count, f"Writing images: {done} of {count}")
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return names


def _slice_writer(
    place: Path, names: list[str], volume: Volume, header: SeriesHeader, form: Storage
) -> Callable[[int], None]:
    shared = series_dataset(header, volume.geometry, form)

    def write(k: int) -> None:
        pixels, encapsulated = coded_pixels(stored_image(volume.hu[k], form), form)
        uid = named_uid(header.series_uid, str(k))
        image = ct_image(shared, uid, k, volume.geometry)
        (place / names[k]).write_bytes(file_bytes(image, pixels, form.syntax_uid, encapsulated=encapsulated))

    return write


def _remove_stale(folder: Path) -> None:
    """Remove what a killed run left beside the folder, unless it may still be at work."""
    for old in folder.parent.glob(f".{folder.name}.*.part"):
        if time.time() - old.stat().st_mtime > _STALE_S:
            shutil.rmtree(old, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> DicomError:
    return DicomError(
        f"The series cannot be written to {folder}: {error.strerror or error}.",
        "Choose a folder with enough space that you may write to.",
    )
