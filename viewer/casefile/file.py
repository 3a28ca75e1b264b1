"""The case file: read with every value checked, written whole or not at all."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from viewer.casefile import atomic
from viewer.casefile.check import check
from viewer.casefile.converter import reason, strict_converter
from viewer.casefile.document import CaseDocument
from viewer.casefile.migrations import Raw, migrate, schema
from viewer.errors import CaseFileError

MAX_BYTES = 64 * 1024 * 1024
_CONVERTER = strict_converter()


def read(path: Path) -> CaseDocument:
    """Return what a case file holds; the file is never changed.

    Raises `CaseFileError` where it is damaged, unreadable or no case file, `NewerCaseFileError`
    where a later program wrote it.
    """
    return parse(content(path))


def content(path: Path) -> bytes:
    """Return the bytes of a case file; `CaseFileError` where it cannot be read at all."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CaseFileError(f"{path.name} cannot be read: {error.strerror}.", "Check the path.") from error


def write(path: Path, document: CaseDocument) -> None:
    """Replace the case file at `path`; `CaseFileError` leaves the old one intact."""
    atomic.replace(path, serialise(document))


def serialise(document: CaseDocument) -> bytes:
    """Return the bytes of a case file, UTF-8 JSON; `CaseFileError` for what could not be read back."""
    try:
        raw = {"schema": schema(), **_CONVERTER.unstructure(document)}
        data = json.dumps(raw, indent=1, allow_nan=False).encode("ascii")
    except (ValueError, TypeError, AttributeError) as error:
        raise CaseFileError("The case holds a value that cannot be saved.", "Undo the last edit.") from error
    parse(data)
    return data


def parse(data: bytes) -> CaseDocument:
    """Return the document in the bytes of a case file; `CaseFileError` as in `read`."""
    if len(data) > MAX_BYTES:
        raise CaseFileError("This file is too large for a Thecal case.", "It was not changed.")
    raw = migrate(_json(data))
    fields = {name: raw[name] for name in raw if name != "schema"}
    try:
        document = _CONVERTER.structure(fields, CaseDocument)
    except Exception as error:
        raise _damaged(reason(error)) from error
    try:
        check(document)
    except CaseFileError as error:
        raise _damaged(error.message) from error
    return document


def _json(data: bytes) -> Raw:
    try:
        raw: Any = json.loads(
            data.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_without_repeats
        )
    except (ValueError, RecursionError) as error:
        raise _damaged("It is cut off or was changed.") from error
    if not isinstance(raw, dict):
        raise _damaged("It is no record.")
    return raw


def _damaged(why: str) -> CaseFileError:
    return CaseFileError(f"This case file is damaged: {why}", "It was not changed; open a copy or a backup.")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _without_repeats(pairs: Sequence[tuple[str, Any]]) -> Raw:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a name is given twice")
    return fields
