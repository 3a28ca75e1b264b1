"""Benchmark stage: the analysis of a study that is already in memory, by its own stages."""

import json
import sys
from pathlib import Path

from viewer.analysis.analyse import analyse
from viewer.app.chosen_series import choose, scan
from viewer.app.memory import return_freed_memory
from viewer.intake.load import load
from viewer.progress import silent

_STAGES = ("column", "sections", "levels", "total")


def main() -> None:
    """Analyse the study named on the command line and print the seconds of each stage as JSON."""
    return_freed_memory()
    _, series = choose(scan([Path(sys.argv[1])], silent), None)
    seconds = analyse(load(series)).timings_s
    stages = {stage: round(seconds.get(stage, 0.0), 3) for stage in _STAGES}
    print(json.dumps({"analysis_s": stages}), flush=True)


if __name__ == "__main__":
    main()
