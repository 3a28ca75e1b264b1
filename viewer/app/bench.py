"""`thecal bench`: how fast the program is on this machine, beside other readers."""

import argparse
import json
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from viewer.app.chosen_series import choose, scan
from viewer.app.exit_code import ExitCode
from viewer.progress import silent

if TYPE_CHECKING:
    from viewer.app.subcommands import Subcommands

_SCHEMA = "thecal.bench/1"
_WINDOW_RUNS = 5


def add_to(commands: "Subcommands") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "bench",
        help="measure how fast the program is on this machine",
        description="Measure start, opening, frames and memory with a study, beside SimpleITK and the floor.",
    )
    parser.add_argument("study", type=Path, metavar="STUDY", help="folder, file, zip archive or DICOMDIR")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    choose(scan([options.study], silent), None)
    figures = _measure(options.study)
    print(json.dumps(figures, indent=1) if options.json else _listing(figures))
    return ExitCode.DONE


def _measure(study: Path) -> dict[str, Any]:
    from viewer.app.benchmark.machine import machine
    from viewer.app.benchmark.stage import run_stage

    study = study.absolute()
    window_s = median(_window_s() for _ in range(_WINDOW_RUNS))
    opening = run_stage("opening", str(study))
    frames = run_stage("frames", str(study))
    surface = run_stage("surface", str(study))
    return {
        "schema": _SCHEMA,
        "machine": machine(surface.pop("renderer")),
        "slices": opening.pop("slices"),
        "window_s": round(window_s, 3),
        "peak_mb": opening.pop("peak_mb"),
        **opening,
        **frames,
        **surface,
        **run_stage("analysis", str(study)),
        "reference": run_stage("reference", str(study)),
    }


def _window_s() -> float:
    from viewer.app.benchmark.stage import run_stage

    start = time.time()
    return run_stage("window")["painted_at"] - start


def _listing(figures: dict[str, Any]) -> str:
    lines: list[str] = []
    for name, value in figures.items():
        if isinstance(value, dict):
            value = "  ".join(f"{key} {one}" for key, one in value.items())  # noqa: PLW2901
        lines.append(f"{name:18} {value}")
    return "\n".join(lines)
