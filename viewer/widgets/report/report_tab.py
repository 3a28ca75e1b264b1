"""The last tab of the desk: the report as it stands, what does not fit, and what leaves the house."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from viewer.model.report.section import SectionId
from viewer.widgets.report.contradiction_list import ContradictionList
from viewer.widgets.report.key_strip import KeyStrip
from viewer.widgets.report.preview import Preview
from viewer.widgets.report.section_editor import SectionEditor
from viewer.widgets.report.section_fold import SectionFold
from viewer.widgets.report.section_list import SectionList
from viewer.widgets.report.state_line import StateLine
from viewer.widgets.window.action_binding import ActionBinding

_LEFT_BUTTONS = (("report.copy", "Copy text"), ("report.export", "Export…"), ("report.print", "Print…"))
_RIGHT_BUTTONS = (("report.addendum", "Addendum…"), ("report.issue", "Finalise…"))
_EDITOR_SHARE, _PREVIEW_SHARE = 2, 3


class ReportTab(QWidget):
    """Sections at the left, the pages beside them; `going(contradiction)` where one is clicked.

    `left` when Escape leaves it.
    """

    going = Signal(object)
    left = Signal()

    def __init__(self, bound: ActionBinding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        session = bound.desk.session
        self._session = session
        self._bound = bound
        self.state = StateLine(session)
        self.contradictions = ContradictionList()
        self.contradictions.chosen.connect(self.going)
        self.sections = SectionList()
        self.sections.chosen.connect(self._choose)
        self.sections.wanted.connect(self._begin)
        self.sections.left.connect(self.left)
        self.editor = SectionEditor(session)
        self.editor.closed.connect(self._leave_section)
        self.editor.hide()
        self.preview = Preview(session)
        self.preview.left.connect(self.left)
        self.preview.wanted.connect(self._unfold)
        self.fold = SectionFold()
        self.fold.folded.connect(self._fold)
        self.keys = KeyStrip(bound.desk)
        self._build()
        session.reporting.changed.connect(self.show_report)
        self.show_report()

    def show_report(self) -> None:
        """Bring lists up to date; the pages follow by themselves."""
        reporting = self._session.reporting
        self.sections.show_report(reporting.report)
        self.fold.show_report(reporting.report)
        self.contradictions.show_found(reporting.contradictions)
        self._bound.refresh_soon()

    def edit(self, section: SectionId) -> None:
        """Open a section under the reader's hands."""
        self.sections.choose(section)
        self.editor.text.setFocus()

    def take_keyboard(self) -> None:
        """Give the keyboard to the list of sections, to the pages where it is folded."""
        (self.sections if self.fold.isChecked() else self.preview).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the list where there is little room."""
        super().resizeEvent(event)
        self.fold.fit(self.width())

    def _fold(self, folded: bool) -> None:
        had_keyboard = self.sections.hasFocus()
        self.sections.setVisible(not folded)
        if folded and had_keyboard:
            self.preview.setFocus()

    def _unfold(self) -> None:
        self.fold.unfold()
        self.sections.setFocus()

    def _begin(self) -> None:
        """Type in the section that was chosen."""
        if self.editor.isVisible():
            self.editor.text.setFocus()

    def _leave_section(self) -> None:
        self.sections.choose(None)
        self.take_keyboard()

    def _choose(self, section: SectionId | None) -> None:
        if section is None:
            self.editor.hand_over()
            self.editor.hide()
        else:
            self.editor.edit(section)
            self.editor.show()

    def _build(self) -> None:
        pages = QSplitter(Qt.Orientation.Vertical)
        pages.setChildrenCollapsible(False)
        pages.addWidget(self.editor)
        pages.addWidget(self.preview)
        pages.setStretchFactor(0, _EDITOR_SHARE)
        pages.setStretchFactor(1, _PREVIEW_SHARE)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.sections)
        middle.addWidget(pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.state)
        column.addLayout(self._buttons())
        column.addWidget(self.contradictions)
        column.addLayout(middle, 1)
        column.addWidget(self.keys)
        self.setTabOrder(self.sections, self.editor.text)
        self.setTabOrder(self.editor.text, self.preview)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(4)
        row.addWidget(self.fold)
        for action_id, words in _LEFT_BUTTONS:
            row.addWidget(self._button(action_id, words))
        row.addStretch(1)
        for action_id, words in _RIGHT_BUTTONS:
            row.addWidget(self._button(action_id, words))
        return row

    def _button(self, action_id: str, words: str) -> QPushButton:
        action = self._bound.action(action_id)
        button = QPushButton(words)
        button.setAccessibleName(action.text())
        button.setProperty("primary", "true" if action_id == "report.issue" else "false")
        button.setProperty("compact", "true")
        button.clicked.connect(action.trigger)

        def follow() -> None:
            button.setEnabled(action.isEnabled())
            button.setToolTip(action.toolTip())

        action.changed.connect(follow)
        follow()
        return button
