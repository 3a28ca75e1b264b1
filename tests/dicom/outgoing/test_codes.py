"""The tables of codes and the file of codes that a site may add."""

import json

import pytest
from pydicom.sr._concepts_dict import concepts

from viewer.dicom.outgoing.codes import PRIVATE, code, key_of, site_codes, tables
from viewer.dicom.outgoing.level_codes import level_code, level_of, side_code, side_of
from viewer.errors import DicomError, ResourceError
from viewer.model.finding import Cause, Confidence, Severity, Side, Zone
from viewer.model.form.detail_table import detail_kinds
from viewer.model.form.level_form import Degree, Fluid
from viewer.model.narrowing import BlockKind, Indented
from viewer.model.report.report import ReportState
from viewer.model.sections import SectionState
from viewer.model.spine import ROOTS, Level, Numbering

_KNOWN = {
    (scheme, value) for scheme, names in concepts.items() for codes in names.values() for value in codes
}


def every_code():
    return [(group, key, one) for group, codes in tables().items() for key, one in codes.items()]


def test_codes_marked_as_confirmed_stand_in_the_dictionary_of_dicom():
    said = [one for _, _, one in every_code() if one.mark == "P"]
    assert len(said) > 80
    assert [one for one in said if one.identity not in _KNOWN] == []


def test_no_code_is_neither_confirmed_nor_private():
    for group, key, one in every_code():
        assert one.mark in ("P", "V", "T"), (group, key)
        assert (one.scheme == PRIVATE) == (one.mark == "T"), (group, key)


def test_codes_fit_their_elements_and_no_two_private_ones_are_the_same():
    seen = {}
    for group, key, one in every_code():
        assert 0 < len(one.meaning.encode()) <= 64
        assert len(one.value) <= (64 if group in ("detail", "choice") else 16), one
        if one.scheme == PRIVATE:
            assert seen.setdefault(one.value, (group, key)) == (group, key), one


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("severity", Severity),
        ("degree", Degree),
        ("fluid", Fluid),
        ("side", Side),
        ("zone", Zone),
        ("cause", Cause),
        ("confidence", Confidence),
        ("state", SectionState),
        ("indented", Indented),
        ("block", BlockKind),
        ("report_state", ReportState),
        ("root", ROOTS),
    ],
)
def test_every_word_of_the_form_has_a_code(group, values):
    assert set(tables()[group]) == set(values)


def test_every_detail_has_a_code():
    for kind in detail_kinds():
        assert code("detail", kind.id).meaning == kind.title
        for group in kind.groups:
            for value in group.values:
                assert code("choice", f"{kind.id}.{group.id}.{value.id}")


@pytest.mark.parametrize("numbering", [Numbering(), Numbering(13, 5), Numbering(12, 6), Numbering(11, 4)])
def test_every_level_has_a_code_that_leads_back_to_it(numbering):
    for level in numbering.levels:
        assert level_of(*level_code(level).identity) == level


def test_levels_are_coded_as_dicom_lists_them():
    assert level_code(Level("L4/L5")).identity == ("SCT", "84020006")
    assert level_code(Level("C2/C3")).identity == ("SCT", "1078209008")
    assert level_code(Level("S1")).identity == ("SCT", "65985001")
    assert level_code(Level("L6")).identity == (PRIVATE, "LEVEL-L6")
    assert level_of("SCT", "243923001") == Level("L4/L5")


def test_sides_lead_back_to_themselves():
    assert side_code(Side.LEFT).identity == ("SCT", "7771000")
    assert [side_of(*side_code(side).identity) for side in Side] == list(Side)


def test_an_unknown_thing_has_no_code():
    with pytest.raises(ResourceError, match="no code for cause gremlins"):
        code("cause", "gremlins")
    assert key_of("cause", "SCT", "1") == ""


def test_a_site_may_give_codes_of_its_own(tmp_path):
    file = tmp_path / "codes.json"
    entry = {"scheme": "SCT", "value": "88998003", "meaning": "Osteophyte"}
    file.write_text(json.dumps({"CAUSE-OSTEOPHYTE": entry}))
    (chosen,) = site_codes(file).values()
    assert (chosen.identity, chosen.meaning) == (("SCT", "88998003"), "Osteophyte")


def test_without_a_file_there_are_no_site_codes(tmp_path):
    assert site_codes(tmp_path / "none.json") == {}


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"A": 1}', '{"A": {}}', '{"A": {"scheme": "SCT", "value": "", "meaning": "x"}}',
     '{"A": {"scheme": "SCT", "value": "12345678901234567", "meaning": "x"}}', "\ud800"],
)  # fmt: skip
def test_a_wrong_file_of_codes_is_one_sentence(tmp_path, content):
    file = tmp_path / "codes.json"
    file.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(DicomError, match=r"The file of codes .* cannot be used: .*\. Correct it"):
        site_codes(file)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "it is no JSON"),
        (b"\xff", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"1" * 5000, "it is no JSON"),
        (b"[1]", "it must hold, for each private code, a value, a scheme and a meaning"),
        (b'{"A": {"value": 1}}', "it must hold, for each private code, a value, a scheme and a meaning"),
    ],
)
def test_what_is_wrong_with_a_site_s_codes_is_said_in_words(tmp_path, content, why):
    file = tmp_path / "codes.json"
    file.write_bytes(content)
    with pytest.raises(DicomError) as told:
        site_codes(file)
    assert told.value.message == f"The file of codes {file} cannot be used: {why}."
