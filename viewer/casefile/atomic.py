"""Files that are replaced whole or not at all."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from viewer.errors import CaseFileError

_SUFFIX = ".part"
_READABLE = 0o644
_FULL = "the disk is full"
_FORBIDDEN = "the folder may not be written to"
_CAUSES: dict[int, tuple[str, str]] = {
    errno.ENOSPC: (_FULL, "Make room on it; the last saved state is kept."),
    errno.EDQUOT: (_FULL, "Make room on it; the last saved state is kept."),
    errno.EFBIG: (_FULL, "Make room on it; the last saved state is kept."),
    errno.EROFS: (_FORBIDDEN, "Choose another folder."),
    errno.EACCES: (_FORBIDDEN, "Choose another folder."),
    errno.EPERM: (_FORBIDDEN, "Choose another folder."),
    errno.ENOENT: ("the folder does not exist", "Choose another folder."),
    errno.ENOTDIR: ("the folder does not exist", "Choose another folder."),
    errno.EISDIR: ("a folder has this name", "Choose another folder."),
}


def replace(path: Path, data: bytes) -> None:
    """Put `data` in place of the file at `path`, durable once this returns.

    Raises `CaseFileError`; the file that was there before is then intact.
    """
    try:
        _replace(path, data)
    except OSError as error:
        raise _refused(path, error) from error


def replace_all(files: Mapping[Path, bytes]) -> None:
    """Put several files in their places, readable by others too: all of them, or none.

    Raises `CaseFileError`; what was there before is then intact.
    """
    waiting: dict[Path, Path] = {}
    path = next(iter(files), Path())
    try:
        for path, data in files.items():
            waiting[path] = _written(path, data)
            waiting[path].chmod(_READABLE)
        _put(waiting)
    except IsADirectoryError as error:
        raise _refused(Path(str(error.filename or path)), error) from error
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        for place in waiting.values():
            with contextlib.suppress(OSError):
                place.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        _sync_folder(folder)


def _put(waiting: Mapping[Path, Path]) -> None:
    """Rename what is whole on disk; where one name is refused, the others go back to what they were."""
    kept: dict[Path, Path | None] = {}
    try:
        for path, place in waiting.items():
            kept[path] = _set_aside(path)
            place.replace(path)
    except OSError:
        for path, old in kept.items():
            with contextlib.suppress(OSError):
                if old is not None:
                    old.replace(path)
                elif not waiting[path].exists():
                    path.unlink(missing_ok=True)
        raise
    for old in kept.values():
        if old is not None:
            old.unlink(missing_ok=True)


def _set_aside(path: Path) -> Path | None:
    """A second name of the file at a path, None where there is none; the first stays wherever it can."""
    if not path.exists():
        return None
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder has this name", str(path))
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=_SUFFIX, dir=path.parent)
    os.close(handle)
    second = Path(name)
    second.unlink()
    try:
        second.hardlink_to(path)
    except OSError:
        # Not every disk knows second names.
        path.replace(second)
    return second


def _refused(path: Path, error: OSError) -> CaseFileError:
    cause, hint = _CAUSES.get(error.errno or 0, (error.strerror or "of a disk error", "Try again."))
    return CaseFileError(f"{path.name} could not be saved: {cause}.", hint)


def remains_of(path: Path) -> str:
    """Return the pattern of the temporary files that a killed program may leave beside a file."""
    return f"{_prefix(path)}*{_SUFFIX}"


def _prefix(path: Path) -> str:
    return f".{path.name[:40]}."


def _replace(path: Path, data: bytes) -> None:
    place = _written(path, data)
    try:
        place.replace(path)
    finally:
        with contextlib.suppress(OSError):
            place.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _written(path: Path, data: bytes) -> Path:
    """Where data lies whole on disk beside the place it is meant for."""
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=_SUFFIX, dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - the handle of mkstemp, not a path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable; some systems cannot open a folder, and need not."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
