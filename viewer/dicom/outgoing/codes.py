"""The codes Thecal writes: those of DICOM where they are confirmed, else its private scheme 99THECAL.

The tables are `resources/codes/*.json`; docs/dicom.md lists the private scheme. A site may say in
`codes.json` of its settings folder which code of SNOMED CT or ICD stands for a private one.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import platformdirs

from viewer import resources
from viewer.dicom.outgoing.detail_codes import detail_groups
from viewer.dicom.outgoing.plain import limited, own_title
from viewer.errors import DicomError, ResourceError

PRIVATE = "99THECAL"
PRIVATE_VERSION = "1"
_TABLES = [
    "documents",
    "key_objects",
    "laterality",
    "levels",
    "measurements",
    "methods",
    "segments",
    "severities",
    "thecal",
    "units",
]
_LONGEST_MAPPING = 1 << 20


@attrs.frozen
class Code:
    """One code; `mark` tells how it is confirmed: `P`, `V` as in the tables' source, `T` private, `S` a site's."""

    value: str
    scheme: str
    meaning: str
    mark: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """What tells it from others: its scheme and value."""
        return (self.scheme, self.value)


@cache
def tables() -> dict[str, dict[str, Code]]:
    """Return all codes by group and key: what the program calls a thing, and how DICOM does."""
    found: dict[str, dict[str, Code]] = {}
    for name in _TABLES:
        for group, codes in resources.table(f"codes/{name}.json")["groups"].items():
            found[group] = {key: Code(**code) for key, code in codes.items()}
    for group, codes in detail_groups().items():
        found[group] = {key: Code(value, PRIVATE, meaning, "T") for key, (value, meaning) in codes.items()}
    return found


def code(group: str, key: str) -> Code:
    """Return the code of a thing; `ResourceError` where the tables have none."""
    found = tables().get(group, {}).get(key)
    if found is None:
        raise ResourceError(f"There is no code for {group} {key}.", "Install Thecal again.")
    return found


def key_of(group: str, scheme: str, value: str) -> str:
    """Return the key in a group that a scheme and value stand for, empty where it knows none."""
    return _keys(group).get((scheme, value), "")


@cache
def _keys(group: str) -> dict[tuple[str, str], str]:
    return {one.identity: key for key, one in tables().get(group, {}).items()}


_NO_CODE = "a code needs value (16 characters at most), scheme and meaning"


def mapping_path() -> Path:
    """Return where a site's file of codes is looked for."""
    return Path(platformdirs.user_config_dir("thecal", appauthor=False)) / "codes.json"


def site_codes(path: Path | None = None) -> dict[str, Code]:
    """Return the codes a site gives for private ones, by the value of the private code; none without a file.

    `DicomError` where the file cannot be read or does not hold what it should.
    """
    file = path or mapping_path()
    if not file.exists():
        return {}
    try:
        said = json.loads(file.read_bytes()[:_LONGEST_MAPPING].decode("utf-8"))
        return {str(private): _site_code(entry) for private, entry in said.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DicomError(
            f"The file of codes {file} cannot be used: {_short(error)}.",
            "Correct it, or move it away to export with Thecal's own codes.",
        ) from error


def _short(error: Exception) -> str:
    if isinstance(error, OSError):
        return limited(error.strerror or "it cannot be read", "LO").rstrip(".")
    if isinstance(error, TypeError | AttributeError | KeyError):
        return "it must hold, for each private code, a value, a scheme and a meaning"
    # What the readers of JSON and text say of themselves is nothing a reader of images could act on.
    return str(error) if str(error) == _NO_CODE else "it is no JSON"


def _site_code(entry: dict[str, Any]) -> Code:
    value, scheme = limited(str(entry["value"]), "SH"), limited(str(entry["scheme"]), "SH")
    meaning = own_title(str(entry["meaning"]))
    if not (value and scheme and meaning) or value != str(entry["value"]):
        raise ValueError(_NO_CODE)
    return Code(value, scheme, meaning, "S")
