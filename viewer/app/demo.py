"""`thecal demo`: open a built-in case; without a display, open it off screen and make a picture."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.app.demo_case import demo_folder, ensure_demo
from viewer.app.display_server import has_display
from viewer.app.exit_code import ExitCode
from viewer.app.terminal import progress_bar
from viewer.model.demo_case import DemoCase

if TYPE_CHECKING:
    from viewer.app.subcommands import Subcommands


def add_to(commands: "Subcommands") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "demo",
        help="open a built-in demo case",
        description="Open a digital phantom of a CT myelogram. Without a display, draw it to a picture instead.",
    )
    parser.add_argument("--case", choices=[case.value for case in DemoCase], default=DemoCase.LUMBAR.value)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    case = DemoCase(options.case)
    if has_display():
        from viewer.app.open_window import open_window

        return open_window([], demo=case)
    with progress_bar() as progress:
        folder = ensure_demo(case, progress)
    print(_picture(case, folder))
    return ExitCode.DONE


def _picture(case: DemoCase, folder: Path) -> Path:
    from viewer.app.snapshot import SnapshotRequest, take_snapshot

    picture = demo_folder(case).with_suffix(".png")
    take_snapshot(SnapshotRequest(paths=(folder,), out=picture))
    return picture
