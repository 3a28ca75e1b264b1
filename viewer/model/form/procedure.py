"""The puncture and the injection, as the person who did them tells."""

from enum import StrEnum

import attrs

from viewer.model.finding import Side
from viewer.model.spine import Level


class Guidance(StrEnum):
    """How the needle was guided."""

    FLUOROSCOPY = "fluoroscopy"
    CT = "CT"
    ULTRASOUND = "ultrasound"
    NONE = "without imaging"


class Complication(StrEnum):
    """What went wrong, if anything; `NONE` is said by a reader, never by default."""

    NONE = "none"
    BLOODY_TAP = "bloody tap"
    FAILED_FIRST = "more than one attempt"
    EXTRATHECAL = "contrast outside the subarachnoid space"
    PAIN = "radicular pain during puncture"
    VASOVAGAL = "vasovagal reaction"
    ALLERGIC = "allergic reaction"
    SEIZURE = "seizure"
    OTHER = "other"


@attrs.frozen
class Procedure:
    """Puncture, agent and dose; None or empty where nobody has said it.

    `agent` is a name of the table of agents or free text. `concentration_mgi_ml` is iodine per mL,
    `opening_pressure_cmh2o` in cm of water. `injected_at` and `scanned_at` are local times `HH:MM`; the
    latter overrides the time in the images' header.
    """

    puncture: Level | None = None
    side: Side | None = None
    guidance: Guidance | None = None
    agent: str = ""
    concentration_mgi_ml: float | None = None
    volume_ml: float | None = None
    opening_pressure_cmh2o: float | None = None
    complications: tuple[Complication, ...] = ()
    injected_at: str = ""
    scanned_at: str = ""
    text: str = ""

    @property
    def iodine_g(self) -> float | None:
        """The total iodine in grams, None while concentration or volume are unknown."""
        if self.concentration_mgi_ml is None or self.volume_ml is None:
            return None
        return self.concentration_mgi_ml * self.volume_ml / 1000.0
