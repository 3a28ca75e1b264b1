"""What is remembered of the user."""

from pathlib import Path

import attrs
import pytest

from viewer.model.display import Interpolation
from viewer.session.settings import Settings, read_settings, write_settings


def test_settings_are_remembered(new_session, tmp_path):
    file = tmp_path / "config" / "settings.json"
    first = new_session(None, settings_file=file)
    assert first.settings == Settings()
    chosen = Settings(False, Interpolation.CUBIC, ("/a",), "01ff")

    first.change_settings(chosen)
    first.shutdown()

    second = new_session(None, settings_file=file)
    assert second.settings == chosen
    assert second.notices == ()


def test_changed_settings_are_told_once(session, heard):
    changed, old = heard(session.settings_changed), session.settings
    new = attrs.evolve(old, window_geometry="01")

    session.change_settings(new)
    session.change_settings(new)

    assert changed == [(old, new)]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"auto_column": 3}', b'{"unknown": 1}', b"\xff"])
def test_damaged_settings_give_the_defaults_and_a_notice(new_session, tmp_path, content):
    file = tmp_path / "settings.json"
    file.write_bytes(content)

    session = new_session(None, settings_file=file)

    assert session.settings == Settings()
    assert "settings" in session.notices[0].text
    assert file.read_bytes() == content


def test_recent_paths_are_few_and_each_is_there_once():
    settings = Settings()
    for n in range(30):
        settings = settings.with_recent(Path(f"/study{n % 20}"))

    assert settings.recent[:2] == ("/study9", "/study8")
    assert len(settings.recent) == len(set(settings.recent)) == 12


def test_what_is_written_is_read(tmp_path):
    settings = Settings(True, Interpolation.LINEAR, ("/a/ü", "/b"), "")

    write_settings(tmp_path / "settings.json", settings)

    assert read_settings(tmp_path / "settings.json") == settings
