"""Benchmark stage: a window is shown; prints the time of day at which it was painted."""

import json
import tempfile
import time
from pathlib import Path

from viewer.app.compose import compose
from viewer.app.waiting import wait_until

_LIMIT_S = 60.0


def main() -> None:
    """Show an empty window, wait until it has been painted, and print when that was."""
    with tempfile.TemporaryDirectory() as folder:
        program = compose(data_folder=Path(folder) / "cases", settings_file=Path(folder) / "settings.json")
        program.window.show()
        wait_until(
            lambda: program.window.isVisible() and not program.window.visibleRegion().isEmpty(), _LIMIT_S
        )
        program.window.repaint()
        print(json.dumps({"painted_at": time.time()}), flush=True)
        program.close()


if __name__ == "__main__":
    main()
