"""How time and memory of `thecal analyze` grow with the slices of a scan, as a table."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import attrs

from viewer.analysis.phantom.regions import spine_case
from viewer.analysis.phantom.spec import Lesion, LesionKind, PhantomSpec
from viewer.app.benchmark.table import table
from viewer.app.demo_case import write_demo
from viewer.errors import ViewerError
from viewer.model.demo_case import DemoCase
from viewer.model.spine import Level
from viewer.progress import silent

_STRETCHES = ((100, "L3", "L4"), (200, "T12", "L4"), (400, "T8", "L5"), (800, "T1", "S2"), (1100, "C1", "S2"))
HEADS = ("slices", "volume MB", "seconds", "processor seconds", "peak MB", "limit MB")
_SPACING_MM = (0.4, 0.4, 0.6)
_ROWS = 512
_RUNS = 3


@attrs.frozen
class Cost:
    """What one run of the command took; memory in MB (10^6 bytes)."""

    seconds: float
    processor_s: float
    peak_mb: float


def scan_of(slices: int, first: str, last: str) -> PhantomSpec:
    """Return a phantom of so many slices of 512 x 512 from one vertebra to another."""
    spec = spine_case(first, last, _SPACING_MM, _ROWS * _SPACING_MM[0])
    lesion = Lesion(Level("L3/L4"), LesionKind.STENOSIS, 90.0)
    return attrs.evolve(spec, shape=(slices, _ROWS, _ROWS), lesions=(lesion,))


def run_once(study: Path, out: Path) -> Cost:
    """Run the command on a study in a process of its own; `ViewerError` where it failed."""
    start = time.perf_counter()
    measure = [sys.executable, "-m", "viewer.app.benchmark.measured_run"]
    command = [sys.executable, "-m", "viewer", "analyze", str(study), "--out", str(out)]
    ended = subprocess.run([*measure, *command], capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode != 0:
        raise ViewerError(f"The analysis of {study} ended with code {ended.returncode}.")
    return Cost(time.perf_counter() - start, **json.loads(ended.stdout))


def growth_table() -> str:
    """Return the table in Markdown: the best of a few runs for each scan, which other work disturbs least."""
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        for slices, first, last in _STRETCHES:
            print(f"{slices} slices", file=sys.stderr, flush=True)
            study = Path(folder) / str(slices)
            write_demo(DemoCase.LUMBAR, scan_of(slices, first, last), study, silent)
            runs = [run_once(study, Path(folder) / "out") for _ in range(_RUNS)]
            rows.append(_cells(slices, runs))
    return table(HEADS, rows)


def _cells(slices: int, runs: list[Cost]) -> tuple[str, ...]:
    volume = slices * _ROWS * _ROWS * 2 / 1e6
    peak = max(one.peak_mb for one in runs)
    return (
        str(slices),
        f"{volume:.0f}",
        f"{min(one.seconds for one in runs):.1f}",
        f"{min(one.processor_s for one in runs):.1f}",
        f"{peak:.0f}",
        f"{2.5 * volume + 400:.0f}",
    )


def main() -> None:
    """Measure every size and print the table."""
    print(growth_table())


if __name__ == "__main__":
    main()
