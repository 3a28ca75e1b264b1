"""How much memory a volume may take without the computer beginning to swap or the program being killed."""

import sys
from pathlib import Path

_MEMORY = Path("/proc/meminfo")
_GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
_PLENTY = 1 << 62


def available_bytes() -> int:
    """Return the memory that is free to be used; a number beyond all needs where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return _PLENTY
    return min(_free(), _limit())


def _free() -> int:
    try:
        lines = _MEMORY.read_text().splitlines()
    except OSError:
        return _PLENTY
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 if found else _PLENTY


def _limit() -> int:
    try:
        said = _GROUP_LIMIT.read_text().strip()
    except OSError:
        return _PLENTY
    return int(said) if said.isdigit() else _PLENTY
