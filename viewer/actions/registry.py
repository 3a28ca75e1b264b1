"""All actions in the order of the menus."""

from functools import cache

from viewer.actions.action import Action
from viewer.actions.canal_actions import CANAL_ACTIONS
from viewer.actions.correction_actions import CORRECTION_ACTIONS
from viewer.actions.file_actions import FILE_ACTIONS
from viewer.actions.help_actions import HELP_ACTIONS
from viewer.actions.import_actions import IMPORT_ACTIONS
from viewer.actions.level_actions import LEVEL_ACTIONS
from viewer.actions.mark_actions import MARK_ACTIONS
from viewer.actions.narrowing_actions import NARROWING_ACTIONS
from viewer.actions.pane_actions import PANE_ACTIONS
from viewer.actions.picture_actions import PICTURE_ACTIONS
from viewer.actions.report_actions import REPORT_ACTIONS
from viewer.actions.surface_actions import SURFACE_ACTIONS
from viewer.actions.tool_actions import TOOL_ACTIONS
from viewer.actions.view_actions import VIEW_ACTIONS
from viewer.actions.window_actions import window_actions


@cache
def all_actions() -> tuple[Action, ...]:
    """Return everything a user can do, sorted by menu."""
    return (
        *FILE_ACTIONS,
        *IMPORT_ACTIONS,
        *VIEW_ACTIONS,
        *SURFACE_ACTIONS,
        *PICTURE_ACTIONS,
        *window_actions(),
        *PANE_ACTIONS,
        *CANAL_ACTIONS,
        *TOOL_ACTIONS,
        *CORRECTION_ACTIONS,
        *LEVEL_ACTIONS,
        *MARK_ACTIONS,
        *NARROWING_ACTIONS,
        *REPORT_ACTIONS,
        *HELP_ACTIONS,
    )
