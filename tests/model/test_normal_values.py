"""Normal values: only confirmed ones, each with its source, CT myelography before MRI."""

import json

import pytest

from viewer import resources
from viewer.errors import ResourceError
from viewer.model import normal_values as normals
from viewer.model.spine import Level, Numbering


def test_every_value_names_its_source_and_an_existing_level():
    assert len(normals.normal_values()) > 40
    for one in normals.normal_values():
        assert Numbering().index(Level(one.level)) is not None
        assert one.quantity in {"area_mm2", "ap_mm", "cord_mm2"}
        assert one.mean > one.sd > 0
        assert one.source.modality in {"CTM", "MRI"}
        assert one.source.name
        assert one.source.population
        if one.p5 is not None:
            assert one.p5 < one.mean < one.p95


def test_a_value_measured_on_myelograms_goes_first():
    assert normals.normal_value("T1", "area_mm2").source.modality == "CTM"
    assert normals.normal_value("T1", "area_mm2").mean == pytest.approx(165.4)
    assert normals.normal_value("T2", "area_mm2").source.modality == "MRI"


def test_where_no_source_tells_it_there_is_none():
    assert normals.normal_value("L2/L3", "area_mm2") is None
    assert normals.normal_value("C5", "csf_hu") is None


def test_a_band_never_falls_below_zero():
    wide = normals.normal_value("L4/L5", "area_mm2")
    assert wide.band(1.0) == pytest.approx((98.08, 205.26))
    assert wide.band(4.0)[0] == 0.0


def test_unconfirmed_values_are_left_out_and_damage_is_told():
    table = json.loads(resources.text("normals/canal.json"))
    table["sources"]["lim-2017"]["mark"] = "unconfirmed"
    assert "L4/L5" not in {one.level for one in normals.values_in(table)}
    del table["values"][0]["mean"]
    with pytest.raises(ResourceError, match="damaged"):
        normals.values_in(table)
