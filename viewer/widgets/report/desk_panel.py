"""The report desk beside the panes: what was asked, what was done, level by level, and the report."""

from typing import TypeAlias

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from viewer.actions.desk import DeskTab
from viewer.model.spine import Level
from viewer.widgets.form.levels_form import LevelsForm
from viewer.widgets.form.procedure_form import ProcedureForm
from viewer.widgets.form.question_form import QuestionForm
from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.report.report_tab import ReportTab
from viewer.widgets.window.action_binding import ActionBinding

_WIDTH_PX = 600

Page: TypeAlias = QuestionForm | ProcedureForm | LevelsForm | ReportTab
_TAB_KEYS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class DeskPanel(QWidget):
    """Four tabs; Ctrl+Tab goes to the next. Each is made when it is first shown.

    `closed` when the reader closes the desk, `left` when Escape leaves it for the panes,
    `going(contradiction)` and `level_chosen(Level)` where a click there shall take the views along.
    """

    closed = Signal()
    left = Signal()
    going = Signal(object)
    level_chosen = Signal(object)

    def __init__(self, bound: ActionBinding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bound = bound
        self._made: dict[DeskTab, Page] = {}
        self.setProperty("role", "rail")
        self.setAccessibleName("Report desk")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Tabs of the report desk")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for tab in DeskTab:
            self.tabs.addTab(tab.value)
        self._stack = QStackedWidget()
        self.tabs.currentChanged.connect(lambda _: self._show_tab())
        head = QHBoxLayout()
        head.setContentsMargins(6, 2, 4, 0)
        head.addWidget(self.tabs, 1)
        head.addWidget(IconButton("close", "Close the report desk", self.closed.emit, self, 16))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    @property
    def tab(self) -> DeskTab:
        """The tab on top."""
        return list(DeskTab)[self.tabs.currentIndex()]

    @property
    def report(self) -> ReportTab:
        """The tab with the report, made if need be."""
        made = self.page(DeskTab.REPORT)
        assert isinstance(made, ReportTab)
        return made

    def sizeHint(self) -> QSize:
        """A page that can be read."""
        return QSize(_WIDTH_PX, 700)

    def show_tab(self, tab: DeskTab) -> None:
        """Bring a tab on top."""
        self.tabs.setCurrentIndex(list(DeskTab).index(tab))
        self._show_tab()

    def page(self, tab: DeskTab) -> Page:
        """Return what a tab shows, made when it is first asked for."""
        if tab not in self._made:
            made = self._make(tab)
            made.left.connect(self.left)
            self._stack.addWidget(made)
            self._made[tab] = made
        return self._made[tab]

    def event(self, event: QEvent) -> bool:
        """Go to the next tab on Ctrl+Tab, before it moves the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            step = _TAB_KEYS.get(Qt.Key(event.key()), 0) if control else 0
            if step:
                self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
                self.take_keyboard()
                return True
        return super().event(event)

    def take_keyboard(self) -> None:
        """Give the keyboard to what is on top."""
        self.page(self.tab).take_keyboard()

    def show_level(self, level: Level) -> None:
        """Bring the levels on top, with the cursor at one of them."""
        self.show_tab(DeskTab.LEVELS)
        page = self.page(DeskTab.LEVELS)
        if isinstance(page, LevelsForm):
            page.show_level(level)

    def _show_tab(self) -> None:
        self._stack.setCurrentWidget(self.page(self.tab))

    def _make(self, tab: DeskTab) -> Page:
        session = self._bound.desk.session
        if tab is DeskTab.REPORT:
            made = ReportTab(self._bound)
            made.going.connect(self.going)
            return made
        if tab is DeskTab.LEVELS:
            levels = LevelsForm(session)
            levels.level_chosen.connect(self.level_chosen)
            return levels
        if tab is DeskTab.QUESTION:
            return QuestionForm(session)
        procedure, reporting = ProcedureForm(session), session.reporting
        reporting.changed.connect(lambda: procedure.set_technique(reporting.technique))
        procedure.set_technique(reporting.technique)
        return procedure
