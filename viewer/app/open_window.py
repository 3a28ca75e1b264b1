"""`thecal open`: the window, with the given studies."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.app.display_server import require_display
from viewer.app.exit_code import ExitCode

if TYPE_CHECKING:
    from viewer.app.subcommands import Subcommands
    from viewer.model.demo_case import DemoCase


def add_to(commands: "Subcommands") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "open",
        help="open the window",
        description="Open the window, with the studies in the given folders or files, or a .thecal case file.",
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folder, DICOM file or case file")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    require_display()
    return open_window(options.paths)


def open_window(paths: list[Path], demo: "DemoCase | None" = None) -> int:
    """Show the window until it is closed; a demo case is made in the background on first use."""
    from viewer.app.compose import compose, open_demo
    from viewer.app.crash import install_hook

    install_hook()
    program = compose()
    if program.window.has_place:
        program.window.show()
    else:
        # Nobody has chosen a size for this screen yet: images want all there is.
        program.window.showMaximized()
    if demo is not None:
        open_demo(program.session, demo)
    elif paths:
        program.session.open_paths(paths)
    program.application.exec()
    program.close()
    return ExitCode.DONE
