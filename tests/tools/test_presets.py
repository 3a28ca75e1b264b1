import pytest

from viewer.errors import ViewerError
from viewer.model.display import Display
from viewer.model.study import WindowSetting
from viewer.tools.presets import auto_window, find_preset, preset_window, window_presets, with_preset


def test_the_presets_have_the_keys_1_to_9_in_order():
    assert [preset.key for preset in window_presets()] == list("123456789")
    assert [preset.name for preset in window_presets()] == [
        "Myelogram", "Myelogram dense", "Bone", "Soft tissue", "Disc", "Vein", "Metal", "DICOM", "Auto",
    ]  # fmt: skip


def test_the_first_preset_is_what_a_study_opens_with():
    first = window_presets()[0]
    assert (first.name, first.window) == (Display().preset, Display().window)


@pytest.mark.parametrize(
    ("name", "width", "centre"),
    [
        ("Bone", 2500, 400),
        ("soft tissue", 400, 40),
        ("DISC", 250, 50),
        ("Vein", 300, 100),
        ("metal", 4000, 1000),
    ],
)
def test_a_preset_is_found_by_name(name, width, centre):
    assert find_preset(name).window == WindowSetting(width, centre)


def test_an_unknown_preset_lists_those_that_exist():
    with pytest.raises(ViewerError, match=r"Choose one of: Myelogram, .*Auto"):
        find_preset("Liver")


def test_a_preset_shows_its_name_until_the_window_is_changed():
    display = with_preset(Display(), find_preset("Bone"))
    assert (display.preset, display.window) == ("Bone", WindowSetting(2500, 400))


def test_the_series_own_window_and_the_measured_one_come_from_the_study():
    header, measured = WindowSetting(350, 45), auto_window(csf_hu=640, cord_hu=60)
    assert preset_window(find_preset("DICOM"), header, None) == header
    assert preset_window(find_preset("Auto"), None, measured) == WindowSetting(1024, 350)


@pytest.mark.parametrize(("name", "words"), [("DICOM", "names no window"), ("Auto", "No contrast")])
def test_a_preset_the_study_cannot_give_says_why(name, words):
    with pytest.raises(ViewerError, match=words):
        with_preset(Display(), find_preset(name))
