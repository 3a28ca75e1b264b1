"""The versions of the case file: one pure function for each step from a version to the next."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from viewer.errors import CaseFileError

VERSION = 4
_PREFIX = "thecal.case/"

Raw = dict[str, Any]
Step = Callable[[Raw], Raw]


def _unchanged(raw: Raw) -> Raw:
    """A version that only adds fields: what is missing takes its default, older programs are told."""
    return raw


# 2: rejected narrowings, what was measured at a mark, corrections of the sac.
# 3: how a file lies that does not say so itself.
# 4: the case form, key images, issued reports, and which images exactly a case belongs to.
STEPS: Mapping[int, Step] = {1: _unchanged, 2: _unchanged, 3: _unchanged}
"""From version n, the function that makes a file of version n + 1 of it."""


class NewerCaseFileError(CaseFileError):
    """A case file that a later version of the program has written."""


def schema(version: int = VERSION) -> str:
    """Return the text that names a version in a file."""
    return f"{_PREFIX}{version}"


def version_of(raw: Raw) -> int:
    """Return the version that a file says it has; `CaseFileError` if it is no case file."""
    name = raw.get("schema")
    found = re.fullmatch(rf"{_PREFIX}([0-9]{{1,6}})", name, re.ASCII) if isinstance(name, str) else None
    if found is None:
        raise CaseFileError("This file is not a Thecal case.", "Choose a file that ends in .thecal.")
    return int(found[1])


def migrate(raw: Raw, steps: Mapping[int, Step] = STEPS, version: int = VERSION) -> Raw:
    """Return the content brought up to `version`, the input unchanged.

    Raises `NewerCaseFileError` for a later version and `CaseFileError` for one no step starts from.
    """
    found = version_of(raw)
    if found > version:
        raise NewerCaseFileError(
            "This case was saved by a newer Thecal.", "Open it with that version; it was not changed."
        )
    for step in range(found, version):
        if step not in steps:
            raise CaseFileError(f"No Thecal can read version {found} of the case file.")
        raw = {**steps[step](raw), "schema": schema(step + 1)}
    return raw
