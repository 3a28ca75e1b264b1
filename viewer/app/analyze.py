"""`thecal analyze`: measure the contrast column of a study without a window."""

import argparse
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer.app.chosen_series import add_choice_to, choose, scan
from viewer.app.exit_code import ExitCode
from viewer.app.offscreen import offscreen
from viewer.app.terminal import progress_bar
from viewer.casefile.atomic import replace
from viewer.errors import FormatError
from viewer.model.analysis import Analysis
from viewer.model.labels import LevelLabel
from viewer.model.sections import Sections
from viewer.model.spine import Level, Numbering
from viewer.model.study import Series, Study, WindowSetting
from viewer.model.volume import Volume
from viewer.progress import part

if TYPE_CHECKING:
    from viewer.app.subcommands import Subcommands

# Every name an anchor may have: usual and transitional spines.
_KNOWN = {level for t in (11, 12, 13) for n in (4, 5, 6) for level in Numbering(t, n).levels}
_WIDTH_PER_CSF = 1.6
_FINDINGS = ("profile.csv", "sac.nii.gz", "column.ply", "overview.png")


def add_to(commands: "Subcommands") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "analyze",
        help="measure the contrast column without a window",
        description="Find and measure the contrast column: sac areas, levels, narrowings. Exit code 4 where"
        " there is no intrathecal contrast.",
    )
    parser.add_argument("study", type=Path, metavar="STUDY", help="folder, file, zip archive or DICOMDIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the results")
    parser.add_argument(
        "--anchor",
        type=_anchor,
        action="append",
        default=[],
        metavar="LEVEL=x,y,z",
        help="a level a reader has named, in LPS mm (L5=1.5,-20,310 or L4/L5=...); may repeat",
    )
    parser.add_argument("--json", action="store_true", help="print analysis.json")
    add_choice_to(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from viewer.analysis.analyse import analyse
    from viewer.app.memory import return_freed_memory
    from viewer.intake.load import load
    from viewer.report.analysis_json import analysis_json

    return_freed_memory()
    with progress_bar() as progress:
        start = time.perf_counter()
        study, series = choose(scan([options.study], part(progress, 0.0, 0.05)), options.series, options.part)
        volume = load(series, part(progress, 0.05, 0.2))
        load_s = time.perf_counter() - start
        analysis = analyse(volume, tuple(options.anchor), part(progress, 0.2, 0.9))
        result = analysis_json(analysis, _source(study, series), load_s)
        progress(0.9, "Writing the results")
        _write(options.out, volume, analysis, result, _title(study, series))
    if options.json:
        print(json.dumps(result))
    elif analysis.absent is not None:
        print(analysis.absent)
    else:
        print(options.out)
    return ExitCode.DONE if analysis.absent is None else ExitCode.NO_CONTRAST


def _source(study: Study, series: Series) -> Any:
    from viewer.report.analysis_json import AnalysisSource

    return AnalysisSource(
        study_instance_uid=study.study_uid,
        series_instance_uid=series.series_uid,
        frame_of_reference_uid=series.frame_of_reference_uid,
        patient_position=series.patient_position,
    )


def _title(study: Study, series: Series) -> str:
    parts = (study.patient.shown_name, study.patient.patient_id, study.date, series.description)
    return "  ".join(part for part in parts if part)


def _write(folder: Path, volume: Volume, analysis: Analysis, result: dict[str, Any], title: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if analysis.absent is None:
            _write_findings(folder, volume, analysis, title)
        else:
            for name in _FINDINGS:
                # What an earlier run found must not be taken for this one's.
                (folder / name).unlink(missing_ok=True)
        _publish(folder / "analysis.json", json.dumps(result, indent=1).encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise FormatError(
            f"The results cannot be written to {folder}: {reason}.", "Choose a folder with enough space."
        ) from error


def _write_findings(folder: Path, volume: Volume, analysis: Analysis, title: str) -> None:
    from viewer.report.profile_csv import profile_csv
    from viewer.scene.column_mesh import column_mesh
    from viewer.scene.export import ply

    # The mask is packed on a thread of its own while the other files are made.
    with ThreadPoolExecutor(1) as pool:
        mask = pool.submit(_write_sac, folder / "sac.nii.gz", volume, analysis)
        _publish(folder / "profile.csv", profile_csv(analysis.sections).encode())
        if analysis.column is not None:
            _publish(folder / "column.ply", ply(column_mesh(analysis.column).full))
        _write_overview(folder / "overview.png", volume, analysis, title)
        mask.result()


def _write_sac(path: Path, volume: Volume, analysis: Analysis) -> None:
    from viewer.analysis.sacmask import sac_mask
    from viewer.formats.write import write_mask

    if analysis.sections is not None:
        write_mask(sac_mask(volume, analysis.sections), volume.geometry, path)


def _write_overview(path: Path, volume: Volume, analysis: Analysis, title: str) -> None:
    if analysis.sections is None:
        return
    with offscreen():
        _publish(path, _overview(volume, analysis, analysis.sections, title))


def _overview(volume: Volume, analysis: Analysis, sections: Sections, title: str) -> bytes:
    # Qt is heavy, and only this picture needs it.
    from PySide6.QtCore import QBuffer, QIODevice

    from viewer.analysis.straighten import Straightened, straighten
    from viewer.widgets.profile.overview_painter import overview

    csf_hu = analysis.csf_hu or 500.0
    planes = (
        straighten(volume, sections, Straightened.SAGITTAL),
        straighten(volume, sections, Straightened.CORONAL),
    )
    window = WindowSetting(_WIDTH_PER_CSF * csf_hu, csf_hu / 2)
    image = overview(analysis, planes, window, title)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType] - its stub knows bytes only
    return bytes(buffer.data().data())


def _publish(path: Path, data: bytes) -> None:
    """Write a result whole or not at all, for others to read too."""
    replace(path, data)
    path.chmod(0o644)


def _anchor(text: str) -> LevelLabel:
    name, _, place = text.partition("=")
    level = Level(name.strip())
    if level not in _KNOWN:
        raise argparse.ArgumentTypeError(f"there is no level {name}; give a vertebra (L5) or a disc (L4/L5)")
    try:
        x, y, z = (float(number) for number in re.split(r"[,\s]+", place.strip()))
    except ValueError:
        raise argparse.ArgumentTypeError("an anchor is a level and a point, such as L5=1.5,-20,310") from None
    return LevelLabel(level, (x, y, z))
