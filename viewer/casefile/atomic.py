"""Files that are replaced whole or not at all."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from viewer.errors import CaseFileError

_SUFFIX = ".part"
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
}


def replace(path: Path, data: bytes) -> None:
    """Put `data` in place of the file at `path`, durable once this returns.

    Raises `CaseFileError`; the file that was there before is then intact.
    """
    try:
        _replace(path, data)
    except OSError as error:
        cause, hint = _CAUSES.get(error.errno or 0, (error.strerror or "of a disk error", "Try again."))
        raise CaseFileError(f"{path.name} could not be saved: {cause}.", hint) from error


def remains_of(path: Path) -> str:
    """Return the pattern of the temporary files that a killed program may leave beside a file."""
    return f"{_prefix(path)}*{_SUFFIX}"


def _prefix(path: Path) -> str:
    return f".{path.name[:40]}."


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=_SUFFIX, dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - the handle of mkstemp, not a path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
    _sync_folder(path.parent)


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
