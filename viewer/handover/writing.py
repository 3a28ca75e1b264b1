"""The files of a report put into a folder, all of them or none."""

import re
from pathlib import Path

import attrs

from viewer.casefile.atomic import replace_all
from viewer.errors import FormatError
from viewer.handover.files import ReportFiles, report_files
from viewer.handover.format import Format
from viewer.handover.request import ReportRequest
from viewer.progress import Progress, part, silent

_NUMBERED = re.compile(r"(pr|sc)-\d+\.dcm", re.ASCII)


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
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FormatError(
            f"The folder {folder} cannot be made: {error.strerror or error}.", "Choose another folder."
        ) from error
    paths = {folder / one.name: one.data for one in files.files}
    replace_all(paths)
    forms = {one.name[:2] for one in files.files if _NUMBERED.fullmatch(one.name)}
    for old in folder.iterdir():
        if old not in paths and _NUMBERED.fullmatch(old.name) and old.name[:2] in forms:
            old.unlink(missing_ok=True)
    return tuple(paths)
