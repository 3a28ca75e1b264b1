"""The bar over the panes while the sac is corrected: the tool, its size, what it spares, and the way back."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSlider, QWidget

from viewer.session.session import Session
from viewer.tools.brush import Brush, brush_sizes, cut_depths
from viewer.tools.hands import CORRECTING, ToolId
from viewer.widgets.parts.chip import Chip
from viewer.widgets.window.action_binding import ActionBinding, icon_of, shortcut_text

_HEIGHT_PX, _SLIDER_PX, _NUMBER_PX = 34, 110, 56
# Narrower than these it leaves out its hint, its title, then the least needed button.
_LEAST_PX = (1160, 880, 760)
_TOOLS = (("tool.paint", "Paint"), ("tool.erase", "Erase"), ("tool.cut", "Cut off"))
_CHOICES = (("brush.ball", "3D brush"), ("brush.in_contrast", "Only in contrast"))
_RESETS = (("sac.reset_near", "Undo near here"), ("sac.reset", "Reset all"), ("tool.leave", "Done"))
_HINTS = {
    ToolId.PAINT: "Ctrl: erase · Shift+wheel: size",
    ToolId.ERASE: "Ctrl: paint · Shift+wheel: size",
    ToolId.CUT: "The hatched side goes · Ctrl: the other",
}


class CorrectionBar(QFrame):
    """Shown while a tool that corrects the sac is in hand; nothing in it takes the keyboard from the panes."""

    def __init__(self, actions: ActionBinding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._session: Session = actions.desk.session
        self.setProperty("role", "bar")
        self.setAccessibleName("Correction of the sac")
        self.setFixedHeight(_HEIGHT_PX)
        self._chips = {name: self._chip(name, words) for name, words in (*_TOOLS, *_CHOICES)}
        self._title = QLabel("Correct the sac")
        self._word = QLabel()
        self._word.setProperty("role", "muted")
        self._size = QSlider(Qt.Orientation.Horizontal)
        self._size.setFixedWidth(_SLIDER_PX)
        self._size.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._size.setAccessibleName("Size in mm")
        self._size.valueChanged.connect(self._take_size)
        self._number = QLabel()
        self._number.setFixedWidth(_NUMBER_PX)
        self._hint = QLabel()
        self._hint.setProperty("role", "faint")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._resets = [self._button(name, words) for name, words in _RESETS]
        self._lay_out()
        for signal in (self._session.tool_changed, self._session.brush_changed):
            signal.connect(self.show_state)
        self.show_state()

    def show_state(self, *_: object) -> None:
        """Show the tool in hand and its size, or hide."""
        tool = self._session.tool
        self.setVisible(tool in CORRECTING)
        if tool not in CORRECTING:
            return
        cuts = tool == ToolId.CUT
        self._chips["brush.ball"].setVisible(not cuts)
        self._chips["brush.in_contrast"].setVisible(tool == ToolId.PAINT)
        self._hint.setText(_HINTS[ToolId(tool)])
        self._word.setText("Depth" if cuts else "Size")
        self._show_size(self._session.brush, cuts=cuts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what can be done without where there is little room."""
        super().resizeEvent(event)
        for part, least_px in zip((self._hint, self._title, self._resets[0]), _LEAST_PX, strict=True):
            part.setVisible(event.size().width() >= least_px)

    def _show_size(self, brush: Brush, *, cuts: bool) -> None:
        sizes, size_mm = (cut_depths(), brush.cut_reach_mm) if cuts else (brush_sizes(), brush.diameter_mm)
        nearest = min(range(len(sizes)), key=lambda n: abs(sizes[n] - size_mm))
        with QSignalBlocker(self._size):
            self._size.setRange(0, len(sizes) - 1)
            self._size.setValue(nearest)
        self._number.setText(f"± {size_mm:g} mm" if cuts else f"{size_mm:g} mm")

    def _take_size(self, place: int) -> None:
        session = self._session
        if session.tool == ToolId.CUT:
            session.use_brush(session.brush.with_cut_reach(cut_depths()[place]))
        else:
            session.use_brush(session.brush.with_diameter(brush_sizes()[place]))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(5)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._title.setProperty("role", "section")
        row.addWidget(self._title)
        for name, _words in _TOOLS:
            row.addWidget(self._chips[name])
        row.addSpacing(8)
        row.addWidget(self._word)
        row.addWidget(self._size)
        row.addWidget(self._number)
        for name, _words in _CHOICES:
            row.addWidget(self._chips[name])
        row.addSpacing(8)
        row.addWidget(self._hint, 1)
        row.addStretch()
        for button in self._resets:
            row.addWidget(button)

    def _chip(self, name: str, words: str) -> Chip:
        record = next(one for one in self._actions.records if one.id == name)
        key = shortcut_text(record)
        chip = Chip(words, key if len(key) == 1 else "", icon_of(record), self)
        action = self._actions.action(name)
        chip.setToolTip(action.toolTip())
        chip.setChecked(action.isChecked())
        chip.clicked.connect(action.trigger)
        # The state decides what is on, not the click.
        chip.clicked.connect(lambda _=False: chip.setChecked(action.isChecked()))
        action.changed.connect(lambda: _follow(chip, action.isChecked(), action.isEnabled()))
        return chip

    def _button(self, name: str, words: str) -> QPushButton:
        action = self._actions.action(name)
        button = QPushButton(words)
        button.setProperty("role", "link")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        button.setEnabled(action.isEnabled())
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        return button


def _follow(chip: Chip, checked: bool, enabled: bool) -> None:
    chip.setChecked(checked)
    chip.setEnabled(enabled)
