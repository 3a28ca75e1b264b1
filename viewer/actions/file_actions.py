"""Opening, saving and leaving; undo and redo."""

from viewer.actions.action import Action, guarded
from viewer.actions.condition import has_volume
from viewer.actions.desk import DemoCase, Desk, FileKind
from viewer.actions.library_actions import LIBRARY_ACTIONS

_MENU = ("&File",)
_EDIT = ("&Edit",)


def _open_folder(desk: Desk) -> None:
    desk.window.choose_folder(
        "Open a folder of images", guarded(desk.session, lambda path: desk.session.open_paths([path]))
    )


def _open_files(desk: Desk) -> None:
    take = guarded(desk.session, desk.session.open_paths)
    desk.window.choose_files("Open images", FileKind.IMAGES, lambda paths: take(list(paths)))


def _open_case(desk: Desk) -> None:
    take = guarded(desk.session, desk.session.open_case)
    desk.window.choose_files(
        "Open a case file", FileKind.CASE, lambda paths: take(paths[0]) if paths else None
    )


def _save_as(desk: Desk) -> None:
    name = desk.session.case.study.study_date or "case"
    desk.window.choose_new_file(
        "Save the case as", f"{name}.thecal", guarded(desk.session, desk.session.save_as)
    )


def _cancel_job(desk: Desk) -> None:
    running = next(job for job in desk.session.jobs if job.cancellable)
    desk.session.cancel(running.job_id)


def _undo_label(desk: Desk) -> str:
    title = desk.session.undo_title
    return f"Undo: {title}" if title else "Undo"


def _redo_label(desk: Desk) -> str:
    title = desk.session.redo_title
    return f"Redo: {title}" if title else "Redo"


FILE_ACTIONS: tuple[Action, ...] = (
    Action(
        "file.open_folder",
        "Open folder…",
        _MENU,
        _open_folder,
        ("Ctrl+O",),
        icon="folder-open",
        on_toolbar=True,
        section="open",
        help="List the series of a folder and open the best one.",
    ),
    Action("file.open_files", "Open files…", _MENU, _open_files, ("Ctrl+Shift+O",), section="open"),
    Action("file.open_case", "Open case file…", _MENU, _open_case, ("Ctrl+Alt+O",), section="open"),
    *LIBRARY_ACTIONS,
    Action(
        "file.demo_lumbar",
        "Open demo case: lumbar",
        _MENU,
        lambda desk: desk.window.open_demo(DemoCase.LUMBAR),
        section="demo",
        help="A lumbar myelogram made by the program.",
    ),
    Action(
        "file.demo_cervical",
        "Open demo case: cervical",
        _MENU,
        lambda desk: desk.window.open_demo(DemoCase.CERVICAL),
        section="demo",
        help="A cervical myelogram made by the program.",
    ),
    Action(
        "file.save_as",
        "Save case as…",
        _MENU,
        _save_as,
        ("Ctrl+Shift+S",),
        enabled=has_volume,
        section="save",
        help="Write a copy of the case file; the case itself is saved after every edit.",
    ),
    Action(
        "file.cancel_job",
        "Cancel the running job",
        _MENU,
        _cancel_job,
        ("Ctrl+.",),
        enabled=lambda desk: any(job.cancellable for job in desk.session.jobs),
        section="leave",
    ),
    Action(
        "file.close",
        "Close study",
        _MENU,
        lambda desk: desk.session.close(),
        ("Ctrl+W",),
        enabled=has_volume,
        section="leave",
    ),
    Action("file.quit", "Quit", _MENU, lambda desk: desk.window.quit(), ("Ctrl+Q",), section="leave"),
    Action(
        "edit.undo",
        "Undo",
        _EDIT,
        lambda desk: desk.session.undo(),
        ("Ctrl+Z",),
        enabled=lambda desk: desk.session.can_undo,
        label=_undo_label,
        icon="undo",
        on_toolbar=True,
        section="history",
    ),
    Action(
        "edit.redo",
        "Redo",
        _EDIT,
        lambda desk: desk.session.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        enabled=lambda desk: desk.session.can_redo,
        label=_redo_label,
        icon="redo",
        on_toolbar=True,
        section="history",
    ),
)
