"""The page on DICOM objects lists the private scheme."""

from pathlib import Path

import pytest

from viewer.dicom.outgoing.codes import tables

_PAGE = Path(__file__).parents[3] / "docs" / "dicom.md"
_BY_RULE = ("root", "detail", "choice")


@pytest.mark.parametrize("group", sorted(set(tables()) - set(_BY_RULE)))
def test_every_private_code_stands_on_the_page(group):
    page = _PAGE.read_text(encoding="utf-8")
    private = [one for one in tables()[group].values() if one.mark == "T"]
    assert [one for one in private if f"| `{one.value}` | {one.meaning} |" not in page] == []
