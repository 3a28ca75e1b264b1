"""The table of accuracy in the README."""

from pathlib import Path

import attrs
import pytest

import viewer
from viewer.analysis.phantom.case import small
from viewer.app.benchmark.accuracy import HEADS, Row, accuracy_table, measure
from viewer.app.benchmark.accuracy_cases import AccuracyCase, accuracy_cases
from viewer.app.benchmark.table import held, replaced, table
from viewer.errors import FormatError

README = Path(viewer.__file__).parents[1] / "README.md"


@pytest.fixture(scope="module")
def row() -> Row:
    lumbar = next(one for one in accuracy_cases() if one.title == "lumbar")
    return measure(attrs.evolve(lumbar, spec=small(lumbar.spec, 2)))


def test_a_phantom_is_measured_within_the_limits(row: Row) -> None:
    assert row.found is not None
    assert row.found.area_median_pct < 4
    assert row.found.chord_mm < 0.4
    assert row.found.found == row.found.lesions
    assert row.clicked_pct == 100


def test_the_table_has_a_line_for_every_case_and_the_means(row: Row) -> None:
    lines = accuracy_table([row, attrs.evolve(row, found=None)]).splitlines()
    assert lines[0].count("|") == lines[2].count("|") == len(HEADS) + 1
    assert lines[2].startswith("| lumbar |")
    assert "nothing found" in lines[3]
    assert lines[-1].startswith("| **mean** |")


def test_the_readme_holds_the_table_that_the_command_makes() -> None:
    lines = held(README.read_text(encoding="utf-8"), "accuracy").splitlines()
    assert lines[:2] == table(HEADS, []).splitlines()
    assert {line.count("|") for line in lines} == {len(HEADS) + 1}


def test_the_readme_lists_every_case() -> None:
    text = held(README.read_text(encoding="utf-8"), "accuracy")
    titles = [line.strip("| ").split(" |")[0] for line in text.splitlines()[2:-1]]
    assert titles == [one.title for one in accuracy_cases()]


def test_a_table_is_put_between_its_markers_only() -> None:
    document = "before\n<!-- cost: made by `python3 dev.py cost` -->\nold\n<!-- end of cost -->\nafter\n"
    assert replaced(document, "cost", "| new |").splitlines()[2] == "| new |"
    assert replaced(document, "cost", "old") == document
    with pytest.raises(FormatError):
        replaced(document, "accuracy", "text")


def test_titles_tell_the_cases_apart() -> None:
    titles = [one.title for one in accuracy_cases()]
    assert len(set(titles)) == len(titles)
    assert all(isinstance(one, AccuracyCase) for one in accuracy_cases())
