"""Everything the analysis of one scan found, as one value."""

from enum import StrEnum

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.geometry import Vec3
from viewer.model.narrowing import Block, Narrowing
from viewer.model.sections import Sections
from viewer.model.spine import LevelKind


class LevelOrigin(StrEnum):
    """Who named a level: the program (unconfirmed), a reader's click carried on, or a reader."""

    AUTO = "auto"
    ANCHOR = "anchor"
    MANUAL = "manual"


@attrs.frozen
class FoundLevel:
    """A disc or vertebra found along the canal; `name` is None where the scan gives no anchor.

    `ordinal` counts discs and vertebrae apart, each from the cranial end; `arc_mm` is where it lies
    along the centreline.
    """

    name: str | None
    kind: LevelKind
    ordinal: int
    centre: Vec3
    arc_mm: float
    origin: LevelOrigin
    confidence: float


@attrs.frozen
class AnchorPoint:
    """A reader's click: the level that lies at an LPS point in its body or disc, or in the canal beside it."""

    level: str
    point: Vec3


@attrs.frozen(eq=False)
class Analysis:
    """What was found in one scan; `absent` tells why nothing was, and then all else is empty.

    `sac` is the binary mask of the thecal sac on the grid of the volume, read-only. `timings_s` are
    by stage.
    """

    absent: str | None
    scope: str
    csf_hu: float | None
    volume_ml: float | None
    span_mm: tuple[float, float] | None
    sections: Sections | None
    levels: tuple[FoundLevel, ...]
    narrowings: tuple[Narrowing, ...]
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...]
    sac: NDArray[np.bool_] | None
    timings_s: dict[str, float]
