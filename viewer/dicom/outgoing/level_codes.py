"""The codes of the levels and sides: DICOM's CID 7602 where it has them, else private ones."""

from viewer.dicom.outgoing.codes import PRIVATE, Code, key_of, tables
from viewer.model.finding import Side
from viewer.model.spine import Level

_OLD_SNOMED = ("SRT", "SNM3", "99SDM")


def level_code(level: Level) -> Code:
    """Return the code of a vertebra or disc; a private one for levels that DICOM does not list."""
    known = tables()["level"].get(level.name)
    return known or Code(f"LEVEL-{level.name}".replace("/", "-")[:16], PRIVATE, level.name, "T")


def level_of(scheme: str, value: str) -> Level | None:
    """Return the level a code stands for, None where it is that of no level."""
    name = _key("level", scheme, value) or _key("plane", scheme, value)
    return Level(name) if name else None


def side_code(side: Side) -> Code:
    """Return the code of a side."""
    return tables()["side"][side.value]


def side_of(scheme: str, value: str) -> Side | None:
    """Return the side a code stands for, None where it is that of no side."""
    name = _key("side", scheme, value)
    return Side(name) if name else None


def _key(group: str, scheme: str, value: str) -> str:
    """The key of a code, of the SNOMED codes that DICOM used before 2018 too (PS3.16 O)."""
    if scheme not in _OLD_SNOMED:
        return key_of(group, scheme, value)
    # The dictionaries of codes take a while to import, and only old objects need them.
    from pydicom.sr.coding import Code as PydicomCode

    old = PydicomCode(value, "SRT", "")
    same = (key for key, one in tables()[group].items() if old == PydicomCode(one.value, one.scheme, ""))
    return next(same, "")
