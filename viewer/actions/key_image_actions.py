"""Keeping what a pane shows for the report, and going back to it."""

import attrs

from viewer.actions.action import Action
from viewer.actions.condition import can_edit
from viewer.actions.desk import Desk
from viewer.actions.jump import place_of_level
from viewer.errors import ViewerError
from viewer.model.automatic_levels import level_here
from viewer.model.key_image import MOST_IN_REPORT, KeyImage
from viewer.model.report.finding import ReportedFinding
from viewer.session.reporting import now
from viewer.session.session import Session
from viewer.tools.key_images import key_kept, key_title, keys_added
from viewer.tools.proposed_views import proposed_views

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


def keep_findings(desk: Desk) -> None:
    """Keep the views that show the findings of the report best, as one edit; none twice."""
    session = desk.session
    report, volume, analysis = session.reporting.report, session.volume, session.analysis
    if report is None or volume is None:
        return
    if not report.findings:
        raise ViewerError(
            "The report has no finding to show.", "Mark a compression (M) or accept a narrowing (Y) first."
        )
    views: tuple[KeyImage, ...] = ()
    if analysis is not None:
        found = tuple(_placed(one, session) for one in report.findings)
        by = session.settings.reader
        views = proposed_views(found, analysis, volume.geometry, created=now(), by=by)
    if not views:
        raise ViewerError(
            "The canal was not measured where the findings lie.",
            "Keep the views yourself (K), or name the levels and let the canal be measured first.",
        )
    _keep_views(session, views)


def _placed(finding: ReportedFinding, session: Session) -> ReportedFinding:
    """A finding of the levels table lies where its level does."""
    if finding.point is not None or finding.level is None:
        return finding
    return attrs.evolve(finding, point=place_of_level(session, finding.level))


def _keep_views(session: Session, views: tuple[KeyImage, ...]) -> None:
    case, missing = keys_added(session.case, views)
    added = len(case.key_images) - len(session.case.key_images)
    full = f"The report has room for {MOST_IN_REPORT}: {missing} more did not fit." if missing else ""
    if not added:
        session.notice(
            "Nothing was added." if full else "All findings that have a place have their key images.", full
        )
    elif session.edit("Keep key images of all findings", case):
        session.notice(f"{added} key image{'' if added == 1 else 's'} of the findings kept.", full)


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
    Action(
        "report.key_images",
        "Key images of all findings",
        _MENU,
        keep_findings,
        ("Shift+K",),
        enabled=can_edit,
        section="key image",
        help="The canal along and across each finding, the worst first, as far as the report has room.",
    ),
)
