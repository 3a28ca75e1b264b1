"""Zip archives unpacked into the program's own folder, safely.

A member never lands outside that folder, is never a link, and never grows beyond what it says it is;
an archive that would fill the disk is refused before anything is written.
"""

import hashlib
import lzma
import shutil
import stat
import struct
import time
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import attrs
from filelock import FileLock, Timeout

from viewer.errors import ArchiveError
from viewer.model.study import Rejected
from viewer.progress import Progress, silent

MOST_BYTES = 24 << 30
MOST_MEMBERS = 200_000
_SPARE_BYTES = 1 << 30
# Images of nothing but air shrink two hundredfold; a bomb shrinks further and is large.
_HIGHEST_RATIO, _SUSPICIOUS_BYTES = 400, 1 << 30
_CHUNK = 1 << 20
_WORKERS = 2
_COMPLETE = ".complete"
_ENCRYPTED = 0x1
# What Python's reader raises on damaged archives, in their directory or in their members.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,
    OverflowError,
    RuntimeError,
)
_DAMAGED = "This file in the archive is damaged."


@attrs.frozen
class Unpacked:
    """The folder an archive was unpacked into, how large it is there, and its members that were left out."""

    folder: Path
    size_bytes: int = 0
    rejected: tuple[Rejected, ...] = ()


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive, by its first bytes."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError:
        return False


def allowed_bytes(archive: Path) -> int:
    """Return how large an archive may become with all that is packed within it."""
    return min(MOST_BYTES, max(_SUSPICIOUS_BYTES, _HIGHEST_RATIO * archive.stat().st_size))


def unpack(
    archive: Path, cache: Path, progress: Progress = silent, most_bytes: int | None = None
) -> Unpacked:
    """Unpack an archive below `cache`, or find it there unpacked already.

    It may take `most_bytes`, what `allowed_bytes` says where not given. `ArchiveError` says why an archive cannot be used; one that is cut short or damaged in part gives
    what can be read.
    """
    folder = cache / _name(archive)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{folder.name}.lock"), timeout=600):
            most = allowed_bytes(archive) if most_bytes is None else most_bytes
            return _unpacked(archive, folder, most, progress)
    except Timeout as error:
        raise ArchiveError(
            f"{archive.name} is being unpacked by another program.", "Try again later."
        ) from error
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise ArchiveError(
            f"{archive.name} cannot be unpacked: {error.strerror or error}.",
            "Free some space on the disk, or unpack it yourself and open the folder.",
        ) from error


def _unpacked(archive: Path, folder: Path, most_bytes: int, progress: Progress) -> Unpacked:
    try:
        with zipfile.ZipFile(archive) as opened:
            members, rejected = _members(archive, opened)
            size = _bounded_size(archive, members, most_bytes)
            if not _is_complete(folder):
                rejected += _write_all(archive, folder, members, progress)
                _complete(folder)
    except _BROKEN as error:
        raise ArchiveError(
            f"{archive.name} is a damaged zip archive.", "Copy it again from its source."
        ) from error
    return Unpacked(folder, size, tuple(rejected))


def forget_old(cache: Path, days: float = 7.0) -> None:
    """Remove what was unpacked below `cache` and not used for some days."""
    for mark in cache.glob(f"*{_COMPLETE}"):
        if time.time() - mark.stat().st_mtime > days * 86_400:
            shutil.rmtree(mark.with_suffix(""), ignore_errors=True)
            mark.unlink(missing_ok=True)


def _mark(folder: Path) -> Path:
    """The file beside an unpacked folder that tells it is whole, and when it was used."""
    return folder.with_name(folder.name + _COMPLETE)


def _is_complete(folder: Path) -> bool:
    """Whether all is still there: systems clean caches file by file."""
    mark = _mark(folder)
    if not mark.exists() or mark.read_text() != str(_files(folder)):
        mark.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return False
    mark.touch()
    return True


def _complete(folder: Path) -> None:
    _mark(folder).write_text(str(_files(folder)))


def _files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def _name(archive: Path) -> str:
    status = archive.stat()
    identity = f"{archive.absolute()}\0{status.st_size}\0{status.st_mtime_ns}"
    return hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _members(archive: Path, opened: zipfile.ZipFile) -> tuple[list[zipfile.ZipInfo], list[Rejected]]:
    kept: list[zipfile.ZipInfo] = []
    rejected: list[Rejected] = []
    for info in opened.infolist():
        reason = _fault(info)
        if reason:
            rejected.append(Rejected(archive / PurePosixPath(info.filename).name, reason))
        elif not info.is_dir():
            kept.append(info)
    return kept, rejected


def _fault(info: zipfile.ZipInfo) -> str:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "This is a link inside an archive; links are not followed."
    if info.flag_bits & _ENCRYPTED:
        return "This file is encrypted; unpack the archive with its password and open the folder."
    if not _parts(info.filename) or ".." in PurePosixPath(info.filename.replace("\\", "/")).parts:
        return "Its name leads out of the archive; it was not unpacked."
    return ""


def _parts(name: str) -> list[str]:
    """The folders and the file name of a member, fit for any file system."""
    parts = PurePosixPath(name.replace("\\", "/").replace("\0", "")).parts
    clean = ["".join("_" if c in '<>:"|?*' or c < " " else c for c in part).rstrip(" .") for part in parts]
    return [part[:120] for part in clean if part.strip("/")]


def _bounded_size(archive: Path, members: list[zipfile.ZipInfo], most_bytes: int) -> int:
    """The size of all members; `ArchiveError` where it is more than may be unpacked."""
    total = sum(info.file_size for info in members)
    if len(members) > MOST_MEMBERS or total > MOST_BYTES:
        raise ArchiveError(
            f"{archive.name} would unpack to {total / 1e9:.0f} GB in {len(members):,} files.",
            "Unpack it yourself and open the folder.",
        )
    if total > most_bytes:
        raise ArchiveError(
            f"{archive.name} would grow to {total / max(archive.stat().st_size, 1):.0f} times its size: "
            "it looks made to fill the disk and was not unpacked."
        )
    return total


def _write_all(
    archive: Path, folder: Path, members: list[zipfile.ZipInfo], progress: Progress
) -> list[Rejected]:
    needed = sum(info.file_size for info in members)
    free = shutil.disk_usage(folder).free
    if needed + _SPARE_BYTES > free:
        raise ArchiveError(
            f"{archive.name} needs {needed / 1e9:.1f} GB unpacked, and {free / 1e9:.1f} GB are free.",
            "Free some space, or open the archive on another computer.",
        )
    rejected: list[Rejected] = []
    batches = [members[start : start + 16] for start in range(0, len(members), 16)]
    pool = ThreadPoolExecutor(_WORKERS)
    try:
        for done, lost in enumerate(pool.map(lambda b: _write_batch(archive, folder, b), batches), start=1):
            rejected += lost
            progress(done / len(batches), f"Unpacking {archive.name}")
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return rejected


def _write_batch(archive: Path, folder: Path, members: list[zipfile.ZipInfo]) -> list[Rejected]:
    rejected: list[Rejected] = []
    # Each thread reads through an opening of its own, so that none waits for another.
    with zipfile.ZipFile(archive) as opened:
        for info in members:
            place = folder.joinpath(*_parts(info.filename))
            try:
                _write(opened, info, place)
            except _BROKEN:
                place.unlink(missing_ok=True)
                rejected.append(Rejected(archive / place.name, _DAMAGED))
    return rejected


def _write(opened: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    left = info.file_size
    with opened.open(info) as member, place.open("wb") as file:
        while chunk := member.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile(_DAMAGED)
            file.write(chunk)
