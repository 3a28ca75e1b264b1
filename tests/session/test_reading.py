"""Pictures are read beside the CT: the CT stays, and each knows where the other is."""

import attrs
import pytest

from tests.odd_series import OddSeries
from viewer.model.picture import GreyPicture
from viewer.model.picture_view import PictureLook
from viewer.model.study import WindowSetting
from viewer.session import reading as reading_module
from viewer.session.reading import Unreadable


@pytest.fixture
def odd(study_folder):
    return OddSeries(study_folder)


@pytest.fixture
def read(session, opened, odd, qtbot):
    """Open the CT, then the series with a description, and wait for its picture."""

    def done(description):
        if session.volume is None:
            opened(session, odd.folder)
        (study,) = session.catalogue.studies
        key = next(one.key for one in study.series if one.description == description)
        session.open_series(key)
        qtbot.waitUntil(lambda: session.reading.shown is not None and not session.jobs, timeout=10_000)
        return session.reading

    return done


def test_a_series_that_is_no_volume_opens_beside_the_ct(session, read, odd):
    odd.mr()
    reading = read("T2 AX")
    assert session.volume is not None
    assert session.series.modality == "CT"
    assert reading.series.description == "T2 AX"
    assert isinstance(reading.shown, GreyPicture)
    assert len(reading.infos) == 5


def test_the_picture_nearest_to_the_crosshair_is_shown_and_follows_it(session, read, odd):
    odd.mr()
    reading = read("T2 AX")
    assert session.display.crosshair[2] == pytest.approx(104.375)
    assert reading.info.placement.origin[2] == pytest.approx(104)
    session.look(attrs.evolve(session.display, crosshair=(0.0, 0.0, 107.4)))
    assert reading.info.placement.origin[2] == pytest.approx(108)
    reading.set_follows(False)
    session.look(attrs.evolve(session.display, crosshair=(0.0, 0.0, 101.0)))
    assert reading.info.placement.origin[2] == pytest.approx(108)
    reading.set_follows(True)
    assert reading.info.placement.origin[2] == pytest.approx(104)


def test_another_frame_of_reference_is_not_linked(session, read, odd):
    odd.mr(FrameOfReferenceUID="1.2.3")
    reading = read("T2 AX")
    number = reading.look.number
    assert not reading.is_linked
    session.look(attrs.evolve(session.display, crosshair=(0.0, 0.0, 108.0)))
    assert reading.look.number == number == 2


def test_a_stack_keeps_one_window_from_picture_to_picture(read, odd):
    odd.mr()
    reading = read("T2 AX")
    first = reading.look.window
    assert first == reading.shown.window
    reading.show(0)
    assert reading.shown.window != first
    assert reading.look.window == first
    reading.look_at(attrs.evolve(reading.look, window=WindowSetting(9, 9), zoom=3.0, inverted=True))
    reading.reset_look()
    assert reading.look == PictureLook(0, reading.shown.window)


def test_frames_begin_at_the_first_and_stop_at_the_last(read, odd):
    odd.fluoroscopy(frames=4)
    reading = read("RUN")
    assert (reading.look.number, reading.is_projection) == (0, True)
    reading.show(99)
    assert reading.info.label == "4 of 4"
    reading.show(-5)
    assert reading.info.label == "1 of 4"


def test_a_picture_that_cannot_be_read_says_why_and_the_others_stay(read, odd):
    odd.mr()
    file = odd.folder / "T2 AX 0.dcm"
    file.write_bytes(file.read_bytes()[:-60])
    reading = read("T2 AX")
    assert isinstance(reading.shown, Unreadable)
    assert "T2 AX 0.dcm" in reading.shown.sentence
    reading.show(0)
    assert isinstance(reading.shown, GreyPicture)


def test_what_has_nothing_to_show_is_told_and_nothing_changes(session, read, odd):
    odd.mr()
    odd.document(data=b"no document")
    read("T2 AX")
    (study,) = session.catalogue.studies
    session.open_series(next(one.key for one in study.series if one.description == "T2 AX"))
    hopeless = attrs.evolve(study.series[0], viewable=False, reason="It holds no image.")
    session.reading.open(study, hopeless)
    assert session.notices[-1].hint == "It holds no image."
    assert session.reading.series.description == "T2 AX"


def test_a_series_that_cannot_be_opened_is_told_and_closed(session, opened, odd, qtbot):
    odd.document(data=b"no document")
    opened(session, odd.folder)
    (study,) = session.catalogue.studies
    letter = next(one for one in study.series if one.description == "LETTER")
    session.open_series(letter.key)
    qtbot.waitUntil(lambda: not session.reading.is_open, timeout=10_000)
    assert "no PDF document" in session.notices[-1].text


def test_closing_the_study_closes_the_pictures(session, read, odd, heard):
    odd.mr()
    reading = read("T2 AX")
    closed = heard(reading.closed)
    session.close()
    assert not reading.is_open
    assert reading.infos == ()
    assert len(closed) == 1


def test_another_series_replaces_the_one_that_is_read(read, odd):
    odd.mr()
    odd.capture()
    read("T2 AX").look_at(PictureLook(2, zoom=4.0))
    reading = read("SCREEN")
    assert reading.look == PictureLook()
    assert reading.series.description == "SCREEN"


def test_a_folder_without_a_ct_shows_its_largest_series(session, odd, qtbot):
    odd.mr()
    odd.capture()
    for file in odd.folder.glob("IM*"):
        file.unlink()
    session.open_paths([odd.folder])
    qtbot.waitUntil(lambda: session.reading.shown is not None, timeout=10_000)
    assert session.reading.series.description == "T2 AX"
    assert session.volume is None


def test_only_pictures_about_the_one_on_screen_are_kept(read, odd, monkeypatch, qtbot, session):
    monkeypatch.setattr(reading_module, "_KEPT_BYTES", 1.0)
    odd.fluoroscopy(frames=30)
    reading = read("RUN")
    assert len(reading._kept) == 5
    for number in (3, 15, 29, 0):
        reading.show(number)
        qtbot.waitUntil(lambda: reading.shown is not None and not session.jobs, timeout=10_000)
        assert int(reading.shown.values[1, 0]) == 40 * number % 256
    assert len(reading._kept) == 5
