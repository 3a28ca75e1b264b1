"""Everything the analysis of one scan found, as one value."""

import attrs

from viewer.model.column import ContrastColumn
from viewer.model.found_level import FoundLevel
from viewer.model.narrowing import Block, Narrowing
from viewer.model.sections import Sections


@attrs.frozen(eq=False)
class Analysis:
    """What was found in one scan; `absent` tells why nothing was, and then all else is empty.

    `timings_s` are by stage.
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
    column: ContrastColumn | None
    timings_s: dict[str, float]
