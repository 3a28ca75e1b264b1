"""One stage of the benchmark, run in a fresh process so that none measures another's leftovers."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from viewer.errors import ViewerError


def run_stage(module: str, *arguments: str) -> dict[str, Any]:
    """Run a stage's module and return the JSON object it printed; `ViewerError` where it failed."""
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", f"viewer.app.benchmark.{module}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason was given"]
        raise ViewerError(f"The benchmark stage {module} failed: {last[0]}")
    return json.loads(done.stdout.splitlines()[-1])
