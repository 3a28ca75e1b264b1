"""The files of scales: those of the program, and what a site may put beside them."""

import json
import os
import re
from pathlib import Path

import pytest

from viewer import resources
from viewer.model.form.scale_file import BUILT_IN, built_in_scale, scale_in, scale_table, scales

OWN = {
    "id": "house-thoracic",
    "name": "House thoracic",
    "version": "2026",
    "rule": "Area of the sac against its neighbours.",
    "regions": ["thoracic"],
    "sides": False,
    "formula": "value",
    "quantities": [{"id": "sac_area", "label": "sac area", "unit": "mm2"}],
    "steps": [
        {"value": "narrow", "label": "narrow", "definition": "below 90 mm2", "below": 90},
        {"value": "wide", "label": "wide", "definition": "90 mm2 and more", "from": 90},
    ],
    "suggests": ["narrow"],
    "source": "this house",
    "basis": "CTM",
}


def written(folder, **changes):
    row = {name: value for name, value in (OWN | changes).items() if value is not None}
    (folder / "own.json").write_text(json.dumps(row), encoding="utf-8")
    return scale_table(folder)


def test_every_file_of_the_program_is_in_its_list():
    files = {path.stem for path in resources.path("scales").glob("*.json")}

    assert files == set(BUILT_IN)
    assert [built_in_scale(name).id for name in BUILT_IN] == list(BUILT_IN)


def test_the_scales_the_report_needs_are_there():
    names = {one.name for one in scales()}

    assert {"lumbar sac area", "Schizas", "Lee central", "Lee foraminal", "Bartynski lateral recess"} <= names
    assert {"Kang", "Muhle", "Torg-Pavlov", "MCC", "MSCC", "Kim foraminal"} <= names


def test_a_site_adds_its_own_scale_after_those_of_the_program(tmp_path):
    table = written(tmp_path)

    assert table.faults == ()
    assert [one.id for one in table.scales] == [*BUILT_IN, "house-thoracic"]
    assert table.scales[-1].origin == "own.json"


def test_a_folder_that_is_not_there_is_no_fault(tmp_path):
    assert scale_table(tmp_path / "none").faults == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": None}, '"name" is missing'),
        ({"id": "kang"}, 'there is already a scale with the id "kang"'),
        ({"basis": "guess"}, "'guess' is not a valid Basis"),
        ({"regions": []}, '"regions" names none'),
        ({"regions": "thoracic"}, '"regions" is no short list'),
        ({"steps": None}, '"steps" is missing'),
        ({"steps": [], "formula": "none"}, 'it has neither "steps" nor a "formula"'),
        ({"steps": [OWN["steps"][0]] * 2}, "two of its steps have the same value"),
        ({"suggests": ["huge"]}, '"suggests" names a value that is no step'),
        ({"quantities": []}, 'its formula needs 1 "quantities"'),
        ({"colour": "red"}, '"colour" is not known'),
        ({"sides": "no"}, '"sides" is neither true nor false'),
        ({"note": "x" * 3000}, '"note" is no short text'),
        ({"steps": [OWN["steps"][0] | {"below": "90"}]}, '"below" is no number'),
        ({"steps": [OWN["steps"][0] | {"from": 100}]}, "a step ends before it begins"),
    ],
)
def test_a_damaged_file_of_the_site_is_named_in_one_sentence_and_the_rest_works(tmp_path, changes, why):
    table = written(tmp_path, **changes)

    assert [one.id for one in table.scales] == list(BUILT_IN)
    assert table.faults == (f"The grading scale in {tmp_path / 'own.json'} cannot be used: {why}.",)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[1]", b"3", b"[" * 100_000, b"\xef\xbb\xbf", b"1" * 5000]
)
def test_a_file_that_is_no_scale_at_all_is_told_of(tmp_path, content):
    (tmp_path / "broken.json").write_bytes(content)

    table = scale_table(tmp_path)

    assert len(table.scales) == len(BUILT_IN)
    assert len(table.faults) == 1
    assert "broken.json" in table.faults[0]


def test_a_damaged_file_does_not_hide_a_whole_one_beside_it(tmp_path):
    (tmp_path / "a.json").write_text("{")

    table = written(tmp_path)

    assert table.scales[-1].id == "house-thoracic"
    assert len(table.faults) == 1


def test_a_folder_named_like_a_scale_is_told_of(tmp_path):
    (tmp_path / "folder.json").mkdir()

    assert len(scale_table(tmp_path).faults) == 1


def test_what_is_written_for_windows_with_a_mark_at_its_start_is_read(tmp_path):
    (tmp_path / "own.json").write_text(json.dumps(OWN), encoding="utf-8-sig")

    assert scale_table(tmp_path).faults == ()


def test_a_scale_tells_which_values_the_program_may_suggest_and_which_only_a_reader_gives():
    own = scale_in(OWN)

    assert own.suggests == ("narrow",)
    assert own.reader_values == ("wide",)
    assert not own.reader_only


def test_the_example_in_the_documentation_is_a_scale():
    page = (Path(__file__).parents[3] / "docs" / "scales.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)

    assert scale_in(json.loads(example)).id == "house-thoracic"


def test_a_pipe_among_the_files_of_the_site_is_told_of_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    assert scale_table(tmp_path).faults == (
        f"The grading scale in {tmp_path / 'pipe.json'} cannot be used: it is no file.",
    )
