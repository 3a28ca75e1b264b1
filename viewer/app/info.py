"""`thecal info`: which series were found, their geometry, and whether they can be used."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.app.chosen_series import scan
from viewer.app.exit_code import ExitCode
from viewer.app.terminal import progress_bar
from viewer.model.study import Catalogue, Series, Study
from viewer.progress import Progress, part

if TYPE_CHECKING:
    from viewer.app.subcommands import Subcommands


def add_to(commands: "Subcommands") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "info",
        help="list the series found and whether they can be used",
        description="List the studies and series under the paths: size, geometry, and why one cannot be used.",
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="folder, file, zip archive or DICOMDIR"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--pixels", action="store_true", help="read the pixels too, for the range of HU")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    with progress_bar() as progress:
        catalogue = scan(options.paths, part(progress, 0.0, 0.2 if options.pixels else 1.0))
        told = _told(catalogue, options, part(progress, 0.2, 1.0))
    print(told)
    return ExitCode.DONE if catalogue.studies else ExitCode.UNREADABLE


def _told(catalogue: Catalogue, options: argparse.Namespace, progress: Progress) -> str:
    if not options.json:
        return _listing(catalogue)
    from viewer.dicom.info import catalogue_json
    from viewer.intake.load import load

    found = catalogue_json(catalogue, pixels=options.pixels, progress=progress, read=load)
    return json.dumps(found, ensure_ascii=False, indent=1)


def _listing(catalogue: Catalogue) -> str:
    lines: list[str] = []
    for study in catalogue.studies:
        lines.append(_study_line(study))
        for series in study.series:
            lines += _series_lines(series)
    lines += [f"skipped  {rejected.path}: {rejected.reason}" for rejected in catalogue.skipped]
    return "\n".join(lines) if lines else "No DICOM images were found."


def _study_line(study: Study) -> str:
    patient = study.patient
    parts = (patient.shown_name or "(no name)", patient.patient_id, study.date, study.description)
    return "  ".join(part for part in parts if part)


def _series_lines(series: Series) -> list[str]:
    mark = "*" if series.suggested else " "
    size = series.geometry.shape if series.geometry else series.shape
    shape = " x ".join(map(str, size)) if size else f"{len(series.files)} files"
    parts = [f" {mark} {series.modality:2}", series.kind.value, shape]
    if series.geometry is not None:
        i, j, k = series.geometry.spacing_mm
        parts.append(f"{k:.3g} x {j:.3g} x {i:.3g} mm")
    parts += [series.patient_position, series.kernel, series.description]
    lines = ["  ".join(part for part in parts if part), f"     {series.series_uid}"]
    lines += [f"     {sentence}" for sentence in (series.reason, *series.warnings) if sentence]
    return lines
