"""Benchmark stage: a study is opened in a started program, up to three exact planes."""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from viewer.app.benchmark.machine import peak_mb
from viewer.app.benchmark.painting import PaintWatch
from viewer.app.compose import Program, compose
from viewer.app.waiting import wait_until

_LIMIT_S = 300.0
_STARTED_S = 1.5


def main() -> None:
    """Open the study named on the command line and print the times as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        program = compose(data_folder=Path(folder) / "cases", settings_file=Path(folder) / "settings.json")
        program.window.resize(1920, 1080)
        program.window.show()
        ready = time.monotonic() + _STARTED_S
        wait_until(lambda: time.monotonic() > ready, _LIMIT_S)
        print(json.dumps(_measure(program, Path(sys.argv[1]))), flush=True)
        program.close()


def _measure(program: Program, study: Path) -> dict[str, Any]:
    session = program.session
    marks: dict[str, float] = {}
    session.catalogue_changed.connect(lambda _: marks.setdefault("scan_s", time.perf_counter()))
    session.volume_completed.connect(lambda _: marks.setdefault("filled", time.perf_counter()))
    watch = PaintWatch(program.window.panes.slices.values())
    start = time.perf_counter()
    session.open_paths([study])
    wait_until(lambda: session.volume is not None or not session.jobs, _LIMIT_S)
    watch.wait(count=1)
    marks["first_image_s"] = time.perf_counter()
    wait_until(lambda: "filled" in marks or not session.jobs, _LIMIT_S)
    watch.wait(count=3)
    marks["load_s"] = time.perf_counter()
    wait_until(lambda: not session.jobs, _LIMIT_S)
    program.window.panes.settle()
    figures = {name: round(marks[name] - start, 4) for name in ("scan_s", "first_image_s", "load_s")}
    slices = session.volume.geometry.shape[0] if session.volume else 0
    return {"slices": slices, **figures, "peak_mb": peak_mb()}


if __name__ == "__main__":
    main()
