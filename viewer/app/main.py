"""The `thecal` command: arguments in, one of the commands run, an exit code out."""

import argparse
import io
import signal
import sys
from collections.abc import Callable, Sequence

from viewer import __version__
from viewer.app import analyze, bench, convert, demo, info, open_window, report, snapshot
from viewer.app.exit_code import ExitCode
from viewer.errors import DisplayError, ViewerError
from viewer.progress import Cancelled

_COMMANDS = (demo, open_window, info, convert, snapshot, analyze, report, bench)

_DESCRIPTION = """\
Read CT myelograms: three planes and the contrast column in 3D, compressed levels marked and kept.
Thecal is not a certified medical device."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; a traceback never reaches the user."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        # Names come in every script, and names of files in bytes that are no text at all.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except DisplayError as error:
        return _fail(str(error), ExitCode.NEEDS_DISPLAY)
    except ViewerError as error:
        return _fail(str(error), ExitCode.UNREADABLE)
    except (Cancelled, KeyboardInterrupt):
        return _fail("Cancelled.", ExitCode.CANCELLED)
    except OSError as error:
        return _fail(_sentence_of(error), ExitCode.UNREADABLE)
    except Exception as error:  # noqa: BLE001 - the last resort: log it, tell it in a sentence
        return _fail(f"Thecal met an error it did not expect. {_details_of(error)}", ExitCode.FAILED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="thecal", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"Thecal {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    for command in _COMMANDS:
        command.add_to(commands)
    return parser


def _fail(sentence: str, code: ExitCode) -> int:
    print(f"thecal: {sentence}", file=sys.stderr)
    return code


def _details_of(error: Exception) -> str:
    """Where the details of an unexpected error are kept; they may not be where the disk is full."""
    from viewer.app.crash import write_report

    try:
        return f"The details are in {write_report(error)}."
    except OSError as refused:
        return f"The details could not be kept: {refused.strerror or refused}."


def _sentence_of(error: OSError) -> str:
    place = f" {error.filename}" if error.filename else ""
    return f"The file{place} could not be used: {error.strerror or error}."
