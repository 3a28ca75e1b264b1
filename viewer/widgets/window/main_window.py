"""The window: rails at the sides, panes in the middle, one line at the bottom."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import QByteArray, QEvent, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from viewer.actions.desk import DemoCase, Desk, DeskTab, FileKind, Rail
from viewer.model.display import PaneId, SurfaceView
from viewer.model.plane import PlaneKind
from viewer.session.session import Session
from viewer.tools.navigation import maximise
from viewer.widgets.library.library_panel import LibraryPanel
from viewer.widgets.library.library_sheet import LibrarySheet
from viewer.widgets.series.import_banner import ImportBanner
from viewer.widgets.series.import_report_sheet import ImportReportSheet
from viewer.widgets.series.orientation_sheet import OrientationSheet
from viewer.widgets.window.about import AboutSheet
from viewer.widgets.window.action_binding import ActionBinding
from viewer.widgets.window.command_palette import CommandPalette
from viewer.widgets.window.correction_bar import CorrectionBar
from viewer.widgets.window.desk_frame import DeskFrame
from viewer.widgets.window.drop_frame import DropFrame
from viewer.widgets.window.notice_bar import NoticeBar
from viewer.widgets.window.panes import Panes
from viewer.widgets.window.questions import Questions
from viewer.widgets.window.rails import Rails
from viewer.widgets.window.shortcut_sheet import ShortcutSheet
from viewer.widgets.window.start_page import StartPage
from viewer.widgets.window.status_bar import StatusBar
from viewer.widgets.window.top_bar import TopBar

if TYPE_CHECKING:
    from viewer.widgets.report.sheets import ReportSheets


class MainWindow(QMainWindow):
    """Shows a session, and does for actions what only a window can do.

    `make_demo` makes and opens a built-in case; without it the start page offers none.
    """

    def __init__(self, session: Session, make_demo: Callable[[DemoCase], None] | None = None) -> None:
        super().__init__()
        self.session = session
        self._make_demo = make_demo
        self._painted = False
        self.setWindowTitle("Thecal")
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 480)
        self.resize(1440, 900)
        # False on first use, and where the screen is no longer as it was.
        self.has_place = self.restoreGeometry(QByteArray.fromHex(session.settings.window_geometry.encode()))
        self.panes = Panes(session)
        self.rails = Rails(session)
        self._stack = QStackedWidget()
        self.frame = DeskFrame(session, self._stack)
        self.desk = Desk(session, self)
        self.bound = ActionBinding(self.desk, self)
        self.status = StatusBar(session)
        self.start_page = StartPage(LibraryPanel(session), demo=make_demo is not None)
        self.banner = ImportBanner(session)
        self._stack.addWidget(self.start_page)
        self._stack.addWidget(self.panes)
        self.frame.bind(self.bound)
        self._build()
        self._notices = NoticeBar(self._stack)
        self._drop_frame = DropFrame(self._stack)
        self._questions = Questions(session, self._stack)
        self._palette = CommandPalette(self.bound, self)
        self._sheet = ShortcutSheet(self.bound, self)
        self._about = AboutSheet(self)
        self._library = LibrarySheet(session, self.choose_folder, self)
        self._library.serve(self.start_page.library)
        self._orientation = OrientationSheet(session, self)
        self._report = ImportReportSheet(session, self, self.choose_new_file)
        self._report_sheets: ReportSheets | None = None
        self._connect()
        self._show_volume()

    # What actions ask of a window

    def choose_folder(self, title: str, then: Callable[[Path], None]) -> None:
        """Ask for a folder."""
        self._questions.choose_folder(title, then)

    def choose_files(self, title: str, kind: FileKind, then: Callable[[tuple[Path, ...]], None]) -> None:
        """Ask for one or several existing files."""
        self._questions.choose_files(title, kind, then)

    def choose_new_file(
        self,
        title: str,
        suggested_name: str,
        then: Callable[[Path], None],
        kind: FileKind = FileKind.CASE,
    ) -> None:
        """Ask where a file shall be written."""
        self._questions.choose_new_file(title, suggested_name, then, kind)

    def open_demo(self, demo: DemoCase) -> None:
        """Make the built-in case if needed, and open it."""
        if self._make_demo is not None:
            self._make_demo(demo)

    def edit_mark(self) -> None:
        """Give the keyboard to the form of the selected mark."""
        self.rails.edit_mark()

    def current_pane(self) -> PaneId:
        """Return the pane that has, or last had, the keyboard."""
        return self.panes.current

    def focus_pane(self, pane: PaneId) -> None:
        """Give the keyboard to a pane, bringing it on screen if the layout hides it."""
        self.panes.focus(pane)

    def view_column_from(self, side: SurfaceView) -> None:
        """Turn the 3D pane to a standard view."""
        self.panes.column.view_from(side)

    def rail_shown(self, rail: Rail) -> bool:
        """Whether a rail is unfolded."""
        return not self.rails.rail(rail).folded

    def toggle_rail(self, rail: Rail) -> None:
        """Fold or unfold a rail."""
        self.rails.rail(rail).toggle()

    def show_library(self) -> None:
        """Show or hide the library of opened studies; the start page lists it already."""
        if self.start_page.isVisible() and self.start_page.library.isVisible():
            self.start_page.setFocus()
        else:
            self._library.toggle()

    def show_palette(self) -> None:
        """Show the command palette."""
        self._palette.toggle()

    def show_shortcuts(self) -> None:
        """Show or hide the sheet of shortcuts."""
        self._sheet.toggle()

    def show_about(self) -> None:
        """Show what the program is, and what it is not."""
        self._about.toggle()

    def leave_unasked(self) -> None:
        """Never ask by itself: nobody is there to answer."""
        self._orientation.unattended = True

    def show_import_report(self) -> None:
        """Show or hide what was read, left out, put right and taken for granted."""
        self._report.toggle()

    def ask_orientation(self) -> None:
        """Ask how the volume lies in the patient."""
        self._orientation.summon()

    def desk_shown(self) -> bool:
        """Whether the report desk stands beside the panes."""
        return self.frame.shown

    def toggle_desk(self) -> None:
        """Show or hide the report desk."""
        self.frame.toggle()

    def show_desk(self, tab: DeskTab) -> None:
        """Show a tab of the report desk and give it the keyboard."""
        self.frame.show_desk(tab)

    def ask_issue(self) -> None:
        """Ask for what a final report needs, and make it final."""
        self.report_sheets.issue.toggle()

    def ask_addendum(self) -> None:
        """Ask for the words of an addendum."""
        self.report_sheets.addendum.toggle()

    def ask_export(self) -> None:
        """Ask for folder and formats, and hand the report over."""
        self.report_sheets.export.toggle()

    def ask_text(self, title: str, default: str, then: Callable[[str], None]) -> None:
        """Ask for a short text."""
        self._questions.ask_text(title, default, then)

    def copy_text(self, text: str) -> None:
        """Put words on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def show_lines(self, title: str, lines: tuple[str, ...]) -> None:
        """Show a list of sentences."""
        self.report_sheets.lines.show_lines(title, lines)

    def offer_lines(self, title: str, lines: tuple[str, ...], words: str, then: Callable[[], None]) -> None:
        """Show a list of sentences and a button with `words` that does what they tell of."""
        self.report_sheets.lines.offer_lines(title, lines, words, then)

    def quit(self) -> None:
        """Close the window."""
        self.close()

    @property
    def report_sheets(self) -> "ReportSheets":
        """The sheets of the report, made when the first of them is asked for."""
        if self._report_sheets is None:
            # No study needs them to be opened.
            from viewer.widgets.report.sheets import ReportSheets

            self._report_sheets = ReportSheets(self.session, self.choose_folder, self)
            self._report_sheets.issue.going.connect(self.frame.go_to)
        return self._report_sheets

    @property
    def notice_texts(self) -> tuple[str, ...]:
        """The messages on screen, oldest first."""
        return self._notices.texts

    # What Qt tells

    def paintEvent(self, event: QPaintEvent) -> None:
        """Load the renderers once the window has been painted for the first time."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.panes, self.panes.start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rails less where there is little."""
        super().resizeEvent(event)
        self.rails.fit(self.width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if _dropped(event):
            event.acceptProposedAction()
            self._drop_frame.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went away again."""
        super().dragLeaveEvent(event)
        self._drop_frame.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self._drop_frame.hide()
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self.session.open_paths(paths)

    def event(self, event: QEvent) -> bool:
        """Leave the keys to an open menu: they are no shortcuts meanwhile."""
        if event.type() == QEvent.Type.ShortcutOverride and QApplication.activePopupWidget() is not None:
            event.accept()
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Release the scenes and their threads."""
        self.panes.release()
        placed = bytes(self.saveGeometry().toHex().data()).decode()
        self.session.change_settings(attrs.evolve(self.session.settings, window_geometry=placed))
        super().closeEvent(event)

    # Building

    def _build(self) -> None:
        self.setMenuWidget(TopBar(self.bound))
        self.bound.attach(self, self.panes)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rails.rail(Rail.SERIES))
        row.addLayout(self._centre(), 1)
        row.addWidget(self.rails.rail(Rail.SPINE))
        row.addWidget(self.rails.rail(Rail.MARKS))
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self._order_tabs()

    def _centre(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(CorrectionBar(self.bound))
        column.addWidget(self.banner)
        column.addWidget(self.frame, 1)
        return column

    def _order_tabs(self) -> None:
        """By Tab from left to right: series, panes, spine, marks."""
        stops = [self.rails.series, *self.panes.in_order, self.rails.spine, self.rails.marks]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        session = self.session
        session.noticed.connect(self._notices.show_notice)
        session.volume_changed.connect(self._show_volume)
        session.reading.opened.connect(self._show_pictures)
        session.reading.closed.connect(self._show_volume)
        session.case_changed.connect(self._show_title)
        session.display_changed.connect(self._show_title)
        self.panes.hovered.connect(self.status.set_hovered)
        self.panes.focused.connect(self._set_pane)
        self.panes.maximise.connect(self._maximise)
        self.banner.orient.connect(self.ask_orientation)
        self.rails.series.report.connect(self.show_import_report)
        self.rails.series.objects.connect(self._offer_objects)
        self.banner.details.connect(self.show_import_report)
        self.rails.left.connect(lambda: self.panes.focus(self.panes.current))
        self.bound.action("tool.leave").triggered.connect(self.panes.hand.let_go)
        self.rails.changed.connect(self.bound.refresh_soon)
        self.frame.shown_changed.connect(self._make_room)
        self.frame.left.connect(lambda: self.panes.focus(self.panes.current))
        self.start_page.open_folder.connect(lambda: self.bound.action("file.open_folder").trigger())
        self.start_page.open_files.connect(lambda: self.bound.action("file.open_files").trigger())
        self.start_page.open_recent.connect(lambda path: session.open_paths([path]))
        self.start_page.open_demo.connect(lambda name: self.open_demo(DemoCase(name)))

    def _show_volume(self, *_: object) -> None:
        is_open = self.session.volume is not None
        shown = is_open or self.session.reading.is_open
        self._stack.setCurrentWidget(self.panes if shown else self.start_page)
        self.rails.set_open(is_open)
        if shown and not is_open:
            self.panes.pictures.pane.setFocus()
        elif is_open:
            self.panes.focus(self.panes.current)
        else:
            self.start_page.show_recent(self.session.settings.recent)
            self.start_page.setFocus()
        self._show_title()

    def _make_room(self) -> None:
        """Fold the rails beside an open desk where there is little room, and unfold them after it."""
        self.rails.make_room(desk=self.frame.shown)
        self.bound.refresh_soon()
        focused = QApplication.focusWidget()
        lost = focused is None or not (focused.isVisible() and self.panes.isAncestorOf(focused))
        if not self.frame.shown and self.session.volume is not None and lost:
            self.panes.focus(self.panes.current)

    def _show_pictures(self) -> None:
        """Show the pictures of a series beside the CT, and give them the keyboard."""
        self._stack.setCurrentWidget(self.panes)
        self.panes.pictures.pane.setFocus()

    def _show_title(self, *_: object) -> None:
        patient = self.session.case.study.patient
        name = patient.shown_name or patient.patient_id
        hidden = self.session.display.identity_hidden or self.session.volume is None
        self.setWindowTitle("Thecal" if hidden or not name else f"{name} - Thecal")

    def _offer_objects(self, paths: tuple[Path, ...]) -> None:
        from viewer.actions.received import offer_received  # comes with the first object that is read

        offer_received(self.desk, paths)

    def _set_pane(self, pane: PaneId) -> None:
        if pane is not PaneId.COLUMN:
            self.status.set_pane(PlaneKind(pane.value))
        self.bound.refresh_soon()

    def _maximise(self, pane: PaneId) -> None:
        self.session.look(maximise(self.session.display, pane))


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
