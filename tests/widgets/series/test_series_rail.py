"""The series rail: every series with its facts, or with the reason why it cannot be opened."""

from pathlib import Path

import attrs
import pytest
from PySide6.QtCore import Qt

from viewer.model.study import Catalogue, Patient, Rejected, Series, SeriesKind, Study
from viewer.widgets.series.series_rail import SeriesRail
from viewer.widgets.series.series_words import series_words


@pytest.fixture
def rail(spine, shown):
    return shown(SeriesRail(spine), 190, 600)


@pytest.fixture
def odd_catalogue(spine):
    """The open series, a localizer and an uneven stack, and one file left out."""
    study = spine.catalogue.studies[0]
    localizer = Series("2", kind=SeriesKind.LOCALIZER, description="Topogram", reason="A localizer.")
    uneven = Series("3", kind=SeriesKind.STACK, shape=(40, 512, 512), reason="The slices are uneven.")
    series = (*study.series, localizer, uneven)
    skipped = (Rejected(Path("notes.txt"), "It is no DICOM file."),)
    return Catalogue((attrs.evolve(study, series=series),), skipped)


def spoken(rail):
    role = Qt.ItemDataRole.AccessibleTextRole
    return [rail.item(row).data(role) for row in range(rail.count())]


def centre(rail, key):
    return rail.visualItemRect(rail.item(rail.row_of(key))).center()


def test_a_series_is_listed_with_its_facts_below_its_study(rail):
    head, series = spoken(rail)
    assert head == "PHANTOM, WHOLE SPINE, 2026-01-31 · CT MYELOGRAM"
    for fact in ("Spine 1.0 Br40", "12 x 12 x 70", "5.00 x 10.00 mm", "Br40", "2026-01-31"):
        assert fact in series


def test_the_open_series_is_the_current_row(rail, spine):
    assert rail.currentRow() == rail.row_of(spine.series.key) == 1


def test_what_is_no_volume_is_listed_with_its_reason(rail, odd_catalogue):
    rail.show_catalogue(odd_catalogue)
    words = spoken(rail)
    assert "A localizer." in words[2]
    assert words[3].startswith("Image stack")
    assert "The slices are uneven." in words[3]
    assert words[4] == "1 file left out: see the report"
    assert "It is no DICOM file." in rail.item(4).toolTip()


def test_a_click_opens_a_series(closed_rail, session, spine_folder, qtbot):
    key = session.catalogue.studies[0].series[0].key
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        qtbot.mouseClick(closed_rail.viewport(), Qt.MouseButton.LeftButton, pos=centre(closed_rail, key))
    assert session.series.key == key


def test_enter_opens_the_chosen_series(closed_rail, session, qtbot):
    closed_rail.setFocus()
    closed_rail.setCurrentRow(1)
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        qtbot.keyClick(closed_rail, Qt.Key.Key_Return)


@pytest.fixture
def closed_rail(spine, shown):
    """The rail after the study was closed: its series are still listed."""
    spine.close()
    return shown(SeriesRail(spine), 190, 600)


def test_a_series_that_is_no_volume_is_not_opened_and_says_why(rail, spine, odd_catalogue, qtbot):
    volume = spine.volume
    spine.catalogue_changed.emit(odd_catalogue)
    qtbot.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=centre(rail, "2#1"))
    assert spine.volume is volume
    assert spine.notices


def test_thumbnails_arrive_for_series_with_images(rail, spine, qtbot):
    qtbot.waitUntil(lambda: rail._thumbnails.picture(spine.series.key) is not None, timeout=10_000)
    picture = rail._thumbnails.picture(spine.series.key)
    assert max(picture.width(), picture.height()) == 112
    assert picture.toImage().pixelColor(20, 20) != picture.toImage().pixelColor(40, 60)


def test_the_privacy_key_hides_the_name_in_the_rail(rail, spine):
    spine.look(attrs.evolve(spine.display, identity_hidden=True))
    assert "WHOLE SPINE" not in "".join(spoken(rail))
    spine.look(attrs.evolve(spine.display, identity_hidden=False))
    assert "WHOLE SPINE" in "".join(spoken(rail))


@pytest.mark.parametrize("width", [140, 190, 300])
def test_the_words_of_a_card_stay_inside_it(rail, odd_catalogue, width):
    rail.show_catalogue(odd_catalogue)
    for row in range(1, 4):
        card = rail.item(row).data(Qt.ItemDataRole.UserRole)
        assert all(line.box.right() < width for line in card._lines(width))
        assert card.height(width) >= max(line.box.bottom() for line in card._lines(width))


def test_parts_of_a_series_are_numbered():
    assert series_words(Series("1", part=2, description="AXIAL")).title == "AXIAL (part 2)"


def test_a_study_without_a_name_says_so(rail):
    rail.show_catalogue(Catalogue((Study("1", Patient()),)))
    assert spoken(rail)[0].startswith("No patient name")


def test_a_report_is_a_file_and_no_image():
    one = (Path("1.dcm"),)
    assert "1 file" in series_words(Series("1", kind=SeriesKind.REPORT, files=one)).facts
    assert "1 image" in series_words(Series("1", kind=SeriesKind.CAPTURE, files=one)).facts


def test_what_was_left_out_leads_to_the_report(rail, odd_catalogue, qtbot):
    rail.show_catalogue(odd_catalogue)
    last = rail.visualItemRect(rail.item(rail.count() - 1)).center()
    with qtbot.waitSignal(rail.report, timeout=1000):
        qtbot.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=last)


def test_a_resampled_series_bears_a_badge_and_says_briefly_why(spine):
    series = attrs.evolve(
        spine.series,
        resampled=True,
        tilt_deg=15.0,
        part_note="kernel Br40",
        suggested=True,
        suggestion="thin and axial",
        warnings=("The gantry was tilted by 15.0 degrees.",),
    )
    words = series_words(series)
    assert words.badge == "Resampled"
    assert words.warning == "Straightened for a gantry tilt of 15.0°"
    assert "kernel Br40" in words.facts
    for whole in ("thin and axial", "The gantry was tilted by 15.0 degrees."):
        assert whole in words.whole


def test_a_series_as_it_was_acquired_bears_no_badge(spine):
    words = series_words(spine.series)
    assert (words.badge, words.warning) == ("", "")


def test_a_segmentation_of_the_open_study_is_handed_on_once_however_many_frames_it_has(
    rail, spine, odd_catalogue, qtbot
):
    (study,) = odd_catalogue.studies
    many = Series("4", modality="SEG", kind=SeriesKind.SEGMENTATION, files=(Path("seg.dcm"),) * 3)
    rail.show_catalogue(Catalogue((attrs.evolve(study, series=(*study.series, many)),)))
    spine._catalogue = Catalogue((attrs.evolve(study, series=(*study.series, many)),))
    with qtbot.waitSignal(rail.objects, timeout=1000) as told:
        rail.itemClicked.emit(rail.item(rail.row_of(many.key)))
    assert told.args[0] == (Path("seg.dcm"),)
