"""A study is copied whole or not at all, and only copies are ever removed."""

import pytest

from viewer.errors import LibraryError
from viewer.library import copying
from viewer.library.copying import copy_study, remove_copy
from viewer.progress import Cancelled


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "scan"
    folder.mkdir()
    made = [folder / f"im{n}.dcm" for n in range(5)]
    for n, file in enumerate(made):
        file.write_bytes(bytes([n]) * 1000)
    return made


@pytest.fixture
def library(tmp_path):
    return tmp_path / "library"


def test_every_image_is_copied_in_its_order(files, library):
    place = copy_study([*files, files[0]], "1.2", library)
    assert [file.read_bytes() for file in sorted(place.iterdir())] == [file.read_bytes() for file in files]


def test_the_source_is_never_changed(files, library):
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files}
    copy_study(files, "1.2", library)
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files} == before


def test_a_second_copy_replaces_the_first(files, library):
    place = copy_study(files, "1.2", library)
    files[0].write_bytes(b"new")
    assert copy_study(files, "1.2", library) == place
    assert min(place.iterdir()).read_bytes() == b"new"


def test_a_file_that_vanished_leaves_nothing_behind(files, library):
    files[3].unlink()
    with pytest.raises(LibraryError, match="cannot be copied"):
        copy_study(files, "1.2", library)
    assert not library.exists() or list(library.iterdir()) == []


def test_cancelling_leaves_nothing_behind(files, library):
    def stop(fraction, _=""):
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        copy_study(files, "1.2", library, stop)
    assert list(library.iterdir()) == []


def test_a_full_disk_is_told_before_anything_is_written(files, library, monkeypatch):
    monkeypatch.setattr(copying, "_SPARE_BYTES", 1 << 60)
    with pytest.raises(LibraryError, match="no room"):
        copy_study(files, "1.2", library)


def test_a_copy_can_be_removed(files, library):
    place = copy_study(files, "1.2", library)
    remove_copy(place, library)
    assert not place.exists()


def test_what_is_no_copy_is_never_removed(files, library):
    copy_study(files, "1.2", library)
    with pytest.raises(LibraryError, match="not touched"):
        remove_copy(files[0].parent, library)
    assert all(file.exists() for file in files)


@pytest.mark.parametrize("name", ["..", ".", "../scan", "link"])
def test_no_detour_leads_out_of_the_library(files, library, name):
    copy_study(files, "1.2", library)
    (library / "link").symlink_to(files[0].parent)
    with pytest.raises(LibraryError, match="not touched"):
        remove_copy(library / name, library)
    assert all(file.exists() for file in files)
    assert len(list(library.iterdir())) == 2
