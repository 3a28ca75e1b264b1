"""How good the examination is, region by region."""

from enum import StrEnum

import attrs

from viewer.model.spine import Region


class Opacification(StrEnum):
    """How well the contrast fills the sac of a region."""

    GOOD = "good"
    LIMITED = "limited"
    POOR = "poor"
    NONE = "none"


@attrs.frozen
class RegionAdequacy:
    """What limits one region: None where nobody has said it, True where it is so."""

    region: Region
    opacification: Opacification | None = None
    layering: bool | None = None
    subdural: bool | None = None
    epidural: bool | None = None
    metal: bool | None = None
    motion: bool | None = None
    text: str = ""
