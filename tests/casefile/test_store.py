"""The folder of saved cases, and who may write into it."""

import signal
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from viewer.casefile.file import serialise, write
from viewer.casefile.store import CaseStore
from viewer.errors import CaseFileError
from viewer.model.study_reference import StudyReference

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path):
    return CaseStore(tmp_path / "cases")


@pytest.fixture
def study(rich_document):
    return rich_document.case.study


@pytest.fixture
def saved(store, study, rich_document):
    store.lock(study).release()
    path = store.path(study)
    write(path, rich_document)
    return path


def test_each_series_has_its_own_file_and_its_name_tells_nothing(store, study):
    others = [attrs.evolve(study, series_uid="1.2.3.5"), attrs.evolve(study, part=1), study]

    paths = {store.path(one) for one in others}

    assert len(paths) == 3
    assert all(study.series_uid not in path.name and "PHANTOM" not in path.name for path in paths)
    assert len({store.lock_path(one) for one in others}) == 1


def test_uids_that_only_join_alike_are_different_series(store):
    assert store.path(StudyReference("1.2", "3")) != store.path(StudyReference("1.", "23"))


def test_a_saved_case_is_restored(store, study, saved, rich_document):
    assert store.restore(study, writable=True).document == rich_document


def test_where_nothing_is_saved_nothing_is_restored(store, study):
    restored = store.restore(study, writable=True)

    assert (restored.document, restored.warning, restored.read_only_reason) == (None, "", "")


def test_a_damaged_case_is_set_aside_each_time_under_another_name(store, study, saved):
    for content in (b"{", b"[]"):
        saved.write_bytes(content)
        restored = store.restore(study, writable=True)
        assert restored.document is None
        assert "kept as" in restored.warning
        assert not saved.exists()

    kept = sorted(saved.parent.glob("*.damaged-*"))
    assert sorted(path.read_bytes() for path in kept) == [b"[]", b"{"]


def test_without_the_right_to_write_a_damaged_case_stays(store, study, saved):
    saved.write_bytes(b"{")

    assert "damaged" in store.restore(study, writable=False).warning
    assert saved.read_bytes() == b"{"


def test_the_case_of_other_images_is_set_aside(store, study, saved, rich_document):
    other = attrs.evolve(rich_document.case, study=attrs.evolve(study, series_uid="9"))
    saved.write_bytes(serialise(attrs.evolve(rich_document, case=other)))

    assert "other images" in store.restore(study, writable=True).warning


def test_a_newer_case_is_left_and_makes_the_study_read_only(store, study, saved, rich_document):
    newer = serialise(rich_document).replace(b"case/4", b"case/7")
    saved.write_bytes(newer)

    restored = store.restore(study, writable=True)

    assert "newer" in restored.read_only_reason
    assert restored.document is None
    assert saved.read_bytes() == newer


def test_what_a_killed_program_half_wrote_is_swept_up(store, study, saved):
    remains = saved.with_name(f".{saved.name}.abc.part")
    remains.write_bytes(b"{")

    store.restore(study, writable=True)

    assert not remains.exists()
    assert saved.exists()


def test_a_study_is_locked_once_and_free_after_release(store, study):
    lock = store.lock(study)
    with pytest.raises(CaseFileError, match="another Thecal"):
        store.lock(attrs.evolve(study, series_uid="9"))
    store.lock(attrs.evolve(study, study_uid="9")).release()

    lock.release()
    lock.release()

    store.lock(study).release()


def test_a_folder_that_cannot_be_made_is_told(tmp_path, study):
    (tmp_path / "file").write_text("")

    with pytest.raises(CaseFileError, match="read-only"):
        CaseStore(tmp_path / "file" / "cases").lock(study)


HOLD = """
import sys, time
from pathlib import Path
from viewer.casefile.store import CaseStore
from viewer.model.study_reference import StudyReference
lock = CaseStore(Path(sys.argv[1])).lock(StudyReference("1.2.3"))
print("held", flush=True)
time.sleep(60)
"""


def test_another_process_holds_the_study_until_it_is_killed(store):
    study = StudyReference("1.2.3")
    command = [sys.executable, "-c", HOLD, str(store.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(CaseFileError, match="another Thecal"):
            store.lock(study)
        other.send_signal(signal.SIGKILL)

    store.lock(study).release()


@pytest.fixture
def others(store, saved, study, rich_document):
    """Two more saved cases: another series of the study, and a study that is not its own."""

    def keep(**changes):
        reference = attrs.evolve(study, **changes)
        path = store.path(reference)
        write(path, attrs.evolve(rich_document, case=attrs.evolve(rich_document.case, study=reference)))
        return path

    return keep(series_uid="9.1"), keep(study_uid="8", series_uid="9.2")


def test_removing_takes_all_series_of_the_study_and_no_other(store, study, saved, others):
    kept_aside = saved.with_name(f"{saved.name}.damaged-20260131T000000Z")
    kept_aside.write_bytes(b"{")
    same, other = others

    assert store.remove(study.study_uid) == 2
    assert [path.exists() for path in (saved, same, kept_aside, other)] == [False, False, False, True]
    assert store.remove(study.study_uid) == 0


def test_a_study_that_is_open_is_not_removed(store, study, saved):
    lock = store.lock(study)
    try:
        with pytest.raises(CaseFileError, match="open in another Thecal"):
            store.remove(study.study_uid)
    finally:
        lock.release()
    assert saved.exists()


def test_files_that_tell_no_study_are_never_removed(store, study, saved):
    (saved.parent / "rubbish.thecal").write_bytes(b"{")
    (saved.parent / "notes.txt").write_text("mine")

    assert store.remove(study.study_uid) == 1
    assert store.remove("") == 0
    assert {path.name for path in saved.parent.iterdir()} >= {"rubbish.thecal", "notes.txt"}


def test_where_nothing_was_ever_saved_nothing_is_removed(store):
    assert store.remove("1.2") == 0
