"""What a session holds, the signals that tell of its changes, and what changes without being saved."""

from PySide6.QtCore import QObject, Signal

from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.foreign_segment import ForeignSegment
from viewer.model.study import Catalogue, Series, Study
from viewer.model.volume import Volume
from viewer.session.history import History
from viewer.session.notice import Notice, Severity, notice_of
from viewer.session.relevel import PendingRelevel
from viewer.session.settings import Settings
from viewer.tools.brush import Brush

_MAX_NOTICES = 200


class SessionState(QObject):
    """The current values. What is saved is only replaced by `Session`; what is not, here.

    `case_changed(old, new)` tells of edits, undo and redo; `shown_case_changed(old, new)` of whatever
    panes draw, a gesture's preview included. All state is new before the first signal tells of it.
    """

    case_changed = Signal(object, object)
    shown_case_changed = Signal(object, object)
    display_changed = Signal(object, object)
    volume_changed = Signal(object)
    volume_progressed = Signal(int, int)
    volume_completed = Signal(object)
    catalogue_changed = Signal(object)
    selection_changed = Signal(str)
    history_changed = Signal()
    jobs_changed = Signal()
    noticed = Signal(object)
    column_changed = Signal(object)
    analysis_changed = Signal(object)
    sac_changed = Signal(object)
    segments_changed = Signal()
    read_only_changed = Signal(bool)
    relevel_changed = Signal(object)
    tool_changed = Signal(str)
    brush_changed = Signal(object)
    settings_changed = Signal(object, object)
    asked = Signal(object)
    saved = Signal(object)

    def __init__(
        self, settings: Settings, notices: tuple[Notice, ...], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._case = Case()
        self._preview: Case | None = None
        self._display = Display()
        self._volume: Volume | None = None
        self._catalogue = Catalogue()
        self._study: Study | None = None
        self._series: Series | None = None
        self._history = History()
        self._selection = ""
        self._tool = "crosshair"
        self._brush = Brush()
        self._segments: tuple[ForeignSegment, ...] = ()
        self._read_only_reason = ""
        self._relevel: PendingRelevel | None = None
        self._settings = settings
        self._notices = notices

    @property
    def case(self) -> Case:
        """What the reader has placed, marked and measured; what is saved."""
        return self._case

    @property
    def shown_case(self) -> Case:
        """The case as panes draw it: the preview of a gesture if there is one."""
        return self._case if self._preview is None else self._preview

    @property
    def display(self) -> Display:
        """How the case is looked at."""
        return self._display

    @property
    def volume(self) -> Volume | None:
        """The open volume, None where nothing is open; still filling while `loading`."""
        return self._volume

    @property
    def catalogue(self) -> Catalogue:
        """Everything found under the paths last opened."""
        return self._catalogue

    @property
    def study(self) -> Study | None:
        """The study of the open series."""
        return self._study

    @property
    def series(self) -> Series | None:
        """The open series."""
        return self._series

    @property
    def selection(self) -> str:
        """The id of the selected mark, annotation or label, empty for none."""
        return self._selection

    @property
    def tool(self) -> str:
        """The id of the tool in hand."""
        return self._tool

    @property
    def brush(self) -> Brush:
        """What the tools that correct the sac work with."""
        return self._brush

    @property
    def segments(self) -> tuple[ForeignSegment, ...]:
        """What other programs have drawn, shown over the slices until another volume is opened."""
        return self._segments

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return bool(self._read_only_reason)

    @property
    def read_only_reason(self) -> str:
        """Why edits are refused, as a sentence; empty where they are not."""
        return self._read_only_reason

    @property
    def pending_relevel(self) -> PendingRelevel | None:
        """The edit that waits for `confirm_relevel` or `cancel_relevel`, None for none."""
        return self._relevel

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return bool(self._history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to do again."""
        return bool(self._history.future)

    @property
    def undo_title(self) -> str:
        """The name of the edit that `undo` takes back, empty for none."""
        return self._history.undo_title

    @property
    def redo_title(self) -> str:
        """The name of the edit that `redo` does again, empty for none."""
        return self._history.redo_title

    @property
    def modified(self) -> bool:
        """Whether there are edits that no `save_as` has written since the series was opened."""
        return not self._history.clean

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the user was told, the newest last."""
        return self._notices

    @property
    def settings(self) -> Settings:
        """The user's choices."""
        return self._settings

    def preview(self, case: Case | None) -> None:
        """Draw a case while a gesture lasts; None draws the case as it is."""
        old = self.shown_case
        self._preview = None if self.read_only else case
        self._emit_shown(old)

    def select(self, target_id: str) -> None:
        """Select a mark, annotation or label by its id; empty selects nothing."""
        if target_id != self._selection:
            self._selection = target_id
            self.selection_changed.emit(target_id)

    def use_tool(self, tool_id: str) -> None:
        """Take a tool in hand."""
        if tool_id != self._tool:
            self._tool = tool_id
            self.preview(None)
            self.tool_changed.emit(tool_id)

    def use_brush(self, brush: Brush) -> None:
        """Correct the sac with another brush from now on."""
        if brush != self._brush:
            self._brush = brush
            self.brush_changed.emit(brush)

    def show_segments(self, segments: tuple[ForeignSegment, ...]) -> None:
        """Show what other programs have drawn in place of what was shown of it; nothing of it is saved."""
        if segments != self._segments:
            self._segments = segments
            self.segments_changed.emit()

    def notice(self, text: str, hint: str = "", severity: Severity = Severity.INFO) -> None:
        """Tell the user something in passing."""
        self._add_notice(Notice(text, hint, severity))

    def tell(self, error: ViewerError) -> None:
        """Tell the user of an error."""
        self._add_notice(notice_of(error))

    def _tell_completed(self, volume: Volume) -> None:
        """Tell of a volume that is whole now: it may have more gaps than while it was being read."""
        self.volume_progressed.emit(0, volume.geometry.shape[0] - 1)
        for note in volume.notes:
            self.notice(note, severity=Severity.WARNING)
        self.volume_completed.emit(volume)

    def _add_notice(self, notice: Notice) -> None:
        self._notices = (*self._notices, notice)[-_MAX_NOTICES:]
        self.noticed.emit(notice)

    def _emit_shown(self, old: Case) -> None:
        if old != self.shown_case:
            self.shown_case_changed.emit(old, self.shown_case)

    def _set_relevel(self, pending: PendingRelevel | None) -> None:
        if pending != self._relevel:
            self._relevel = pending
            self.relevel_changed.emit(pending)
