"""Studies that were opened are found again, whatever happens to the file that remembers them."""

import sqlite3
import threading
from pathlib import Path

import attrs
import pytest

from viewer.errors import LibraryError
from viewer.library.entry import Entry, Held, Noted, noted_of
from viewer.library.index import Library
from viewer.model.case import Case
from viewer.model.finding import Cause, CompressionMark, Side, Zone
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.model.study import Patient


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "data" / "library.sqlite")


def entry(uid="1.2", name="MÜLLER^Anna", opened="2026-01-31T10:00:00", **changes):
    made = Entry(
        study_uid=uid,
        patient=Patient(name, "P-77_1", "1958-02-03", "F"),
        date="2026-01-30",
        description="CT Myelogram",
        places=(Path("/scans") / uid,),
        series_key=f"{uid}.1#1",
        images=600,
        opened=opened,
    )
    return attrs.evolve(made, **changes)


def test_what_was_remembered_comes_back_whole(library):
    library.remember(entry())
    assert library.find("1.2") == entry()
    assert library.search() == (entry(),)


@pytest.mark.parametrize(
    "text",
    [
        "müller",
        "MULLER",
        "anna muller",
        "p-77",
        "2026-01",
        "myelogram",
        "Anna 2026 ct",
        "Müller, Anna"[:6],
        "",
    ],
)
def test_it_is_found_by_any_of_its_words(library, text):
    library.remember(entry())
    library.remember(
        entry("9.9", "OTHER^Bob", description="Head", date="2020-05-05", patient=Patient("X", "Q"))
    )
    assert entry() in library.search(text)
    assert len(library.search(text)) == (2 if not text else 1)


@pytest.mark.parametrize("text", ["schmidt", "anna schmidt", "%", "p-77x1", "_______________"])
def test_it_is_not_found_by_others(library, text):
    library.remember(entry())
    assert library.search(text) == ()


def test_names_in_any_script_are_found(library):
    library.remember(entry(name="ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎"))
    assert library.search("山田")
    assert library.search("ヤマダ")


def test_those_opened_last_come_first(library):
    for number in range(5):
        library.remember(entry(f"1.{number}", opened=f"2026-01-0{9 - number}T00:00:00"))
    assert [one.study_uid for one in library.search()] == [f"1.{n}" for n in range(5)]
    assert len(library.search(most=2)) == 2


def test_findings_of_a_case_are_searched(library):
    library.remember(entry())
    mark = CompressionMark("m", (0.0, 0.0, 1.0), side=Side.LEFT, causes=(Cause.EXTRUSION,), text="migrated")
    case = Case(labels=(LevelLabel(Level("L4/L5"), (0.0, 0.0, 0.0)),), marks=(mark,))
    library.note("1.2", noted_of(case))
    for text in ("lumbar", "L4/5 left", "L4/L5", "extrusion", "migrated"):
        assert library.search(text), text
    library.remember(entry(opened="2026-02-01T00:00:00"))
    assert library.search("extrusion")


def test_a_word_that_is_both_side_and_zone_is_said_once():
    mark = CompressionMark("m", (0.0, 0.0, 1.0), side=Side.CENTRAL, zones=(Zone.CENTRAL,))
    assert noted_of(Case(marks=(mark,))).findings == ("central",)


def test_the_case_of_one_series_leaves_those_of_the_others(library):
    library.remember(entry())
    library.note("1.2", Noted("1.2.1#1", ("lumbar",), ("L4/5 severe",)))
    library.note("1.2", Noted("1.2.2#1"))
    library.remember(entry(noted=(Noted("1.2.3#1", ("cervical",), ("C5/6",)),)))
    assert library.find("1.2").findings == ("L4/5 severe", "C5/6")
    assert library.find("1.2").regions == ("lumbar", "cervical")
    library.note("1.2", Noted("1.2.1#1"))
    assert library.find("1.2").findings == ("C5/6",)


def test_a_study_that_moved_is_known_at_its_new_place(library):
    library.remember(entry())
    library.move("1.2", [Path("/elsewhere")], Held.REFERENCED)
    assert library.find("1.2").places == (Path("/elsewhere"),)


def test_moving_what_is_not_there_is_told(library):
    with pytest.raises(LibraryError, match="no longer in the library"):
        library.move("1.2", [], Held.REFERENCED)


def test_a_copy_stays_the_place_to_open_from(library, tmp_path):
    library.remember(entry(places=(tmp_path,), held=Held.COPIED))
    library.remember(entry())
    assert library.find("1.2").places == (tmp_path,)


def test_forgetting_leaves_the_others(library):
    library.remember(entry())
    library.remember(entry("3.4"))
    library.forget("1.2")
    assert [one.study_uid for one in library.search()] == ["3.4"]


@pytest.mark.parametrize("content", [b"rubbish" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_put_aside_and_a_new_one_begun(library, content):
    library.file.parent.mkdir(parents=True)
    library.file.write_bytes(content)
    library.remember(entry())
    assert library.search() == (entry(),)
    assert library.file.with_suffix(".damaged").read_bytes() == content


def test_a_damaged_file_is_told_once_and_never_overwritten(library):
    told = []
    library = attrs.evolve(library, put_aside=told.append)
    for content in (b"first" * 1000, b"second" * 1000):
        library.file.parent.mkdir(parents=True, exist_ok=True)
        library.file.write_bytes(content)
        library.search()
        library.search()
    assert [kept.read_bytes()[:5] for kept in told] == [b"first", b"secon"]


def test_damage_within_is_told_and_the_next_call_works(library):
    library.remember(entry())
    with sqlite3.connect(library.file) as database:
        database.execute("UPDATE study SET noted = 'no list'")
    database.close()
    with pytest.raises(LibraryError, match="damaged"):
        library.search()
    assert library.search() == ()


def test_a_newer_file_is_refused_and_left_alone(library):
    library.remember(entry())
    with sqlite3.connect(library.file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(LibraryError, match="newer version"):
        library.search()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be used"):
        Library(tmp_path / "file" / "library.sqlite").search()


def test_several_threads_write_without_loss(library):
    def write(first):
        for number in range(first, first + 20):
            library.remember(entry(f"1.{number}"))

    threads = [threading.Thread(target=write, args=(n * 20,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(library.search()) == 80


def test_looking_makes_no_file(library):
    assert library.search() == ()
    assert not library.file.parent.exists()


def test_hostile_words_are_only_words(library):
    library.remember(entry(name="'; DROP TABLE study; --"))
    assert library.search("'; drop table")
    assert library.search("%' OR 1=1") == ()


def test_a_note_written_while_its_study_is_removed_does_not_bring_it_back(library):
    library.remember(entry())
    removing = sqlite3.connect(library.file, isolation_level=None)
    removing.execute("BEGIN IMMEDIATE")
    noting = threading.Thread(target=library.note, args=("1.2", Noted("1.2.1#1", ("lumbar",), ())))
    noting.start()
    # Long enough for a note that reads before it waits to have read.
    noting.join(0.3)
    assert noting.is_alive()

    removing.execute("DELETE FROM study")
    removing.execute("COMMIT")
    removing.close()
    noting.join(5)

    assert library.search() == ()
