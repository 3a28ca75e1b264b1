"""Progress of a command, on standard error and only where a person can see it."""

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

from viewer.progress import Progress, silent

_WIDTH = 28
_PAUSE_S = 0.1


@contextmanager
def progress_bar() -> Generator[Progress]:
    """Yield a progress that draws a bar on the terminal, or nothing where there is none."""
    if not sys.stderr.isatty():
        yield silent
        return
    last = 0.0

    def draw(fraction: float, text: str = "") -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _PAUSE_S and fraction < 1:
            return
        last = now
        full = round(min(max(fraction, 0.0), 1.0) * _WIDTH)
        bar = "█" * full + "·" * (_WIDTH - full)
        sys.stderr.write(f"\r\x1b[K{bar} {fraction:4.0%} {text}")
        sys.stderr.flush()

    try:
        yield draw
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
