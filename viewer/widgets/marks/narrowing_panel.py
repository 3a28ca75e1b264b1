"""The section of measured narrowings: the list between its scope and what is unsure about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.actions.narrowing_actions import chosen_narrowing, listed_narrowings
from viewer.session.session import Session
from viewer.tools.narrowings import Answer, answer_of, band_words
from viewer.widgets.marks.narrowing_list import NarrowingList
from viewer.widgets.marks.narrowing_words import scope_words, warning_words
from viewer.widgets.parts.plain_text import PlainLabel

_FOLDED = "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
_KEYS = "Y accepts as a mark, R rejects."
_UNDER_WAY = "The contrast column is being measured."


class NarrowingPanel(QWidget):
    """Folds away under its title; unfolded it never shows the list without its scope."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.list = NarrowingList(session)
        self.scope, self.detail, self.warning = _label("muted"), _label("muted"), _label("warning")
        self._open = True
        self.title = QPushButton()
        self.title.setFlat(True)
        self.title.setProperty("role", "fold")
        self.title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.title.clicked.connect(self.fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (self.title, self.scope, self.list, self.detail, self.warning):
            column.addWidget(part)
        column.setStretchFactor(self.list, 1)
        for signal in (session.case_changed, session.selection_changed, session.analysis_changed):
            signal.connect(self.show_analysis)
        session.volume_changed.connect(self.show_analysis)
        session.jobs_changed.connect(self._show_under_way)
        self.show_analysis()

    @property
    def height_wanted(self) -> int:
        """The height at the present width with which everything is in view."""
        return self._height(self.list.sizeHint().height())

    @property
    def height_least(self) -> int:
        """The height at the present width below which words would be cut."""
        return self._height(self.list.minimumSizeHint().height())

    def _height(self, list_px: int) -> int:
        words = (self.scope, self.detail, self.warning)
        shown = [part.heightForWidth(self.width()) for part in words if not part.isHidden()]
        shown += [list_px] if not self.list.isHidden() else []
        return self.title.sizeHint().height() + sum(shown) + 2 * len(shown)

    def fold(self) -> None:
        """Fold the section away, or unfold it."""
        self._open = not self._open
        self.show_analysis()

    def _show_under_way(self, *_: object) -> None:
        """Jobs tell of every step: only the first and the last matter here."""
        if self._session.analysis is None:
            self.show_analysis()

    def show_analysis(self, *_: object) -> None:
        """Bring words and list up to date."""
        session = self._session
        listed, open_ = listed_narrowings(session), self._open
        count = len(listed)
        unread = sum(answer_of(session.case, one) is Answer.OPEN for one in listed)
        self.setVisible(session.volume is not None)
        arrow = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}" if open_ else _FOLDED
        counted = f" ({count}, {unread} open)" if count else ""
        self.title.setText(f"{arrow}  Measured narrowings{counted}")
        self.list.setVisible(open_ and bool(count))
        chosen = chosen_narrowing(session)
        bands = [band_words(band) for band in chosen.bands] if chosen else []
        under_way = session.analysis is None and session.analysis_job is not None
        scope = _UNDER_WAY if under_way else scope_words(session.case, session.analysis)
        _say(self.scope, scope if open_ else "")
        _say(self.detail, "\n".join([*bands, _KEYS]) if open_ and chosen else "")
        _say(self.warning, warning_words(session.case, session.analysis) if open_ else "")
        self.updateGeometry()


def _label(role: str) -> QLabel:
    made = PlainLabel()
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setContentsMargins(10, 2, 8, 4)
    return made


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
