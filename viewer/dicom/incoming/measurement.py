"""A number that a report gives, with where it belongs."""

from enum import StrEnum

import attrs

from viewer.model.finding import Side
from viewer.model.geometry import Vec3
from viewer.model.spine import Level


class Quantity(StrEnum):
    """What kind of number it is, told by its unit."""

    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    ANGLE = "angle"
    ATTENUATION = "attenuation"
    SHARE = "share"
    OTHER = "other"


@attrs.frozen
class IncomingMeasurement:
    """`value` is in `unit` (mm, mm2, mm3, deg, HU, % or the report's own for `OTHER`).

    `name` and `site` are the report's words, empty where it has none; `level` is None where no code or name
    of the site tells it. `points` are LPS mm. `source` says which program, or person, the number comes from;
    `own` that it is Thecal.
    """

    name: str
    value: float
    unit: str
    quantity: Quantity
    level: Level | None = None
    side: Side | None = None
    site: str = ""
    points: tuple[Vec3, ...] = ()
    tracking: str = ""
    source: str = ""
    own: bool = False
