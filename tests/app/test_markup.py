"""Nothing that a header, a file name or a reader says is taken for markup, wherever it is shown."""

import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from viewer.app.compose import compose
from viewer.session.notice import Severity

BOLD = "<b>Doe</b><img src='file:///etc/hostname'>"


@pytest.fixture
def marked_study(study, tmp_path):
    """A study that says markup wherever a header holds text, in a folder that is named so too."""
    folder = tmp_path / "<b>folder<"
    folder.mkdir()
    for file in sorted(study.iterdir()):
        image = pydicom.dcmread(file)
        image.PatientName = f"{BOLD}^{BOLD}"
        image.PatientID = image.StudyDescription = image.SeriesDescription = BOLD[:60]
        image.save_as(folder / f"<i>{file.name}")
    (folder / "<b>stray<").write_text("no image")
    return folder


@pytest.fixture
def program(qapp, qtbot, tmp_path):
    running = compose(data_folder=tmp_path / "cases", settings_file=tmp_path / "settings.json")
    running.window.resize(1400, 900)
    running.window.show()
    yield running
    running.close()
    running.window.deleteLater()


def shown_texts(window):
    """Each text that Qt would look at for markup, and the widget that shows it."""
    for label in window.findChildren(QLabel):
        if label.textFormat() is Qt.TextFormat.AutoText:
            yield label, label.text()
    for widget in window.findChildren(QWidget):
        yield widget, widget.toolTip()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            for row in range(model.rowCount()):
                yield widget, str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "")


def test_no_text_is_taken_for_markup(program, marked_study, qtbot):
    session, window = program.session, program.window
    with qtbot.waitSignal(session.volume_completed, timeout=30_000):
        session.open_paths([marked_study])
    session.notice(f"{BOLD} cannot be read.", f"Copy {BOLD} again.", Severity.WARNING)
    window.show_import_report()
    window.show_library()
    qtbot.wait(600)
    wrong = {
        f"{type(widget).__name__} in {type(widget.parent()).__name__}: {text[:80]}"
        for widget, text in shown_texts(window)
        if GuiQt.mightBeRichText(text) and "<b>" in text
    }
    assert wrong == set()
