"""A compressed level as a reader marks it."""

from enum import StrEnum

import attrs

from viewer.model.geometry import Vec3
from viewer.model.measured import Measured


class Severity(StrEnum):
    """How much the level is narrowed, as the reader grades it."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    COMPLETE_BLOCK = "complete block"


class Side(StrEnum):
    """The patient's side of a finding."""

    CENTRAL = "central"
    RIGHT = "right"
    LEFT = "left"
    BILATERAL = "bilateral"


class Zone(StrEnum):
    """The axial zones of a level (Fardon 2014, Spine J 14:2525)."""

    CENTRAL = "central"
    LATERAL_RECESS = "lateral recess / subarticular"
    FORAMINAL = "foraminal"
    EXTRAFORAMINAL = "extraforaminal"


class Cause(StrEnum):
    """What compresses."""

    DISC_BULGE = "disc bulge"
    PROTRUSION = "protrusion"
    EXTRUSION = "extrusion"
    SEQUESTRATION = "sequestration"
    OSTEOPHYTE = "osteophyte"
    FACET = "facet"
    SYNOVIAL_CYST = "synovial cyst"
    LIGAMENTUM_FLAVUM = "ligamentum flavum"
    OSSIFIED_LIGAMENTUM_FLAVUM = "ossification of ligamentum flavum"
    OPLL = "OPLL"
    LISTHESIS = "listhesis"
    EPIDURAL_LIPOMATOSIS = "epidural lipomatosis"
    TUMOUR = "tumour"
    INFECTION = "infection"
    HAEMATOMA = "haematoma"
    FRACTURE = "fracture"
    HARDWARE = "hardware"
    SCAR = "scar"
    ARACHNOIDITIS = "arachnoiditis"
    OTHER = "other"


class Confidence(StrEnum):
    """How sure the reader is."""

    POSSIBLE = "possible"
    PROBABLE = "probable"
    CERTAIN = "certain"


@attrs.frozen
class CompressionMark:
    """A marked compression: a point in LPS mm and what the reader said of it.

    The level is not stored: it follows the level labels (`Case.level_of`). Fields not yet filled
    are None or empty, so that a mark half made is still saved. `measured` is what was measured there
    by the program, None for a mark that the reader has set without it.
    """

    mark_id: str
    point: Vec3
    severity: Severity | None = None
    side: Side | None = None
    zones: tuple[Zone, ...] = ()
    causes: tuple[Cause, ...] = ()
    roots: tuple[str, ...] = ()
    text: str = ""
    confidence: Confidence | None = None
    created: str = ""
    measured: Measured | None = None
