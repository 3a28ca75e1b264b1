"""Several files put in place together."""

import resource

import pytest

from viewer.casefile.atomic import replace_all
from viewer.errors import CaseFileError


def content(folder):
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def test_all_files_are_there_and_nothing_else(tmp_path) -> None:
    (tmp_path / "b").write_bytes(b"old")
    replace_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert content(tmp_path) == {"a": b"1", "b": b"2"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def test_no_files_are_no_error(tmp_path) -> None:
    replace_all({})
    assert content(tmp_path) == {}


@pytest.mark.parametrize("place", range(3))
def test_one_name_that_is_refused_leaves_all_as_it_was(tmp_path, place) -> None:
    names = ["a", "b", "c"]
    (tmp_path / names.pop(place)).mkdir()
    (tmp_path / names[0]).write_bytes(b"old")
    with pytest.raises(CaseFileError, match="could not be saved"):
        replace_all({tmp_path / name: b"new" for name in "abc"})
    assert content(tmp_path) == {names[0]: b"old"}


def test_a_full_disk_is_told_in_a_sentence_and_leaves_all_as_it_was(tmp_path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(CaseFileError, match="the disk is full"):
            replace_all({tmp_path / "a": b"new", tmp_path / "b": b"x" * 8192})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert content(tmp_path) == {"a": b"old"}


def test_a_folder_that_is_not_there_is_told(tmp_path) -> None:
    with pytest.raises(CaseFileError, match="does not exist"):
        replace_all({tmp_path / "none" / "a": b"1"})
