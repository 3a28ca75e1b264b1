"""The JSON of an analysis: every field of the contract, null where nothing was measured."""

import csv
import json

import numpy as np
import pytest

from viewer.analysis.analyse import absent
from viewer.model.analysis import Analysis
from viewer.model.found_level import FoundLevel, LevelSource
from viewer.model.narrowing import Band, Block, BlockKind, Indented, Narrowing
from viewer.model.sections import Sections, SectionState
from viewer.model.spine import LevelKind
from viewer.report.analysis_json import AnalysisSource, analysis_json
from viewer.report.profile_csv import profile_csv

STATES = (SectionState.EDGE, SectionState.OK, SectionState.OBLITERATED, SectionState.OK)


@pytest.fixture
def analysis() -> Analysis:
    known = np.array([np.nan, 120.0, np.nan, 118.0])
    points = np.array([[0.0, 0.0, -n] for n in range(4)])
    sections = Sections(
        np.arange(4.0), points, points, points, points, np.ones((4, 8)), points,
        known, known, known, known, known, STATES, corrected=np.array([False, False, True, True]),
    )  # fmt: skip
    narrowing = Narrowing(
        "L4/L5", "lumbar", 2.0, (1.0, 2.0, 3.0), 9.0, 68.0, 160.0, 57.5, 6.1, 48.0,
        (Indented.ANTERIOR,), SectionState.OK, (Band("lumbar sac area", "absolute", "Bolender 1985", "CT"),),
    )  # fmt: skip
    level = FoundLevel("L4/L5", LevelKind.DISC, 9, (0.0, 1.0, 2.0), 2.0, LevelSource.AUTO, 0.93)
    block = Block(BlockKind.PARTIAL, (0.0, 0.0, 1.0), (0.0, 0.0, 0.0))
    return Analysis(
        None, "Thecal sac only.", 640.0, 58.2, (1.0, 3.0), sections, (level,), (narrowing,), (block,), (),
        None, {"column": 1.0, "total": 2.0},
    )  # fmt: skip


def test_stations_are_parallel_and_null_where_nothing_was_measured(analysis: Analysis) -> None:
    stations = analysis_json(analysis, AnalysisSource())["stations"]
    assert {len(values) for values in stations.values()} == {4}
    assert stations["sac_area_mm2"] == [None, 120.0, None, 118.0]
    assert stations["state"] == ["edge", "ok", "obliterated", "ok"]
    assert stations["corrected"] == [False, False, True, True]


def test_the_table_has_a_row_for_each_section_and_says_which_are_corrected(analysis: Analysis) -> None:
    header, *rows = csv.reader(profile_csv(analysis.sections).splitlines())

    assert [dict(zip(header, row, strict=True))["corrected"] for row in rows] == ["false"] * 2 + ["true"] * 2
    assert [dict(zip(header, row, strict=True))["sac_area_mm2"] for row in rows] == [
        "",
        "120.000",
        "",
        "118.000",
    ]


def test_the_contract_names_are_there(analysis: Analysis) -> None:
    written = json.loads(json.dumps(analysis_json(analysis, AnalysisSource("1", "2", "3", "HFS"), 0.5)))
    assert written["schema"] == "thecal.analysis/1"
    assert written["frame"] == "LPS-mm"
    assert written["source"]["patient_position"] == "HFS"
    assert written["blocks"] == [{"kind": "partial", "from": [0, 0, 1], "to": [0, 0, 0]}]
    assert written["levels"][0]["source"] == "auto"
    assert written["narrowings"][0]["bands"][0]["basis"] == "CT"
    assert written["timings_s"]["total"] == pytest.approx(2.5)


def test_a_scan_without_contrast_is_empty_with_its_reason() -> None:
    written = analysis_json(absent("No intrathecal contrast was found.", {}), AnalysisSource())
    assert written["reason"] == "No intrathecal contrast was found."
    assert written["stations"]["arc_mm"] == []
    assert written["narrowings"] == []
