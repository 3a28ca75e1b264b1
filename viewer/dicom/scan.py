"""A folder, a file or several looked through for DICOM series, headers only."""

import os
import time
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

import attrs

from viewer.dicom import tags
from viewer.dicom.dicomdir import read_directory
from viewer.dicom.header import Header, read_header
from viewer.dicom.kind import DICOMDIR_CLASS
from viewer.dicom.multiframe import frames_of
from viewer.dicom.series import series_key, studies
from viewer.dicom.suggestion import with_suggestion
from viewer.errors import DicomError
from viewer.model.study import Catalogue, Rejected
from viewer.progress import Progress, silent

_EVERY, _PAUSE_S = 32, 0.05


def scan(paths: Sequence[Path], progress: Progress = silent) -> Catalogue:
    """Return the studies under paths and what was skipped, with its reason.

    A folder is read at any depth. A file stands for the series it belongs to, taken from its
    folder; a DICOMDIR for the disc it lies on. `DicomError` if a path does not exist.
    """
    found = _Found(progress)
    for path in paths:
        if path.is_dir():
            found.add_below(path)
        elif path.is_file():
            _add_file(found, path)
        elif path.exists():
            raise DicomError(f"{path.name} {_Entry.SPECIAL.value}", "Choose a folder or a file.")
        else:
            raise DicomError(f"There is no file or folder {path}.", "Check the path and try again.")
    progress(1.0, "Sorting images")
    grouped = studies(frame for frames in found.headers.values() for frame in frames)
    return with_suggestion(Catalogue(grouped, tuple(found.rejected.values())))


@attrs.define
class _Found:
    """The headers of each file and rejected files by their path, so that nothing counts twice."""

    progress: Progress
    headers: dict[str, tuple[Header, ...]] = attrs.Factory(dict)
    rejected: dict[str, Rejected] = attrs.Factory(dict)
    notes: dict[str, str] = attrs.Factory(dict)

    def add_below(self, folder: Path) -> None:
        files = list(_walk(str(folder), set(), self.rejected))
        named = self._named([Path(file) for file in files if _is_index(Path(file))])
        self.add([file for file in files if file in named] + [file for file in files if file not in named])

    def _named(self, indexes: list[Path]) -> set[str]:
        """The files that the indexes of discs name, which are read first; what they name in vain is told."""
        named: set[str] = set()
        for index in indexes:
            try:
                directory = read_directory(index)
            except DicomError as error:
                self.notes[str(index)] = str(error)
                continue
            named.update(str(file) for file in directory.files)
            for one in directory.rejected:
                self.rejected.setdefault(str(one.path), one)
        return named

    def add(self, files: list[str]) -> None:
        told = time.monotonic()
        for number, file in enumerate(files):
            if number % _EVERY == 0 or time.monotonic() - told > _PAUSE_S:
                told = time.monotonic()
                self.progress(number / len(files), f"Reading headers: {number} of {len(files)}")
            if file not in self.headers:
                self._read(file)

    def _read(self, file: str) -> None:
        try:
            header = read_header(file)
            frames = frames_of(header)
        except DicomError as error:
            self.rejected[file] = Rejected(Path(file), str(error))
            return
        if reason := _no_object(header):
            self.rejected[file] = Rejected(Path(file), self.notes.get(file, reason))
        else:
            self.headers[file] = frames


def _no_object(header: Header) -> str:
    if header.word(tags.MEDIA_STORAGE_SOP_CLASS_UID) == DICOMDIR_CLASS:
        return "This is the index of a disc; the images themselves were read."
    if not any(header.raw(tag) for tag in (tags.MODALITY, tags.SOP_CLASS_UID, tags.SERIES_INSTANCE_UID)):
        return "This file holds no DICOM object."
    return ""


def _add_file(found: _Found, path: Path) -> None:
    if _is_index(path):
        found.add_below(path.parent)
        return
    if str(path) in found.headers:
        # It came with another file of its series.
        return
    # A probe of its own, so that strangers in the folder are neither listed nor reported.
    probe = _Found(found.progress)
    probe.add([str(path)])
    found.rejected.update(probe.rejected)
    for frames in probe.headers.values():
        wanted = series_key(frames[0])
        probe.add([entry.path for entry in sorted(os.scandir(path.parent), key=_name) if entry.is_file()])
        found.headers.update({f: h for f, h in probe.headers.items() if series_key(h[0]) == wanted})
        return


def _is_index(path: Path) -> bool:
    return path.name.upper() == "DICOMDIR"


def _walk(folder: str, visited: set[tuple[int, int]], rejected: dict[str, Rejected]) -> Iterator[str]:
    """Yield files by name, then those of inner folders; each real folder once, so links cannot loop."""
    try:
        status = os.stat(folder)  # noqa: PTH116 - thousands of files: Path objects cost
        entries = sorted(os.scandir(folder), key=_name)
    except OSError as error:
        rejected[folder] = Rejected(Path(folder), f"The folder cannot be read: {error.strerror}.")
        return
    if (status.st_dev, status.st_ino) in visited:
        return
    visited.add((status.st_dev, status.st_ino))
    folders: list[str] = []
    for entry in entries:
        kind = _kind(entry)
        if kind is _Entry.FOLDER:
            folders.append(entry.path)
        elif kind is _Entry.FILE:
            yield entry.path
        else:
            rejected[entry.path] = Rejected(Path(entry.path), f"{entry.name} {kind.value}")
    for inner in folders:
        yield from _walk(inner, visited, rejected)


class _Entry(Enum):
    FOLDER = "folder"
    FILE = "file"
    NOWHERE = "is a link to a place that is not there."
    SPECIAL = "is a device or a pipe and no file; it was not opened."


def _kind(entry: os.DirEntry[str]) -> _Entry:
    try:
        if entry.is_dir():
            return _Entry.FOLDER
        if entry.is_file():
            return _Entry.FILE
        dead = entry.is_symlink() and not Path(entry.path).exists()
    except OSError:
        # A link that leads to itself.
        dead = True
    return _Entry.NOWHERE if dead else _Entry.SPECIAL


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
