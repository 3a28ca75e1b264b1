"""What was done to the images on their way in."""

from viewer.actions.action import Action, guarded
from viewer.actions.desk import Desk

_MENU = ("&File",)


def _anything_found(desk: Desk) -> bool:
    catalogue = desk.session.catalogue
    return bool(catalogue.studies or catalogue.skipped)


def _orientation_open(desk: Desk) -> bool:
    series = desk.session.series
    found = None if series is None else desk.session.catalogue.find(series.key)
    return desk.session.volume is not None and found is not None and not found[1].orientation_known


def _watch(desk: Desk) -> None:
    watching = desk.session.watching
    if watching.folder is not None:
        watching.stop()
    else:
        desk.window.choose_folder("Watch a folder", guarded(desk.session, watching.watch))


def _watch_label(desk: Desk) -> str:
    folder = desk.session.watching.folder
    return f"Stop watching {folder.name}" if folder else "Watch a folder…"


IMPORT_ACTIONS: tuple[Action, ...] = (
    Action(
        "import.report",
        "Import report",
        _MENU,
        lambda desk: desk.window.show_import_report(),
        ("Ctrl+I",),
        enabled=_anything_found,
        section="open",
        help="What was read, left out, put right and taken for granted.",
    ),
    Action(
        "import.watch",
        "Watch a folder…",
        _MENU,
        _watch,
        checked=lambda desk: desk.session.watching.folder is not None,
        label=_watch_label,
        section="watch",
        help="Open the images that arrive in a folder, or offer them while another study is open.",
    ),
    Action(
        "import.arrived",
        "Open what has arrived",
        _MENU,
        lambda desk: desk.session.watching.open_arrived(),
        enabled=lambda desk: bool(desk.session.watching.waiting),
        section="watch",
        help="Open the images that have arrived in the watched folder.",
    ),
    Action(
        "import.orientation",
        "Say which side is which…",
        _MENU,
        lambda desk: desk.window.ask_orientation(),
        enabled=_orientation_open,
        section="open",
        help="For a volume file that does not say how it lies in the patient.",
    ),
)
