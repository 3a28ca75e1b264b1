"""Keeping what a pane shows for the report, and going back to it."""

import attrs

from viewer.actions.action import Action
from viewer.actions.condition import can_edit
from viewer.actions.desk import Desk
from viewer.model.automatic_levels import level_here
from viewer.model.key_image import MOST_IN_REPORT, KeyImage
from viewer.session.reporting import now
from viewer.tools.key_images import key_kept, key_title

_MENU = ("&Report",)


def keep_key_image(desk: Desk) -> None:
    """Keep the view of the current pane as a key image, named by its level."""
    session, pane = desk.session, desk.window.current_pane()
    level = level_here(session.case, session.display.crosshair, session.analysis)
    title = key_title(pane, level)
    case = key_kept(session.case, pane, session.display, title, now=now(), by=session.settings.reader)
    if not session.edit(f"Keep key image {title}", case):
        return
    kept = case.key_images[-1]
    session.notice(
        f"Key image kept: {title}.",
        "" if kept.reported else f"The report has room for {MOST_IN_REPORT}: take one out to show this one.",
    )


def show_key_image(desk: Desk, image: KeyImage) -> None:
    """Show exactly what was kept: plane, window, zoom and crosshair; hidden names stay hidden."""
    session = desk.session
    session.look(attrs.evolve(image.display, identity_hidden=session.display.identity_hidden))
    desk.window.focus_pane(image.pane)


KEY_IMAGE_ACTIONS: tuple[Action, ...] = (
    Action(
        "report.key_image",
        "Keep as key image",
        _MENU,
        keep_key_image,
        ("K",),
        enabled=can_edit,
        icon="key-image",
        section="key image",
        help="Plane, window, zoom and crosshair of the current pane, for the report.",
        on_toolbar=True,
    ),
)
