"""What an action works on: the session, and the few things that only a window can do."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import attrs

from viewer.model.demo_case import DemoCase
from viewer.model.display import PaneId, SurfaceView
from viewer.model.plane import PlaneKind
from viewer.session.session import Session


class Rail(StrEnum):
    """The parts at the sides of the window that collapse."""

    SERIES = "series"
    SPINE = "spine"
    MARKS = "marks"


class DeskTab(StrEnum):
    """The tabs of the report desk, in their order."""

    QUESTION = "Question"
    PROCEDURE = "Procedure"
    LEVELS = "Levels"
    REPORT = "Report"


class FileKind(StrEnum):
    """What a file dialog offers."""

    IMAGES = "images"
    CASE = "case"
    SURFACE = "surface"
    TEXT = "text"
    PDF = "PDF"
    DICOM = "DICOM objects"


class Window(Protocol):
    """What only a window can do; every question answers later, through `then`, and may go unanswered."""

    def choose_folder(self, title: str, then: Callable[[Path], None]) -> None:
        """Ask for a folder."""
        ...

    def choose_files(self, title: str, kind: FileKind, then: Callable[[tuple[Path, ...]], None]) -> None:
        """Ask for one or several existing files."""
        ...

    def choose_new_file(
        self,
        title: str,
        suggested_name: str,
        then: Callable[[Path], None],
        kind: FileKind = FileKind.CASE,
    ) -> None:
        """Ask where a file shall be written."""
        ...

    def open_demo(self, demo: DemoCase) -> None:
        """Make the built-in case if needed, and open it."""
        ...

    def edit_mark(self) -> None:
        """Give the keyboard to the form of the selected mark."""
        ...

    def current_pane(self) -> PaneId:
        """Return the pane that has, or last had, the keyboard."""
        ...

    def focus_pane(self, pane: PaneId) -> None:
        """Give the keyboard to a pane."""
        ...

    def view_column_from(self, side: SurfaceView) -> None:
        """Turn the 3D pane to a standard view."""
        ...

    def rail_shown(self, rail: Rail) -> bool:
        """Whether a rail is unfolded."""
        ...

    def toggle_rail(self, rail: Rail) -> None:
        """Fold or unfold a rail."""
        ...

    def show_library(self) -> None:
        """Show the library of opened studies."""
        ...

    def show_palette(self) -> None:
        """Show the command palette."""
        ...

    def show_shortcuts(self) -> None:
        """Show or hide the sheet of shortcuts."""
        ...

    def show_about(self) -> None:
        """Show what the program is, and what it is not."""
        ...

    def show_import_report(self) -> None:
        """Show what was read, left out, put right and taken for granted."""
        ...

    def ask_orientation(self) -> None:
        """Ask how the volume lies in the patient."""
        ...

    def desk_shown(self) -> bool:
        """Whether the report desk stands beside the panes."""
        ...

    def toggle_desk(self) -> None:
        """Show or hide the report desk."""
        ...

    def show_desk(self, tab: DeskTab) -> None:
        """Show a tab of the report desk and give it the keyboard."""
        ...

    def ask_issue(self) -> None:
        """Ask for what a final report needs, and make it final."""
        ...

    def ask_addendum(self) -> None:
        """Ask for the words of an addendum."""
        ...

    def ask_export(self) -> None:
        """Ask for folder and formats, and hand the report over."""
        ...

    def ask_text(self, title: str, default: str, then: Callable[[str], None]) -> None:
        """Ask for a short text."""
        ...

    def copy_text(self, text: str) -> None:
        """Put words on the clipboard."""
        ...

    def show_lines(self, title: str, lines: tuple[str, ...]) -> None:
        """Show a list of sentences."""
        ...

    def offer_lines(self, title: str, lines: tuple[str, ...], words: str, then: Callable[[], None]) -> None:
        """Show a list of sentences and a button with `words` that does what they tell of."""
        ...

    def quit(self) -> None:
        """Close the window."""
        ...


@attrs.frozen
class Desk:
    """What an action runs on."""

    session: Session
    window: Window

    @property
    def plane_kind(self) -> PlaneKind:
        """The slice pane that keys act on; the axial one while the 3D pane has the keyboard."""
        pane = self.window.current_pane()
        return PlaneKind.AXIAL if pane is PaneId.COLUMN else PlaneKind(pane.value)
