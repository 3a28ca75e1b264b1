"""`thecal convert`: write the volume as Thecal uses it to a file of another format."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.app.chosen_series import add_choice_to, choose, scan
from viewer.app.exit_code import ExitCode
from viewer.app.terminal import progress_bar
from viewer.errors import FormatError
from viewer.progress import part

if TYPE_CHECKING:
    from viewer.app.subcommands import Subcommands


def add_to(commands: "Subcommands") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "convert",
        help="write a series as NIfTI, NRRD or MetaImage",
        description="Write the volume as Thecal uses it: HU as int16, geometry in the patient's coordinates.",
    )
    parser.add_argument("study", type=Path, metavar="STUDY", help="folder, file, zip archive or DICOMDIR")
    parser.add_argument("--out", type=_target, required=True, metavar="FILE", help=".nii.gz, .nrrd or .mha")
    add_choice_to(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from viewer.formats.write import write_volume
    from viewer.intake.load import load

    with progress_bar() as progress:
        catalogue = scan([options.study], part(progress, 0.0, 0.2))
        _, series = choose(catalogue, options.series, options.part)
        write_volume(load(series, part(progress, 0.2, 1.0)), options.out)
    print(options.out)
    return ExitCode.DONE


def _target(name: str) -> Path:
    from viewer.formats.write import check_suffix

    try:
        check_suffix(Path(name))
    except FormatError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return Path(name)
