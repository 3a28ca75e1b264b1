"""Benchmark stage: how long a frame takes, from the event in to three panes of 800 x 800 painted."""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from viewer.app.benchmark.painting import PaintWatch
from viewer.app.benchmark.timing import spread_ms
from viewer.app.compose import Program, compose
from viewer.app.waiting import wait_until
from viewer.model.geometry import add
from viewer.model.plane import PlaneKind
from viewer.tools import navigation
from viewer.widgets.slices.slice_pane import SlicePane

_PANE_PX = 800
_LIMIT_S = 300.0
_FRAMES = 120


def main() -> None:
    """Open the study named on the command line, drive the window and print the times as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        program = compose(data_folder=Path(folder) / "cases", settings_file=Path(folder) / "settings.json")
        program.window.show()
        program.session.open_paths([Path(sys.argv[1])])
        wait_until(lambda: program.session.volume is not None, _LIMIT_S)
        wait_until(lambda: not program.session.jobs, _LIMIT_S)
        _fit_panes(program)
        print(json.dumps(_measure(program)), flush=True)
        program.close()


def _fit_panes(program: Program) -> None:
    window = program.window
    for _ in range(3):
        pane = window.panes.slices[PlaneKind.AXIAL]
        missing = (2 * (_PANE_PX - pane.width()), 2 * (_PANE_PX - pane.height()))
        window.resize(window.width() + missing[0], window.height() + missing[1])
        program.application.processEvents()
    window.panes.settle()


def _measure(program: Program) -> dict[str, Any]:
    watch = PaintWatch(program.window.panes.slices.values())
    pane = program.window.panes.slices[PlaneKind.AXIAL]
    steps: dict[str, tuple[Callable[[int], None], int]] = {
        "scroll_ms": (lambda n: _wheel(pane, 1 if n // 20 % 2 else -1), 3),
        "crosshair_ms": (lambda n: _jump(program, n), 3),
        "window_level_ms": (lambda n: _window(program, n), 3),
    }
    figures = {name: attrs.asdict(_frames(program, watch, *step)) for name, step in steps.items()}
    _oblique_slab(program)
    slab_pane = program.window.panes.slices[PlaneKind.SAGITTAL]
    slab = _frames(program, watch, lambda n: _wheel(slab_pane, 1 if n // 10 % 2 else -1), 3)
    return {**figures, "slab_ms": attrs.asdict(slab), "pane_px": [pane.width(), pane.height()]}


def _frames(program: Program, watch: PaintWatch, step: Callable[[int], None], panes: int) -> Any:
    def frame(n: int) -> None:
        watch.clear()
        step(n)
        watch.wait(panes)

    program.window.panes.settle()
    program.application.processEvents()
    return spread_ms(frame, _FRAMES, warm_up=10)


def _wheel(pane: SlicePane, notches: int) -> None:
    middle = QPointF(pane.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(pane.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - not inverted; Qt takes it by position
    )
    QApplication.sendEvent(pane, event)


def _jump(program: Program, n: int) -> None:
    session = program.session
    volume = session.volume
    assert volume is not None
    away = 0.4 + (n % 40) * 0.7
    display = session.display
    session.look(
        navigation.with_crosshair(display, add(volume.geometry.centre, (away, away, away)), volume.geometry)
    )


def _window(program: Program, n: int) -> None:
    display = program.session.display
    window = attrs.evolve(display.window, width=1200.0 + 10 * (n % 50))
    program.session.look(navigation.with_window(display, window))


def _oblique_slab(program: Program) -> None:
    display = navigation.turn(program.session.display, PlaneKind.SAGITTAL, (0.0, 0.0, 1.0), 20.0)
    display = navigation.turn(display, PlaneKind.SAGITTAL, (0.0, 1.0, 0.0), 10.0)
    program.session.look(navigation.set_slab(display, PlaneKind.SAGITTAL, 10.0))


if __name__ == "__main__":
    main()
