"""The files of a report put into a folder, all of them or none."""

import contextlib
import re
import time
from collections.abc import Generator
from pathlib import Path

import attrs

from viewer.casefile.atomic import remains_of, replace_all
from viewer.errors import FormatError, ViewerError
from viewer.handover.files import ReportFiles, report_files
from viewer.handover.format import Format
from viewer.handover.request import ReportRequest
from viewer.progress import Progress, part, silent

_NUMBERED = re.compile(r"(pr|sc)-\d+\.dcm", re.ASCII)
_LONG_AGO_S = 3600.0


@attrs.frozen
class Written:
    """The files that were written, each with its form and its size in bytes, and what is to be told of them."""

    paths: tuple[Path, ...]
    formats: tuple[Format, ...]
    sizes: tuple[int, ...]
    remarks: tuple[str, ...] = ()


def write_report(request: ReportRequest, folder: Path, progress: Progress = silent) -> Written:
    """Make the files of a report and put them into a folder, which need not exist; `ViewerError` as in both."""
    files = report_files(request, part(progress, 0.0, 0.9))
    paths = write_files(files, folder)
    forms, sizes = zip(*((one.format, len(one.data)) for one in files.files), strict=True)
    return Written(paths, forms, sizes, files.remarks)


def write_files(files: ReportFiles, folder: Path) -> tuple[Path, ...]:
    """Put files into a folder and return where they are; where one cannot be written, all stays as it was.

    Numbered key images of an earlier report that this one has no more are removed: they must not be taken
    for its own. `ViewerError` in one sentence where the folder refuses or the disk is full.
    """
    paths = {folder / one.name: one.data for one in files.files}
    with _made(folder):
        replace_all(paths)
    _remove_outdated(folder, tuple(paths))
    return tuple(paths)


@contextlib.contextmanager
def _made(folder: Path) -> Generator[None]:
    """Make a folder, and take it away again where nothing could be put into it."""
    new: list[Path] = []
    try:
        new += [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _take_away(new)
        raise FormatError(
            f"The folder {folder} cannot be made: {error.strerror or error}.", "Choose another folder."
        ) from error
    try:
        yield
    except ViewerError:
        _take_away(new)
        raise


def _take_away(folders: list[Path]) -> None:
    """Remove folders that were made in vain, the innermost first; one that holds anything stays."""
    with contextlib.suppress(OSError):
        for one in folders:
            one.rmdir()


def _remove_outdated(folder: Path, paths: tuple[Path, ...]) -> None:
    """Remove key images that the report has no more, and what a program that was killed long ago left half written."""
    forms = {one.name[:2] for one in paths if _NUMBERED.fullmatch(one.name)}
    numbered = (one for one in folder.iterdir() if _NUMBERED.fullmatch(one.name) and one.name[:2] in forms)
    for old in numbered:
        if old in paths or old.is_dir():
            continue
        try:
            old.unlink(missing_ok=True)
        except OSError as error:
            raise FormatError(
                f"The report was written, but {old.name} of an earlier one could not be removed.",
                "Remove it: it is no image of this report.",
            ) from error
    for remains in (one for path in paths for one in folder.glob(remains_of(path))):
        # Another report may just be written into the same folder.
        with contextlib.suppress(OSError):
            if time.time() - remains.stat().st_mtime > _LONG_AGO_S:
                remains.unlink()
