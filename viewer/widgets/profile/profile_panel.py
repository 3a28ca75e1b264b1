"""The profile panel: the choice of the graph, the picture, the numbers of a section, the scope."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from viewer.session.session import Session
from viewer.widgets.marks.narrowing_words import scope_words, warning_words
from viewer.widgets.parts.kept_keys import KeptKeys
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.profile.profile_bands import normal_text, sources_text, story
from viewer.widgets.profile.profile_canvas import MOST_TURN_DEG, TURN_STEP_DEG, ProfileCanvas
from viewer.widgets.profile.profile_legend import ProfileLegend, legend_items
from viewer.widgets.profile.profile_levels import tick_near
from viewer.widgets.profile.profile_measure import MEASURES, Measure
from viewer.widgets.profile.profile_state import ProfileState
from viewer.widgets.profile.profile_words import numbers_text, place_text

_CHOICE_PX, _SLIDER_PX = 160, 130
_ONE_LINE_FROM_PX = (480, 440)


class ProfilePanel(QWidget):
    """Shows the analysis of the session, or why there is none."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setProperty("role", "rail")
        self.setAccessibleName("Profile panel")
        self.canvas = ProfileCanvas(session)
        self.state = ProfileState(session)
        self.choice = QComboBox()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self._turn = _label("muted", "How far the planes are turned")
        self._place = _label("value", "The section")
        self._numbers = _label("value", "Its numbers")
        self._normal = _label("muted", "What is normal there")
        self.legend = ProfileLegend()
        self._sources = _label("faint", "Where the normal values come from")
        self._scope = _label("faint", "What was measured, and what was not")
        self._warnings = _label("warning", "Warnings")
        self._build()
        self.canvas.pointed.connect(self._tell)
        self.canvas.turned.connect(self._show_turn)
        self.choice.currentIndexChanged.connect(self._choose)
        self.slider.valueChanged.connect(self.canvas.turn_to)
        session.analysis_changed.connect(self._show_analysis)
        session.case_changed.connect(self._show_words)
        self._show_analysis()
        self._show_turn(0)

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, as it is read."""
        return (self.state.button, self.choice, self.slider, self.canvas)

    @property
    def told(self) -> tuple[str, str]:
        """What is said of the section under the pointer, else of the one at the crosshair."""
        return self._place.text(), self._numbers.text()

    @property
    def normal(self) -> tuple[str, str]:
        """What is said of the normal value at that section, and of the sources of all."""
        return self._normal.text(), self._sources.text()

    @property
    def scope(self) -> str:
        """What is said of all numbers together, warnings included."""
        return "\n".join(one.text() for one in (self._scope, self._warnings) if one.text())

    def settle(self) -> None:
        """Bring the words up to date at once, for a snapshot."""
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words of a section the lines that the longest may need."""
        super().resizeEvent(event)
        # As many whatever is hovered: the picture must not move under the pointer.
        long, short = _ONE_LINE_FROM_PX
        for one, least_px in ((self._place, short), (self._numbers, long), (self._normal, long)):
            lines = 1 if self.width() >= least_px else 2
            one.setFixedHeight(lines * one.fontMetrics().height() + 2)

    def _build(self) -> None:
        self.choice.addItems([words.title for words in MEASURES.values()])
        self.choice.setMinimumContentsLength(8)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMaximumWidth(_CHOICE_PX)
        self.choice.setAccessibleName("What the graph shows")
        self._keys = KeptKeys(self.choice, self.choice.view(), self.slider)
        self.slider.setRange(-MOST_TURN_DEG, MOST_TURN_DEG)
        self.slider.setSingleStep(TURN_STEP_DEG)
        self.slider.setPageStep(3 * TURN_STEP_DEG)
        self.slider.setMinimumWidth(_SLIDER_PX // 3)
        self.slider.setMaximumWidth(_SLIDER_PX)
        self.slider.setAccessibleName("Turn the planes about the canal")
        self.slider.setToolTip("Turn the planes about the canal (Shift+wheel)")
        for one in (self._place, self._numbers, self._normal, self._sources, self._scope, self._warnings):
            one.setWordWrap(True)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 2)
        head.setSpacing(8)
        head.addWidget(self.choice, 1)
        head.addStretch(1)
        middle = Qt.AlignmentFlag.AlignVCenter
        head.addWidget(_label("muted", "", "Turn"), 0, middle)
        head.addWidget(self.slider, 0, middle)
        head.addWidget(self._turn, 0, middle)
        foot = QVBoxLayout()
        foot.setContentsMargins(10, 4, 10, 6)
        foot.setSpacing(3)
        for one in (self._place, self._numbers, self._normal, self._sources, self._scope, self._warnings):
            foot.addWidget(one)
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.legend)
        column.addLayout(foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.state)
        self._stack.addWidget(self._page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _show_analysis(self, *_: object) -> None:
        analysis = self.canvas.analysis
        self._stack.setCurrentWidget(self.state if analysis is None else self._page)
        self._show_words()
        self._tell()

    def _show_words(self, *_: object) -> None:
        """What is said of the whole picture; it changes with the analysis, the case and the choice."""
        canvas, session, analysis = self.canvas, self._session, self.canvas.analysis
        if analysis is None or analysis.sections is None:
            return
        bands, kinds = canvas.bands, tuple(block.kind for block in analysis.blocks)
        answers = tuple(answer for _, _, answer in canvas.numbered)
        self.legend.show_items(legend_items(analysis.sections, kinds, answers, normal=bool(bands)))
        self._sources.setText(sources_text(bands, canvas.ticks, canvas.measure))
        self._sources.setToolTip(story(bands))
        self._scope.setText(scope_words(session.case, analysis))
        self._warnings.setText(warning_words(session.case, analysis))
        self._warnings.setVisible(bool(self._warnings.text()))

    def _choose(self, place: int) -> None:
        self.canvas.set_measure(tuple(Measure)[place])
        self._show_words()
        self._tell()

    def _show_turn(self, turn_deg: int) -> None:
        self.slider.setValue(turn_deg)
        self._turn.setText(f"{turn_deg}°".replace("-", "\N{MINUS SIGN}").rjust(4, "\N{FIGURE SPACE}"))

    def _tell(self) -> None:
        analysis, number = self.canvas.analysis, self.canvas.told
        place = numbers = normal = ""
        if analysis is not None and analysis.sections is not None and number is not None:
            ticks, arc_mm = self.canvas.ticks, float(analysis.sections.arc_mm[number])
            place = place_text(analysis, ticks, number)
            numbers = numbers_text(analysis.sections, number)
            near = tick_near(ticks, arc_mm)
            normal = normal_text(self.canvas.bands, self.canvas.measure, arc_mm, near.name if near else "")
        elif analysis is not None:
            place = "The crosshair stands beside no section."
            numbers = "Click in the profile to go into the canal."
        self._place.setText(place)
        self._numbers.setText(numbers)
        self._normal.setText(normal)
        self.canvas.setAccessibleDescription(f"{place}. {numbers}")


def _label(role: str, name: str, text: str = "") -> QLabel:
    made = PlainLabel(text)
    made.setProperty("role", role)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    if name:
        made.setAccessibleName(name)
    return made
