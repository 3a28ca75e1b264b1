"""How long work reports where it is and learns that it was cancelled, without knowing of Qt."""

from collections.abc import Callable
from typing import Protocol


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """Raised inside a job by `Progress` once its user has cancelled it."""


class Progress(Protocol):
    """Called by long work every few milliseconds."""

    def __call__(self, fraction: float, text: str = "") -> None:
        """Report `fraction` (0 to 1) done and what is being done; raise `Cancelled` if so asked."""


def silent(fraction: float, text: str = "") -> None:
    """Report nothing; the progress of work nobody watches."""


def part(progress: Progress, start: float, stop: float) -> Callable[..., None]:
    """Return a progress whose 0 to 1 fills `start` to `stop` of another one."""

    def report(fraction: float, text: str = "") -> None:
        progress(start + (stop - start) * fraction, text)

    return report
