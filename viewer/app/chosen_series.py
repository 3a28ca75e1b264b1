"""Which series of the given paths a command works on."""

import argparse
from pathlib import Path

from viewer.errors import DicomError
from viewer.model.study import Catalogue, Series, Study
from viewer.progress import Progress


def add_choice_to(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose one series of several."""
    parser.add_argument("--series", metavar="UID", help="series instance UID; the best CT series otherwise")
    parser.add_argument(
        "--part", type=int, default=1, metavar="N", help="part of a series that holds several"
    )


def scan(paths: list[Path], progress: Progress) -> Catalogue:
    """Return what lies under the paths; `DicomError` where one does not exist."""
    from viewer.intake.scan import scan as scan_paths

    for path in paths:
        if not path.exists():
            raise DicomError(f"There is no file or folder {path}.", "Check the path.")
    return scan_paths(paths, progress)


def choose(catalogue: Catalogue, series_uid: str | None, part: int = 1) -> tuple[Study, Series]:
    """Return the series asked for, or the best one; `DicomError` with the reason if it is no volume."""
    if series_uid:
        found = catalogue.find(f"{series_uid}#{part}")
        if found is None:
            raise DicomError(f"There is no series {series_uid} (part {part}).", "List them with thecal info.")
        if not found[1].usable:
            raise DicomError(f"This series is no volume: {found[1].reason}", "Choose another series.")
        return found
    best = catalogue.best()
    if best is not None:
        return best
    reasons = [one.reason for study in catalogue.studies for one in study.series if one.reason]
    reasons += [rejected.reason for rejected in catalogue.skipped]
    why = f" {reasons[0]}" if reasons else ""
    raise DicomError(f"No CT volume was found.{why}", "List what was found with thecal info.")
