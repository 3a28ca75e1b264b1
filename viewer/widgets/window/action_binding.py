"""Turns action records into Qt actions: menus, toolbar, shortcuts and tooltips, kept up to date."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from viewer.actions.action import Action, Scope, perform
from viewer.actions.desk import Desk
from viewer.actions.registry import all_actions
from viewer.widgets.parts.icons import has_icon, icon
from viewer.widgets.parts.plain_text import plain

_CONTEXTS = {
    Scope.WINDOW: Qt.ShortcutContext.WindowShortcut,
    Scope.PANES: Qt.ShortcutContext.WidgetWithChildrenShortcut,
}


def shortcut_text(action: Action) -> str:
    """Return the first shortcut of an action as this system writes it, empty where it has none."""
    if not action.shortcuts:
        return ""
    return QKeySequence(action.shortcuts[0]).toString(QKeySequence.SequenceFormat.NativeText)


class ActionBinding(QObject):
    """The actions of one window: a `QAction` for each record, running on the window's desk.

    Actions are enabled, checked and renamed by the state of the session, at most once per turn of
    the event loop. `attach` makes their shortcuts heard.
    """

    def __init__(
        self, desk: Desk, parent: QObject | None = None, actions: Iterable[Action] | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.records = tuple(all_actions() if actions is None else actions)
        self._actions = {record.id: self._make(record) for record in self.records}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._follow()
        self.refresh()

    def action(self, action_id: str) -> QAction:
        """Return the Qt action of a record; `KeyError` where there is none."""
        return self._actions[action_id]

    def run(self, record: Action) -> bool:
        """Run a record on the desk; its error becomes a notice."""
        done = perform(record, self.desk)
        self.refresh_soon()
        return done

    def attach(self, window: QWidget, panes: QWidget) -> None:
        """Make shortcuts heard: everywhere in `window`, those of the panes in `panes` only."""
        for record in self.records:
            (panes if record.scope is Scope.PANES else window).addAction(self._actions[record.id])

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Add the menus that the records name, in their order."""
        fill_menus(bar, ((record, self._actions[record.id]) for record in self.records))

    def fill_tool_bar(self, bar: QToolBar) -> None:
        """Add the actions that stand on the toolbar, a line between the groups."""
        group = ""
        for record in self.records:
            if not record.on_toolbar:
                continue
            here = f"{record.menu[0]}/{record.section}"
            if group and here != group:
                bar.addSeparator()
            group = here
            bar.addAction(self._actions[record.id])

    def refresh_soon(self, *_: object) -> None:
        """Bring the actions up to date once the present event is through."""
        self._soon.start()

    def refresh(self) -> None:
        """Bring enabled, checked and titles up to date."""
        for record in self.records:
            action = self._actions[record.id]
            action.setEnabled(record.enabled(self.desk))
            if record.checked is not None:
                action.setChecked(record.checked(self.desk))
            if record.label is not None:
                self._retitle(action, record, record.title_on(self.desk))

    def _follow(self) -> None:
        session = self.desk.session
        for signal in (
            session.case_changed,
            session.display_changed,
            session.volume_changed,
            session.catalogue_changed,
            session.selection_changed,
            session.history_changed,
            session.watching.changed,
            session.column_changed,
            session.analysis_changed,
            session.read_only_changed,
            session.relevel_changed,
            session.tool_changed,
            session.brush_changed,
            session.sac_changed,
            session.segments_changed,
            session.jobs_changed,
            session.reading.changed,
        ):
            signal.connect(self.refresh_soon)

    def _make(self, record: Action) -> QAction:
        action = QAction(record.title, self)
        action.setObjectName(record.id)
        action.setShortcuts([QKeySequence(text) for text in record.shortcuts])
        action.setShortcutContext(_CONTEXTS[record.scope])
        action.setCheckable(record.checked is not None)
        action.setAutoRepeat(record.scope is Scope.PANES or record.id.endswith(("next", "previous")))
        if has_icon(record.icon):
            action.setIcon(icon(record.icon))
            action.setIconVisibleInMenu(False)
        self._retitle(action, record, record.title)
        action.triggered.connect(lambda: self.run(record))
        return action

    def _retitle(self, action: QAction, record: Action, title: str) -> None:
        action.setText(title)
        keys = shortcut_text(record)
        first = f"{title}  ({keys})" if keys else title
        action.setToolTip(plain(f"{first}\n{record.help}" if record.help else first))
        action.setStatusTip(record.help)


def fill_menus(bar: QMenuBar, entries: Iterable[tuple[Action, QAction]]) -> None:
    """Build the menus of a bar from records and their Qt actions."""
    menus: dict[tuple[str, ...], QMenu] = {}
    sections: dict[tuple[str, ...], str] = {}
    for record, action in entries:
        menu = _menu_at(bar, menus, record.menu)
        if sections.setdefault(record.menu, record.section) != record.section:
            menu.addSeparator()
            sections[record.menu] = record.section
        menu.addAction(action)


def _menu_at(bar: QMenuBar, menus: dict[tuple[str, ...], QMenu], path: tuple[str, ...]) -> QMenu:
    if path not in menus:
        add: Callable[[str], QMenu] = (
            bar.addMenu if len(path) == 1 else _menu_at(bar, menus, path[:-1]).addMenu
        )
        menus[path] = add(path[-1])
    return menus[path]


def icon_of(record: Action) -> QIcon:
    """Return the icon of a record, an empty one where it has none."""
    return icon(record.icon) if has_icon(record.icon) else QIcon()
