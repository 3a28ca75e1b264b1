"""The report: its desk beside the panes, key images, making it final, handing it over."""

from functools import partial

import attrs

from viewer.actions.action import Action, guarded
from viewer.actions.condition import can_edit, has_volume
from viewer.actions.desk import Desk, DeskTab, FileKind
from viewer.actions.handing_over import save_pdf
from viewer.actions.key_image_actions import KEY_IMAGE_ACTIONS

_MENU = ("&Report",)
_TABS = (
    (DeskTab.QUESTION, "Clinical question", "F7"),
    (DeskTab.PROCEDURE, "Procedure and adequacy", "F8"),
    (DeskTab.LEVELS, "Levels one by one", "F9"),
    (DeskTab.REPORT, "Report and preview", "Ctrl+Shift+P"),
)


def _tab_action(tab: DeskTab, title: str, shortcut: str) -> Action:
    return Action(
        f"report.{tab.name.lower()}",
        title,
        _MENU,
        lambda desk: desk.window.show_desk(tab),
        (shortcut,),
        enabled=has_volume,
        section="desk",
    )


def _has_issued(desk: Desk) -> bool:
    return can_edit(desk) and desk.session.reporting.issued is not None


def _copy(desk: Desk) -> None:
    text = desk.session.reporting.text()
    desk.window.copy_text(text)
    desk.session.notice("The report was copied.", "Paste it into your dictation system.")


def _print(desk: Desk) -> None:
    name = desk.session.case.study.study_date or "report"
    take = guarded(desk.session, partial(save_pdf, desk.session))
    desk.window.choose_new_file("Print the report to PDF", f"report {name}.pdf", take, FileKind.PDF)


def _ask_reader(desk: Desk) -> None:
    session = desk.session

    def take(name: str) -> None:
        session.change_settings(attrs.evolve(session.settings, reader=" ".join(name.split())))

    desk.window.ask_text("Name of the reader, as reports are signed", session.settings.reader, take)


def _ask_uid_root(desk: Desk) -> None:
    from viewer.dicom.outgoing.uids import checked_root  # pydicom is slow to import

    session = desk.session

    def take(text: str) -> None:
        root = checked_root(text)
        session.change_settings(attrs.evolve(session.settings, uid_root=root))
        session.notice(
            "DICOM objects get UIDs below this root." if root else "DICOM objects get UIDs below 2.25."
        )

    title = "The site's registered root of UIDs (empty: 2.25)"
    desk.window.ask_text(title, session.settings.uid_root, guarded(session, take))


def _read_back(desk: Desk) -> None:
    from viewer.actions.received import take_received  # comes with the first object that is read

    desk.window.choose_files(
        "Take marks from DICOM objects",
        FileKind.DICOM,
        guarded(desk.session, lambda paths: take_received(desk, paths)),
    )


REPORT_ACTIONS: tuple[Action, ...] = (
    Action(
        "report.desk",
        "Report desk",
        _MENU,
        lambda desk: desk.window.toggle_desk(),
        ("Ctrl+R",),
        enabled=has_volume,
        checked=lambda desk: desk.window.desk_shown(),
        icon="report",
        section="desk",
        help="Question, procedure, levels and the report beside the images.",
        on_toolbar=True,
    ),
    *(_tab_action(*row) for row in _TABS),
    *KEY_IMAGE_ACTIONS,
    Action(
        "report.copy",
        "Copy the report as text",
        _MENU,
        _copy,
        ("Ctrl+Shift+C",),
        enabled=has_volume,
        icon="copy",
        section="out",
        help="Laid out for pasting into a dictation system.",
    ),
    Action(
        "report.export",
        "Export the report…",
        _MENU,
        lambda desk: desk.window.ask_export(),
        ("Ctrl+E",),
        enabled=has_volume,
        section="out",
        help="PDF, text, HTML, JSON, CSV, FHIR and DICOM objects, into a folder.",
    ),
    Action(
        "report.print",
        "Print the report to PDF…",
        _MENU,
        _print,
        ("Ctrl+P",),
        enabled=has_volume,
        section="out",
    ),
    Action(
        "report.read_back",
        "Take marks from DICOM objects…",
        _MENU,
        _read_back,
        enabled=can_edit,
        section="in",
        help="Structured reports, segmentations and presentation states of this study.",
    ),
    Action(
        "report.issue",
        "Finalise the report…",
        _MENU,
        lambda desk: desk.window.ask_issue(),
        enabled=can_edit,
        section="issue",
        help="A final report is kept as it is and cannot be taken back.",
    ),
    Action(
        "report.addendum",
        "Add an addendum…",
        _MENU,
        lambda desk: desk.window.ask_addendum(),
        enabled=_has_issued,
        section="issue",
    ),
    Action("report.reader", "Reader's name…", _MENU, _ask_reader, section="reader"),
    Action(
        "report.uid_root",
        "Root of UIDs…",
        _MENU,
        _ask_uid_root,
        section="reader",
        help="The root that your site has registered; without one, UIDs are made from UUIDs (2.25).",
    ),
)
