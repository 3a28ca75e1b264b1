"""Where the contrast column is narrowed, and where it is blocked."""

from enum import StrEnum

import attrs

from viewer.model.geometry import Vec3
from viewer.model.sections import SectionState


class Indented(StrEnum):
    """The side a narrowing comes from."""

    ANTERIOR = "anterior"
    POSTERIOR = "posterior"
    LEFT = "left"
    RIGHT = "right"
    CIRCUMFERENTIAL = "circumferential"


@attrs.frozen
class Band:
    """What a published scale says of a measured value, with its source and what it was made on."""

    scale: str
    value: str
    source: str
    basis: str


class BlockKind(StrEnum):
    """Whether contrast is found beyond a block."""

    PARTIAL = "partial"
    COMPLETE = "complete"


@attrs.frozen
class Narrowing:
    """A narrowed stretch of the sac, at its narrowest section; None where nothing was measurable.

    `level` and `region` are names, None where the levels have none. Percentages are against the
    un-narrowed sac on both sides, or on one where the other does not show (`one_sided`). `block` where
    the narrowing stands for a block.
    """

    level: str | None
    region: str | None
    arc_mm: float
    position: Vec3
    length_mm: float
    area_mm2: float | None
    reference_area_mm2: float | None
    area_reduction_pct: float | None
    ap_mm: float | None
    ap_reduction_pct: float | None
    indented_from: tuple[Indented, ...]
    state: SectionState
    bands: tuple[Band, ...] = ()
    one_sided: bool = False
    block: BlockKind | None = None


@attrs.frozen
class Block:
    """A stretch without contrast inside the scanned canal, from its cranial to its caudal limit."""

    kind: BlockKind
    start: Vec3
    end: Vec3
