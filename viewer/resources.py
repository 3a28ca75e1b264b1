"""The only reader of `resources/`: icons, fonts, presets and tables that come with the program."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from viewer.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    for candidate in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        if candidate.is_dir():
            return candidate
    raise ResourceError("The program's resource folder is missing.", "Install Thecal again.")


def path(name: str) -> Path:
    """Return the file `name` (relative, with forward slashes); `ResourceError` if it is missing."""
    found = _root() / name
    if not found.exists():
        raise ResourceError(f"The program's file {name} is missing.", "Install Thecal again.")
    return found


def text(name: str) -> str:
    """Return the UTF-8 text of the file `name`."""
    return path(name).read_text(encoding="utf-8")


def table(name: str) -> Any:
    """Return the JSON value held by the file `name`; `ResourceError` if it is no JSON."""
    try:
        return json.loads(text(name))
    except ValueError as error:
        raise ResourceError(f"The program's file {name} is damaged.", "Install Thecal again.") from error
