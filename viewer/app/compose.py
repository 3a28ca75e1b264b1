"""The composition root: the only place where application, session and window are put together."""

import sys
from pathlib import Path
from typing import cast

import attrs
from PySide6.QtWidgets import QApplication

from viewer import __version__
from viewer.app.demo_case import ensure_demo
from viewer.app.memory import return_freed_memory
from viewer.model.demo_case import DemoCase
from viewer.session.session import Session
from viewer.session.settings import default_file
from viewer.widgets.parts.theme import apply_theme
from viewer.widgets.window.main_window import MainWindow


@attrs.frozen(eq=False)
class Program:
    """A running program; close it to save, end its threads and let go of the study."""

    application: QApplication
    session: Session
    window: MainWindow

    def close(self) -> None:
        """End the program's work; nothing that was edited is lost."""
        self.window.close()
        self.session.shutdown()


def compose(*, data_folder: Path | None = None, settings_file: Path | None = None) -> Program:
    """Return a program with nothing open and its window not yet shown.

    The user's own folders are used unless others are given.
    """
    return_freed_memory()
    application = cast("QApplication", QApplication.instance() or QApplication(sys.argv[:1]))
    application.setApplicationName("Thecal")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("thecal")
    apply_theme(application)
    session = Session(store_folder=data_folder, settings_file=settings_file or default_file())
    window = MainWindow(session, make_demo=lambda case: open_demo(session, case))
    return Program(application, session, window)


def open_demo(session: Session, case: DemoCase) -> None:
    """Make a built-in case in a job if needed, then open it."""
    session.run_job(
        f"Preparing the {case.value} demo case",
        lambda progress: ensure_demo(case, progress),
        lambda folder: session.open_paths([folder]),
    )
