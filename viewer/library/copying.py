"""The images of a study copied into the library's own folder, whole or not at all."""

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from viewer.errors import LibraryError
from viewer.progress import Progress, silent

_SPARE_BYTES = 1 << 30


def copy_study(files: Sequence[Path], study_uid: str, folder: Path, progress: Progress = silent) -> Path:
    """Copy the files of a study below `folder` and return where they are; the source is only read.

    `LibraryError` where the disk is full or a file cannot be read; nothing half done stays behind.
    """
    target = folder / hashlib.sha256(study_uid.encode()).hexdigest()[:24]
    distinct = list(dict.fromkeys(files))
    try:
        needed = sum(file.stat().st_size for file in distinct)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if needed + _SPARE_BYTES > shutil.disk_usage(folder).free:
            raise LibraryError(
                f"There is no room for a copy of {needed / 1e6:,.0f} MB.", "Free some space on the disk."
            )
        with tempfile.TemporaryDirectory(prefix=".copying-", dir=folder) as place:
            _copy_all(distinct, Path(place) / "study", progress)
            if target.exists():
                shutil.rmtree(target)
            (Path(place) / "study").rename(target)
    except OSError as error:
        raise LibraryError(
            f"The study cannot be copied: {error.strerror or error}.", "Its images stay where they are."
        ) from error
    return target


def _copy_all(files: Sequence[Path], place: Path, progress: Progress) -> None:
    place.mkdir()
    for number, file in enumerate(files):
        progress(number / len(files), f"Copying images: {number} of {len(files)}")
        copied = place / f"{number:06d}{file.suffix}"
        shutil.copyfile(file, copied)
        if copied.stat().st_size != file.stat().st_size:
            raise OSError(f"{file.name} changed while it was copied")
    progress(1.0)


def remove_copy(place: Path, folder: Path) -> None:
    """Remove a copied study; `LibraryError` for a place that is not the library's own."""
    if place.is_symlink() or place.resolve().parent != folder.resolve():
        raise LibraryError(f"{place} is no copy made by the library; it was not touched.")
    try:
        shutil.rmtree(place)
    except OSError as error:
        raise LibraryError(f"The copy cannot be removed: {error.strerror or error}.") from error
