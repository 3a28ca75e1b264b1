"""A page of the case form: sections of rows below one another, scrolled where they are too many."""

from datetime import UTC, datetime
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from viewer.session.session import Session
from viewer.tools.form_edits import Reviewer
from viewer.tools.outcome import Edit, Refused
from viewer.widgets.form.choice_row import CAPTION_PX
from viewer.widgets.form.text_field import discard
from viewer.widgets.parts.plain_text import PlainLabel

_READER = "the reader"
_WIDE_PX = 2000
_MARGIN_PX = 8


def reviewer_of(session: Session) -> Reviewer:
    """Return who is reading, and the present moment."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Reviewer(session.settings.reader.strip() or _READER, now)


def caption(words: str) -> PlainLabel:
    """Return the faint words before a field."""
    label = PlainLabel(words)
    label.setProperty("role", "faint")
    label.setWordWrap(True)
    label.setFixedWidth(CAPTION_PX)
    return label


def field_row(words: str, *parts: QWidget) -> QWidget:
    """Return a row of fields after a caption, in line with the rows of chips."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(6, 2, 2, 2)
    row.setSpacing(4)
    row.addWidget(caption(words))
    wide = [part for part in parts if part.maximumWidth() > _WIDE_PX]
    for part in parts:
        row.addWidget(part, int(part in wide))
    if not wide:
        row.addStretch(1)
    return holder


def dress(label: QWidget, role: str) -> None:
    """Give a label the look of another role."""
    if label.property("role") != role:
        label.setProperty("role", role)
        # Qt looks at a property only when it dresses a widget anew.
        label.style().unpolish(label)
        label.style().polish(label)


def lowered(title: str) -> str:
    """Return a title as it stands within a line; names and grades in capitals stay."""
    first = title.split(maxsplit=1)[0] if title.strip() else ""
    return title if first.isupper() or first[1:2].isupper() else title[:1].lower() + title[1:]


class FormPage(QScrollArea):
    """Holds the rows of one page; `left` when the reader leaves it by Escape.

    Its parts bring themselves up to date in `show_case`, which is called after every change.
    """

    left = Signal()

    def __init__(self, name: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._study = session.case.study
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(8, 4, 8, 12)
        self.column.setSpacing(2)
        self.setWidget(self.body)
        # Qt fills the page of a scroll area; the panel has its own ground.
        self.body.setAutoFillBackground(False)

    def section(self, title: str) -> PlainLabel:
        """Begin a section; return its heading."""
        if self.column.count():
            rule = QFrame()
            rule.setProperty("role", "rule")
            rule.setFixedHeight(1)
            self.column.addSpacing(8)
            self.column.addWidget(rule)
        label = PlainLabel(title)
        label.setProperty("role", "section")
        label.setContentsMargins(6, 6, 0, 2)
        self.column.addWidget(label)
        return label

    def add(self, part: QWidget) -> None:
        """Append a part below the others."""
        self.column.addWidget(part)

    def apply(self, outcome: Edit | Refused) -> None:
        """Do what an edit says, in the session."""
        self._session.apply(outcome)

    def leave_study(self) -> None:
        """Drop what was typed and not handed over where the case is of another study now."""
        if self._session.case.study != self._study:
            self._study = self._session.case.study
            discard(self.body)

    def take_keyboard(self) -> None:
        """Give the keyboard to the first field."""
        stops = (one for one in _tab_stops(self.column) if one.isVisibleTo(self.body))
        next(stops, self).setFocus(Qt.FocusReason.TabFocusReason)

    def bring_in_sight(self, part: QWidget) -> None:
        """Scroll until all of a part is seen, once it has its size."""
        QTimer.singleShot(0, part, lambda: self.ensureWidgetVisible(part, 0, _MARGIN_PX))

    def order_keys(self) -> None:
        """Let Tab follow what is seen, from the top down; to be called when parts have come or gone."""
        for before, after in pairwise(_tab_stops(self.column)):
            QWidget.setTabOrder(before, after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """A column of usual width."""
        return QSize(480, 600)

    def minimumSizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(400, 200)


def _tab_stops(layout: QLayout) -> list[QWidget]:
    """Everything in a layout that Tab stops at, in the order of the layout."""
    found: list[QWidget] = []
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item else (None, None)
        if widget is not None:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                found.append(widget)
            inner = widget.layout()
        if inner is not None:
            found += _tab_stops(inner)
    return found
