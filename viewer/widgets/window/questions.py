"""What the window asks its user: files and folders, short texts, levels; nothing blocks."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog, QWidget

from viewer.actions.action import guarded
from viewer.actions.desk import FileKind
from viewer.model.geometry import Vec3
from viewer.model.spine import Level
from viewer.session.session import Session
from viewer.tools.outcome import AskLevel, AskText
from viewer.widgets.parts.text_prompt import TextPrompt
from viewer.widgets.spine.level_menu import LevelMenu

_FILTERS = {
    FileKind.IMAGES: "Images (*.dcm *.ima *.zip *);;All files (*)",
    FileKind.CASE: "Thecal case (*.thecal);;All files (*)",
    FileKind.TEXT: "Text (*.txt);;All files (*)",
    FileKind.PDF: "PDF (*.pdf)",
    FileKind.DICOM: "DICOM objects (*.dcm *);;All files (*)",
    FileKind.SURFACE: "STL (*.stl);;PLY with colours (*.ply);;OBJ with colours (*.obj)"
    ";;glTF, one binary file, with colours (*.glb);;glTF, with colours (*.gltf)",
}


class Questions(QObject):
    """Asks over the area of the panes; answers come through the callables given."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session = session
        self._over = over
        self._prompt = TextPrompt(over)
        self._levels = LevelMenu(session, over)
        self._folder = str(Path.home())
        self._session.asked.connect(self._ask)

    def choose_folder(self, title: str, then: Callable[[Path], None]) -> None:
        """Ask for a folder."""
        dialog = self._dialog(title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog, lambda paths: then(paths[0]))

    def choose_files(self, title: str, kind: FileKind, then: Callable[[tuple[Path, ...]], None]) -> None:
        """Ask for existing files."""
        dialog = self._dialog(title, _FILTERS[kind])
        many, one = QFileDialog.FileMode.ExistingFiles, QFileDialog.FileMode.ExistingFile
        dialog.setFileMode(many if kind in {FileKind.IMAGES, FileKind.DICOM} else one)
        self._open(dialog, then)

    def choose_new_file(
        self,
        title: str,
        suggested_name: str,
        then: Callable[[Path], None],
        kind: FileKind = FileKind.CASE,
    ) -> None:
        """Ask where a file shall be written; its ending is that of the chosen format unless one is typed."""
        dialog = self._dialog(title, _FILTERS[kind])
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.filterSelected.connect(lambda chosen: _use_ending(dialog, chosen))
        dialog.setDefaultSuffix(Path(suggested_name).suffix.lstrip("."))
        dialog.selectFile(suggested_name)
        self._open(dialog, lambda paths: then(paths[0]))

    def ask_text(
        self,
        title: str,
        default: str,
        then: Callable[[str], None],
        dropped: Callable[[], None] | None = None,
    ) -> None:
        """Ask for a short text where the cursor is; `dropped` is called where none is given."""
        self._levels.hide()
        near = self._over.mapFromGlobal(QCursor.pos()) + QPoint(12, 12)
        self._prompt.ask(title, default, then, near, dropped)

    def ask_level(self, point: Vec3, title: str, then: Callable[[Level], None]) -> None:
        """Ask which level lies at an LPS point, where the cursor is."""
        self._prompt.dismiss()
        self._levels.ask(point, title, then)

    def _ask(self, outcome: AskText | AskLevel) -> None:
        """Put a tool's question, and let the session apply what it makes of the answer."""
        session = self._session
        if isinstance(outcome, AskText):

            def named(text: str) -> None:
                session.apply(outcome.then(text))

            def dropped() -> None:
                session.preview(None)

            self.ask_text(outcome.title, outcome.default, guarded(session, named), dropped)
        else:

            def placed(level: Level) -> None:
                session.apply(outcome.then(level))

            self.ask_level(outcome.point, "Which level is this?", guarded(session, placed))

    def _dialog(self, title: str, name_filter: str = "") -> QFileDialog:
        dialog = QFileDialog(self._over.window(), title, self._folder, name_filter)
        dialog.setModal(False)
        return dialog

    def _open(self, dialog: QFileDialog, then: Callable[[tuple[Path, ...]], None]) -> None:
        def take(names: list[str]) -> None:
            if names:
                self._folder = dialog.directory().absolutePath()
                then(tuple(Path(name) for name in names))

        dialog.filesSelected.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _use_ending(dialog: QFileDialog, name_filter: str) -> None:
    """Follow the chosen format, in the name proposed too."""
    found = re.search(r"\(\*(\.\w+)\)", name_filter)
    if found is None:
        return
    dialog.setDefaultSuffix(found[1].lstrip("."))
    for name in dialog.selectedFiles()[:1]:
        dialog.selectFile(Path(name).with_suffix(found[1]).name)
