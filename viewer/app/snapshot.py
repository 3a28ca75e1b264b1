"""`thecal snapshot`: a picture of exactly what the window would show, without a display."""

import argparse
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from viewer.app.chosen_series import add_choice_to, choose, scan
from viewer.app.exit_code import ExitCode
from viewer.errors import ViewerError
from viewer.model.display import Display, Layout
from viewer.model.geometry import Vec3
from viewer.progress import silent
from viewer.tools.presets import WindowPreset, find_preset

if TYPE_CHECKING:
    from viewer.app.compose import Program
    from viewer.app.subcommands import Subcommands
    from viewer.model.study import Series, Study

_SIZE = (1600, 1000)
_LIMIT_S = 300.0


@attrs.frozen
class SnapshotRequest:
    """What shall be drawn; None leaves it as the reader left it, or as it is for a new study."""

    paths: tuple[Path, ...]
    out: Path
    layout: Layout | None = None
    at: Vec3 | None = None
    window: WindowPreset | None = None
    size_px: tuple[int, int] = _SIZE
    identity_hidden: bool = False
    series_uid: str | None = None
    part: int = 1


def add_to(commands: "Subcommands") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "snapshot",
        help="draw what the window would show to a PNG file",
        description="Draw exactly what the window would show to a PNG file, without a display.",
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="folder, file, zip archive or DICOMDIR")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    parser.add_argument("--layout", choices=[layout.value for layout in Layout])
    parser.add_argument("--at", type=_point, metavar="x,y,z", help="the crosshair, in LPS mm")
    parser.add_argument("--window", type=_preset, metavar="PRESET", help="a window preset, for example Bone")
    parser.add_argument("--size", type=_size, default=_SIZE, metavar="WxH", help="in pixels (1600x1000)")
    parser.add_argument("--hide-identity", action="store_true", help="leave out who the patient is")
    add_choice_to(parser)
    parser.set_defaults(run=_run)


def take_snapshot(request: SnapshotRequest) -> None:
    """Open, draw and save; `ViewerError` if the images cannot be opened or the file not written.

    Works on a copy of the saved case: the study is not locked and nothing of it is changed.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from viewer.app.compose import compose

    study, series = choose(scan(list(request.paths), silent), request.series_uid, request.part)
    with tempfile.TemporaryDirectory(prefix="thecal-snapshot-") as folder:
        borrowed = Path(folder) / "cases"
        borrowed.mkdir()
        _copy_saved_case(study, series, borrowed)
        program = compose(data_folder=borrowed, settings_file=Path(folder) / "settings.json")
        try:
            _draw(program, request, series)
        finally:
            program.close()


def _run(options: argparse.Namespace) -> int:
    take_snapshot(
        SnapshotRequest(
            paths=(options.path,),
            out=options.out,
            layout=Layout(options.layout) if options.layout else None,
            at=options.at,
            window=options.window,
            size_px=options.size,
            identity_hidden=options.hide_identity,
            series_uid=options.series,
            part=options.part,
        )
    )
    print(options.out)
    return ExitCode.DONE


def _copy_saved_case(study: "Study", series: "Series", folder: Path) -> None:
    from viewer.casefile.store import CaseStore, default_folder
    from viewer.session.opening import reference_of

    reference = reference_of(study, series)
    saved = CaseStore(default_folder()).path(reference)
    if saved.exists():
        shutil.copyfile(saved, CaseStore(folder).path(reference))


def _draw(program: "Program", request: SnapshotRequest, series: "Series") -> None:
    from viewer.app.waiting import wait_until

    session, window = program.session, program.window
    window.resize(*request.size_px)
    # Nobody is there to answer: what lies unknown is drawn as written, and says so.
    window.leave_unasked()
    window.show()
    session.open_paths(request.paths)
    wait_until(lambda: session.volume is not None or not session.jobs, _LIMIT_S)
    if session.series is None or session.series.key != series.key:
        session.open_series(series.key)
    wait_until(lambda: not session.jobs, _LIMIT_S)
    if session.volume is None:
        reasons = [str(notice.text) for notice in session.notices]
        raise ViewerError(reasons[-1] if reasons else "The images could not be opened.")
    session.look(_wanted(session.display, request))
    _apply_window(program, request)
    # Twice: the thumbnails are made once all else is done.
    for _ in range(2):
        wait_until(lambda: not session.jobs, _LIMIT_S)
        program.application.processEvents()
    window.panes.settle()
    if not window.grab().save(str(request.out), "PNG"):
        raise ViewerError(f"{request.out} could not be written.", "Choose a folder that you may write to.")


def _wanted(display: Display, request: SnapshotRequest) -> Display:
    changes: dict[str, object] = {"identity_hidden": display.identity_hidden or request.identity_hidden}
    if request.layout is not None:
        changes["layout"] = request.layout
    if request.at is not None:
        changes["crosshair"] = request.at
    return attrs.evolve(display, **changes)


def _apply_window(program: "Program", request: SnapshotRequest) -> None:
    if request.window is not None:
        from viewer.actions.window_actions import use_preset

        use_preset(program.session, request.window)


def _preset(name: str) -> WindowPreset:
    try:
        return find_preset(name)
    except ViewerError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _point(text: str) -> Vec3:
    try:
        x, y, z = (float(number) for number in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("a point is three numbers, such as 12.5,-30,100") from None
    return (x, y, z)


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(number) for number in text.lower().split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError("a size is two whole numbers, such as 1600x1000") from None
    if not (640 <= width <= 16384 and 480 <= height <= 16384):
        raise argparse.ArgumentTypeError("a size lies between 640x480 and 16384x16384")
    return (width, height)
