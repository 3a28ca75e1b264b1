"""A finding as the report states it, with the place and the numbers it came from."""

import attrs

from viewer.model.finding import Cause, Confidence, Severity, Side, Zone
from viewer.model.geometry import Vec3
from viewer.model.measured import Measured
from viewer.model.plane import Plane
from viewer.model.spine import Level


@attrs.frozen
class FoundZone:
    """One narrowed zone of a finding on its own side; side None in the middle, or where nobody said."""

    zone: Zone
    side: Side | None


@attrs.frozen
class ReportedFinding:
    """One numbered finding, 1 the worst.

    `finding_id` is the id of the mark, or the name of the level whose form says it. `level` is None where
    no label tells it, `confirmed` whether the numbering there is a reader's. `point` (LPS mm) and `plane`
    (the section of the sac it was measured in) are None for a finding of a form alone. `severity_by` is who
    graded: a reader, or the program for an unreviewed draft. `sentence` is what the impression says.
    `narrowed` tells each zone with its own side where they differ from zone to zone; empty where `zones` and
    `side` say it all.
    """

    number: int
    finding_id: str
    level: Level | None
    confirmed: bool
    severity: Severity | None
    severity_by: str
    side: Side | None
    zones: tuple[Zone, ...] = ()
    causes: tuple[Cause, ...] = ()
    roots: tuple[str, ...] = ()
    confidence: Confidence | None = None
    text: str = ""
    sentence: str = ""
    point: Vec3 | None = None
    plane: Plane | None = None
    measured: Measured | None = None
    narrowed: tuple[FoundZone, ...] = ()
