"""A report of an unexpected error, kept as a file that a user can send."""

import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import platformdirs

from viewer import __version__


def log_folder() -> Path:
    """Return the folder of logs and crash reports, made if it was missing."""
    return platformdirs.user_log_path("thecal", appauthor=False, ensure_exists=True)


def write_report(error: BaseException) -> Path:
    """Write version, system and traceback of an error to a new file and return it.

    Patient data is not in it, except where an error message itself names a file.
    """
    now = datetime.now(UTC)
    report = log_folder() / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
    lines = [
        f"Thecal {__version__}, {now.isoformat(timespec='seconds')}",
        f"Python {platform.python_version()}, {platform.platform()}",
        "".join(traceback.format_exception(error)),
    ]
    report.write_text("\n".join(lines), encoding="utf-8")
    return report


def install_hook() -> None:
    """Write a report for errors that reach the event loop, and say so on standard error."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        path = write_report(error.with_traceback(trace))
        print(f"thecal: An unexpected error was written to {path}.", file=sys.stderr)

    sys.excepthook = report
