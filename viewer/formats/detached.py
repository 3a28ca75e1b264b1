"""Headers of NRRD and MetaImage that name other files for their voxels: only those beside them are read."""

import re
from pathlib import Path

from viewer.errors import FormatError

_MOST_HEADER = 1 << 20
_META = re.compile(rb"^\s*ElementDataFile\s*=\s*(.*?)\s*$", re.MULTILINE | re.IGNORECASE)
_NRRD = re.compile(rb"^\s*data\s?file\s*:=?\s*(.*?)\s*$", re.MULTILINE | re.IGNORECASE)
_META_SUFFIXES, _NRRD_SUFFIXES = (".mha", ".mhd"), (".nrrd", ".nhdr")
_HINT = "Put the header and its voxels into one folder, or export the scan again."


def data_files(path: Path) -> tuple[Path, ...]:
    """Return the files that hold the voxels of a header; the file itself where it holds them.

    `FormatError` where it names a place outside its own folder, a file that is no plain one, or
    several files, which no scanner software writes.
    """
    name = _named(path)
    if not name:
        return (path,)
    if name.upper().startswith("LIST") or "%" in name:
        raise FormatError(f"{path.name} is spread over several files, which cannot be read.", _HINT)
    if "\0" in name:
        raise FormatError(f"{path.name} is damaged.", _HINT)
    folder = path.parent.resolve()
    place = (folder / name.replace("\\", "/")).resolve()
    if not place.is_relative_to(folder):
        raise FormatError(f"{path.name} names a file outside its own folder; it was not followed.", _HINT)
    if not place.is_file():
        raise FormatError(f"{path.name} names the file {place.name}, which is not beside it.", _HINT)
    return (place,)


def _named(path: Path) -> str:
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(_MOST_HEADER)
    if suffix in _META_SUFFIXES:
        found = _META.search(head)
        local = found is None or found[1].upper() == b"LOCAL"
    elif suffix in _NRRD_SUFFIXES:
        # The header ends with an empty line; behind it are voxels.
        found = _NRRD.search(re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0])
        local = found is None
    else:
        return ""
    return "" if local or found is None else found[1].decode("utf-8", "surrogateescape")
