"""Levels found in the image: discs and vertebral bodies along the canal, and how sure their names are."""

from enum import StrEnum

import attrs

from viewer.model.geometry import Vec3
from viewer.model.spine import LevelKind, Numbering


class LevelSource(StrEnum):
    """Where a level's name comes from: the program alone, a reader's click, a reader's own hand."""

    AUTO = "auto"
    ANCHOR = "anchor"
    MANUAL = "manual"


@attrs.frozen
class FoundLevel:
    """A disc or vertebral body found in the image.

    `ordinal` counts from 1 at the cranial end, discs and vertebrae together. `centre` lies in the disc
    or body, `arc_mm` along the canal from the curve's cranial end. `name` is None where nothing in the
    scan tells it; `confidence` (0 to 1) is that of the name, or of the place where there is none.
    """

    name: str | None
    kind: LevelKind
    ordinal: int
    centre: Vec3
    arc_mm: float
    source: LevelSource
    confidence: float


@attrs.frozen
class LevelsFound:
    """All levels found along a canal, cranial first, with sentences on what is unsure about them."""

    levels: tuple[FoundLevel, ...]
    numbering: Numbering = Numbering()
    warnings: tuple[str, ...] = ()
