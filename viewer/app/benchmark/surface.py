"""Benchmark stage: the contrast column from a threshold to a painted surface, and turning it."""

import json
import sys
from pathlib import Path
from typing import Any

import attrs

from viewer.analysis.column import find_column
from viewer.app.benchmark.timing import seconds, spread_ms
from viewer.app.chosen_series import choose, scan
from viewer.intake.load import load
from viewer.model.column import ContrastColumn
from viewer.progress import silent
from viewer.scene.surface import ColumnScene

_PANE_PX = 800
_FRAMES = 80


def main() -> None:
    """Find the column of the study named on the command line, draw and turn it; print JSON."""
    _, series = choose(scan([Path(sys.argv[1])], silent), None)
    column = find_column(load(series), None, silent)
    scene = ColumnScene()
    figures: dict[str, Any] = {"renderer": scene.renderer}
    if isinstance(column, ContrastColumn):
        scene.render(_PANE_PX, _PANE_PX)
        figures |= _measure(scene, column)
    scene.close()
    print(json.dumps(figures), flush=True)


def _measure(scene: ColumnScene, column: ContrastColumn) -> dict[str, Any]:
    def appear() -> None:
        scene.set_column(column)
        scene.render(_PANE_PX, _PANE_PX, moving=True)

    def turn(_: int) -> None:
        scene.rotate(6.0, 1.0)
        scene.render(_PANE_PX, _PANE_PX, moving=True)

    surface_s = seconds(appear, repeats=5)
    return {"surface_s": surface_s, "surface_frame_ms": attrs.asdict(spread_ms(turn, _FRAMES))}


if __name__ == "__main__":
    main()
