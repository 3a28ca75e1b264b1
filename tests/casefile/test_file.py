"""The case file: what is written is read, and whatever else is in a file is refused."""

import json
import subprocess
import sys
from pathlib import Path

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.casefile.document import CaseDocument
from viewer.casefile.file import MAX_BYTES, parse, read, serialise, write
from viewer.casefile.migrations import NewerCaseFileError
from viewer.errors import CaseFileError
from viewer.model.correction import SacCorrection

ROOT = Path(__file__).parents[2]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_saved_is_opened_again(any_document, data):
    document = data.draw(any_document)

    opened = parse(serialise(document))

    assert opened == document
    assert repr(opened) == repr(document), "an enum is equal to its text, but must come back as itself"


def test_the_file_is_plain_json_and_names_its_version(rich_document):
    raw = json.loads(serialise(rich_document))

    assert raw["schema"] == "thecal.case/4"
    assert raw["case"]["labels"][1] == {"level": "L4/L5", "point": [0.0, 5.0, -90.0]}
    assert raw["case"]["annotations"][0]["kind"] == "distance"
    assert raw["case"]["marks"][0]["severity"] == "severe"


def test_a_file_from_before_narrowings_were_measured_still_opens(rich_document):
    raw = json.loads(serialise(rich_document))
    del raw["case"]["rejected"]

    assert parse(json.dumps(raw).encode()).case == attrs.evolve(rich_document.case, rejected=())


def test_a_correction_is_saved_as_gaps_and_lengths_and_never_as_a_mask(rich_document):
    raw = json.loads(serialise(rich_document))

    assert raw["case"]["correction"]["painted"] == "12 3 85 20"
    assert raw["case"]["correction"]["erased"] == "59998 2"


def test_a_file_from_before_the_sac_could_be_corrected_still_opens(rich_document):
    raw = json.loads(serialise(rich_document))
    del raw["case"]["correction"]

    opened = parse(json.dumps(raw).encode()).case

    assert opened == attrs.evolve(rich_document.case, correction=SacCorrection())


@pytest.mark.parametrize(
    "runs",
    [
        "12",
        "12 3 85",
        "12 0",
        "12 3 0 5",
        "-1 3",
        "12  3",
        " 12 3",
        "12 3 ",
        "12,3",
        "1e3 2",
        "12.0 3",
        "\u0661 3",
        "0x1 3",
        "1234567890123 1",
        "0 999999999999",
        "999999999999 1",
        "60000 1",
        "59999 2",
        "59998 1",
        " ".join(["1 1"] * 1_000_001),
        "1 " * 8_000_000,
        12,
        [12, 3],
        None,
        {"starts": [12], "lengths": [3]},
    ],
    ids=lambda runs: repr(runs)[:20],
)
def test_a_correction_that_cannot_be_is_refused(rich_document, runs):
    raw = json.loads(serialise(rich_document))
    raw["case"]["correction"]["painted"] = runs

    with pytest.raises(CaseFileError) as refusal:
        parse(json.dumps(raw).encode())

    assert str(refusal.value).endswith(".")


def test_a_large_correction_is_written_and_read_whole(rich_document):
    rows = np.arange(100_000)[:, None] * 40 + np.arange(20)
    correction = SacCorrection().painting(rows.ravel())
    document = attrs.evolve(rich_document, case=attrs.evolve(rich_document.case, correction=correction))

    written = serialise(document)

    assert parse(written) == document
    assert len(written) < 1_000_000, "two million voxels in 100,000 runs"


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_changed_bytes_give_a_document_or_a_sentence(rich_document, data):
    raw = bytearray(serialise(rich_document))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))

    assert document_or_sentence(bytes(raw))


ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.just([1.0, 2.0]),
    st.just(["C8"]),
)


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_changed_values_give_a_document_or_a_sentence(rich_document, data):
    raw = json.loads(serialise(rich_document))
    holder, key = data.draw(st.sampled_from(list(places_of(raw))))
    holder[key] = data.draw(ODD_VALUES)

    assert document_or_sentence(json.dumps(raw).encode())


