"""A series with missing, doubled and damaged images: what the window says of it, and where."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from viewer.widgets.series.import_banner import ImportBanner
from viewer.widgets.series.import_report_sheet import ImportReportSheet


@pytest.fixture
def damaged_folder(study_folder, tmp_path):
    """Two images in the middle are missing, one is doubled, one is cut short, and a letter lies beside them."""
    folder = tmp_path / "damaged"
    files = sorted(path for path in study_folder.iterdir() if path.is_file())
    folder.mkdir()
    for number, file in enumerate(files):
        if number not in (9, 10):
            shutil.copy(file, folder)
    shutil.copy(files[3], folder / "again.dcm")
    cut = folder / files[15].name
    cut.write_bytes(cut.read_bytes()[:-700])
    (folder / "letter.txt").write_text("Dear colleague")
    return folder


@pytest.fixture
def damaged(window, session, damaged_folder, qtbot):
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([damaged_folder])
    qtbot.wait(1)
    return window


def press(window, words):
    (button,) = [one for one in window.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def sheet(window):
    return window.findChild(ImportReportSheet)


def test_a_volume_as_it_was_acquired_has_no_banner(reading):
    assert not reading.findChild(ImportBanner).isVisible()


def test_the_banner_says_what_is_not_as_acquired(damaged):
    banner = damaged.findChild(ImportBanner)
    assert banner.isVisible()
    assert "missing slice" in banner.text
    assert "1 doubled image dropped" in banner.text


def test_it_goes_with_the_volume(damaged, session):
    session.close()
    assert not damaged.findChild(ImportBanner).isVisible()


def test_the_volume_that_was_read_replaces_the_one_shown_while_reading(damaged, session):
    assert session.volume.gaps
    told = session.volume.notes + session.series.warnings + session.series.left_out
    assert told


def test_details_open_the_report_and_escape_closes_it(damaged):
    press(damaged, "Details")
    assert sheet(damaged).isVisible()
    QTest.keyClick(damaged.focusWidget(), Qt.Key.Key_Escape)
    assert not sheet(damaged).isVisible()


def test_a_key_opens_the_report_too(damaged, qtbot):
    QTest.keyClick(damaged.focusWidget(), Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert sheet(damaged).isVisible()


def test_the_report_is_copied_as_text(damaged):
    press(damaged, "Details")
    press(damaged, "Copy as text")
    text = QGuiApplication.clipboard().text()
    for words in ("Doubled: 1 image dropped", "letter.txt", "Not scanned: slice"):
        assert words in text


def test_the_report_is_saved_as_text(damaged, session, tmp_path, monkeypatch):
    report = ImportReportSheet(session, damaged, lambda _title, name, then, _kind: then(tmp_path / name))
    report.save()
    assert (tmp_path / "import-report.txt").read_text() == report.text


def test_no_hu_is_shown_where_nothing_was_scanned(damaged, session):
    first = session.volume.gaps[0][0]
    damaged.status.set_hovered(
        damaged.panes.current, session.volume.geometry.to_lps((4.0, 4.0, float(first)))
    )
    assert damaged.status.text("hu") == "not scanned"
    damaged.status.set_hovered(damaged.panes.current, session.volume.geometry.to_lps((4.0, 4.0, 0.0)))
    assert damaged.status.text("hu").endswith("HU")
