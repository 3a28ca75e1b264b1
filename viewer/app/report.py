"""`thecal report`: the report of a case, or an unreviewed draft of a study, as files."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from viewer import __version__
from viewer.app.exit_code import ExitCode
from viewer.app.terminal import progress_bar
from viewer.errors import FormatError
from viewer.handover.format import DEFAULT_FORMATS, Format, formats_of
from viewer.progress import Progress, part

if TYPE_CHECKING:
    from viewer.app.reported_study import ReportedStudy
    from viewer.app.subcommands import Subcommands
    from viewer.handover.request import ReportRequest
    from viewer.handover.writing import Written

SCHEMA = "thecal.report-files/1"
_CASE_SUFFIX = ".thecal"


def add_to(commands: "Subcommands") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "report",
        help="write the report of a case",
        description="Write the report of a case as files: as it was issued, else as a draft. The images of a case"
        " file are looked for under --images, else where they were last opened, else beside the file.",
    )
    parser.add_argument(
        "source", type=Path, metavar="CASE|STUDY", help="a .thecal file, or the images of a study"
    )
    parser.add_argument("--out", type=_folder, required=True, metavar="DIR", help="folder for the files")
    parser.add_argument(
        "--format",
        type=_formats,
        default=DEFAULT_FORMATS,
        metavar="LIST",
        help=f"with commas between them: {', '.join(Format)} (default {','.join(DEFAULT_FORMATS)})",
    )
    parser.add_argument("--images", type=Path, metavar="PATH", help="where the images of a case file are")
    parser.add_argument(
        "--auto", action="store_true", help="a draft from the analysis of a study alone, headed as unreviewed"
    )
    parser.add_argument("--series", metavar="UID", help="series instance UID, where a study has several")
    parser.add_argument(
        "--part", type=int, default=1, metavar="N", help="part of a series that holds several"
    )
    parser.add_argument("--json", action="store_true", help="print what was written as one JSON object")
    parser.set_defaults(run=_run, parser=parser)


def _run(options: argparse.Namespace) -> int:
    from viewer.app.memory import return_freed_memory
    from viewer.app.report_request import NoContrastError, request_of
    from viewer.handover.writing import write_report
    from viewer.model.form.scale_file import scale_faults

    _check(options)
    return_freed_memory()
    with progress_bar() as progress:
        found = _found(options, part(progress, 0.0, 0.1))
        try:
            request = request_of(found, options.format, part(progress, 0.1, 0.8), auto=options.auto)
        except NoContrastError as error:
            print(f"thecal: {error}", file=sys.stderr)
            return ExitCode.NO_CONTRAST
        written = write_report(request, options.out, part(progress, 0.8, 1.0))
    written = attrs.evolve(written, remarks=(*written.remarks, *scale_faults()))
    print(json.dumps(_told(request, written), ensure_ascii=False) if options.json else _listing(written))
    return ExitCode.DONE


def _check(options: argparse.Namespace) -> None:
    """End with what is wrong where the arguments contradict each other."""
    is_case = _is_case(options.source)
    if is_case and options.auto:
        options.parser.error("--auto reads a study, not a case file")
    if options.images is not None and not is_case:
        options.parser.error("--images belongs to a case file")


def _is_case(path: Path) -> bool:
    return path.suffix.lower() == _CASE_SUFFIX and not path.is_dir()


def _found(options: argparse.Namespace, progress: Progress) -> "ReportedStudy":
    from viewer.app.reported_study import of_case_file, of_images_alone, of_study

    if _is_case(options.source):
        return of_case_file(options.source, options.images, progress)
    of = of_images_alone if options.auto else of_study
    return of(options.source, options.series, options.part, progress)


def _listing(written: "Written") -> str:
    return "\n".join((*map(str, written.paths), *written.remarks))


def _told(request: "ReportRequest", written: "Written") -> dict[str, Any]:
    report = request.report
    return {
        "schema": SCHEMA,
        "software": {"name": "thecal", "version": __version__},
        "study_instance_uid": report.study.study_uid,
        "series_instance_uid": report.study.series_uid,
        "state": report.state.value,
        "number": report.number,
        "made_at": report.made_at,
        "outdated": request.outdated,
        "files": [
            {"format": form.value, "path": str(path), "bytes": size}
            for path, form, size in zip(written.paths, written.formats, written.sizes, strict=True)
        ],
        "remarks": list(written.remarks),
    }


def _folder(text: str) -> Path:
    if not text.strip():
        # An empty word would be the folder the command was started in.
        raise argparse.ArgumentTypeError("no folder is named")
    return Path(text)


def _formats(text: str) -> tuple[Format, ...]:
    try:
        return formats_of(text)
    except FormatError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