def test_a_file_cut_off_anywhere_is_refused(rich_document):
    raw = serialise(rich_document)

    for length in range(0, len(raw) - 1, 7):
        with pytest.raises(CaseFileError):
            parse(raw[:length])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"L4/L5"', '"L4/L7"'),
        ("-90.0", "NaN"),
        ("-90.0", "Infinity"),
        ("-90.0", "1e999"),
        ("-90.0", "1e7"),
        ("-90.0", '"-90.0"'),
        ("-90.0", "true"),
        ("-90.0", "null"),
        ("-90.0", "90.0"),
        ('"severity": "severe"', '"severity": "dreadful"'),
        ('"kind": "distance"', '"kind": "area"'),
        ('"C8"', '"C9"'),
        ('"thoracic": 13', '"thoracic": 14'),
        ('"thoracic": 13', '"thoracic": 13.0'),
        ('"thoracic": 13', '"thoracic": 12'),
        ('"a2"', '"a1"'),
        ('"a2"', '""'),
        ('"text"', '"words"'),
        ('"width": 1500.0', '"width": 0'),
        ('"zoom": 1.0', '"zoom": 0'),
        ('"radius_down_mm": 4.0', '"radius_down_mm": -4.0'),
        ('"height_mm": 120.0', '"height_mm": 0'),
        ('"layout": "four"', '"layout": 4'),
        ('"case":', '"case": {}, "case":'),
        ("thecal.case/4", "thecal.case/one"),
        ("thecal.case/4", "thecal.case/0"),
        ('"schema": "thecal.case/4"', '"schema": 1'),
    ],
)
def test_a_value_that_cannot_be_is_refused(rich_document, old, new):
    raw = serialise(rich_document).decode()
    assert old in raw

    with pytest.raises(CaseFileError) as refusal:
        parse(raw.replace(old, new, 1).encode())

    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"3", b"{}", b"\xff\xfe", b"[" * 200_000, b"1" * 10_000, b"PK\3\4"]
)
def test_what_is_no_case_file_is_refused(raw):
    with pytest.raises(CaseFileError):
        parse(raw)


def test_a_huge_file_is_refused_without_reading_it_whole(tmp_path):
    path = tmp_path / "huge.thecal"
    with path.open("wb") as file:
        file.truncate(20 * MAX_BYTES)

    with pytest.raises(CaseFileError, match="too large"):
        read(path)


def test_a_reason_says_where_the_damage_is(rich_document):
    raw = serialise(rich_document).replace(b'"width": 1500.0', b'"width": "wide"')

    with pytest.raises(CaseFileError, match=r"display\.window\.width"):
        parse(raw)


def test_a_refused_file_is_left_untouched(tmp_path, rich_document):
    path = tmp_path / "newer.thecal"
    path.write_bytes(serialise(rich_document).replace(b"case/4", b"case/5"))
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    with pytest.raises(NewerCaseFileError, match="newer"):
        read(path)

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CaseFileError, match=r"gone\.thecal"):
        read(tmp_path / "gone.thecal")


def test_writing_replaces_the_file_and_leaves_nothing_else(tmp_path, rich_document):
    path = tmp_path / "a.thecal"
    path.write_text("old")

    write(path, rich_document)

    assert read(path) == rich_document
    assert list(tmp_path.iterdir()) == [path]


def test_writing_into_a_folder_that_is_not_there_says_so(tmp_path, rich_document):
    with pytest.raises(CaseFileError, match="folder does not exist"):
        write(tmp_path / "none" / "a.thecal", rich_document)


def test_a_value_that_cannot_be_read_back_is_not_written(tmp_path, rich_document):
    path = tmp_path / "a.thecal"
    write(path, rich_document)
    broken = CaseDocument(rich_document.case, rich_document.display, saved=None)

    with pytest.raises(CaseFileError):
        write(path, broken)

    assert read(path) == rich_document


# A limit on the size of files stands in for a full disk: the kernel ends the write in the same way.
ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from viewer.casefile.file import read, write
path = Path(sys.argv[1])
document = read(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
write(path, document)
"""


def test_a_disk_that_takes_no_more_leaves_the_old_file(tmp_path, rich_document):
    path = tmp_path / "a.thecal"
    write(path, rich_document)

    run = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, path], check=False, cwd=ROOT, capture_output=True, text=True
    )

    assert "CaseFileError" in run.stderr
    assert "disk is full" in run.stderr
    assert read(path) == rich_document
    assert list(tmp_path.iterdir()) == [path]


def document_or_sentence(raw: bytes) -> bool:
    try:
        return isinstance(parse(raw), CaseDocument)
    except CaseFileError as refusal:
        return bool(refusal.message)


def places_of(value):
    """Every place inside a JSON value, as its holder and key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from places_of(inner)
