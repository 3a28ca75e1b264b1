"""The index of a disc: which files it names, held against what is really there.

Source: DICOM PS3.3 annex F and PS3.10 section 8. Many discs carry an index that is incomplete or
names files of the medium it was copied from, so it is a hint and never the only way to the images.
"""

from pathlib import Path

import attrs

from viewer.dicom import tags
from viewer.dicom.elements import nested_values
from viewer.dicom.header import read_header
from viewer.errors import DicomError
from viewer.model.study import Rejected

_MISSING = "The index of the disc names this file, and it is not there."
_OUTSIDE = "The index of the disc names a place outside the disc; it was not followed."
_DAMAGED = "The index of the disc is damaged; all files were looked through."


@attrs.frozen
class Directory:
    """The files that an index names and that exist, and those that it names in vain."""

    files: tuple[Path, ...]
    rejected: tuple[Rejected, ...]


def read_directory(index: Path) -> Directory:
    """Return what a DICOMDIR names; `DicomError` if it cannot be read as one."""
    named = dict.fromkeys(_referenced(index))
    spelling: dict[Path, dict[str, Path]] = {}
    files: list[Path] = []
    rejected: list[Rejected] = []
    for parts in named:
        if any(part in ("", ".", "..") or "/" in part or "\\" in part or ":" in part for part in parts):
            rejected.append(Rejected(index, _OUTSIDE))
            continue
        found = _spelt(index.parent, parts, spelling)
        if found is None:
            rejected.append(Rejected(index.parent.joinpath(*parts), _MISSING))
        else:
            files.append(found)
    return Directory(tuple(files), tuple(rejected))


def _referenced(index: Path) -> list[tuple[str, ...]]:
    header = read_header(index)
    records = header.raw(tags.DIRECTORY_RECORDS)
    if not records:
        raise DicomError(_DAMAGED)
    found: list[tuple[str, ...]] = []
    try:
        for _, name in nested_values(
            records, (tags.REFERENCED_FILE,), explicit=header.elements.explicit, big=header.syntax.big_endian
        ):
            parts = name.decode("latin-1").rstrip("\0 ").split("\\")
            found.append(tuple(part.strip() for part in parts))
    except DicomError:
        # What it named before the damage is still worth following.
        return found
    return found


def _spelt(folder: Path, parts: tuple[str, ...], known: dict[Path, dict[str, Path]]) -> Path | None:
    """The file as it is really spelt: discs are often copied with other letter case or a version added."""
    place = folder
    for part in parts:
        if place not in known:
            known[place] = _listing(place)
        found = known[place].get(part.upper())
        if found is None:
            return None
        place = found
    return place if place.is_file() else None


def _listing(folder: Path) -> dict[str, Path]:
    try:
        entries = sorted(folder.iterdir(), reverse=True)
    except OSError:
        return {}
    by_name = {entry.name.upper().removesuffix(";1").removesuffix("."): entry for entry in entries}
    return {**by_name, **{entry.name.upper(): entry for entry in entries}}
