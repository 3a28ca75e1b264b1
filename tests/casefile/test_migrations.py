"""Older case files are brought up to date step by step."""

import copy

import pytest

from viewer.casefile.migrations import NewerCaseFileError, migrate, schema
from viewer.errors import CaseFileError


def with_reader(raw):
    return {**raw, "reader": "unknown"}


def with_list_of_readers(raw):
    return {**{key: raw[key] for key in raw if key != "reader"}, "readers": [raw["reader"]]}


STEPS = {1: with_reader, 2: with_list_of_readers}


def test_an_old_file_takes_every_step():
    raw = {"schema": "thecal.case/1", "case": {}}
    before = copy.deepcopy(raw)

    migrated = migrate(raw, STEPS, version=3)

    assert migrated == {"schema": "thecal.case/3", "case": {}, "readers": ["unknown"]}
    assert raw == before


def test_a_file_of_a_later_version_takes_the_later_steps_only():
    raw = {"schema": "thecal.case/2", "reader": "A"}

    assert migrate(raw, STEPS, version=3)["readers"] == ["A"]


def test_a_present_file_is_unchanged():
    raw = {"schema": schema()}

    assert migrate(raw) is raw


def test_a_file_of_the_first_version_is_read_as_it_is():
    assert migrate({"schema": "thecal.case/1", "case": {}}) == {"schema": "thecal.case/4", "case": {}}


def test_a_newer_file_is_told_apart():
    with pytest.raises(NewerCaseFileError, match="newer"):
        migrate({"schema": "thecal.case/4"}, STEPS, version=3)


@pytest.mark.parametrize(
    "schema", ["thecal.case/0", "thecal.case/", "other/1", "thecal.case/\u0661", 1, None]
)
def test_what_no_step_starts_from_is_refused(schema):
    with pytest.raises(CaseFileError):
        migrate({"schema": schema}, STEPS, version=3)
