"""The codes of the levels and sides: DICOM's CID 7602 where it has them, else private ones."""

from viewer.dicom.outgoing.codes import PRIVATE, Code, key_of, tables
from viewer.model.finding import Side
from viewer.model.spine import Level


def level_code(level: Level) -> Code:
    """Return the code of a vertebra or disc; a private one for levels that DICOM does not list."""
    known = tables()["level"].get(level.name)
    return known or Code(f"LEVEL-{level.name}".replace("/", "-")[:16], PRIVATE, level.name, "T")


def level_of(scheme: str, value: str) -> Level | None:
    """Return the level a code stands for, None where it is that of no level."""
    name = key_of("level", scheme, value) or key_of("plane", scheme, value)
    return Level(name) if name else None


def side_code(side: Side) -> Code:
    """Return the code of a side."""
    return tables()["side"][side.value]


def side_of(scheme: str, value: str) -> Side | None:
    """Return the side a code stands for, None where it is that of no side."""
    name = key_of("side", scheme, value)
    return Side(name) if name else None
