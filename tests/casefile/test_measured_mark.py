"""A mark keeps what was measured through the case file, to the last digit."""

import pytest

from tests.straight_canal import BAND, StraightCanal
from viewer.casefile.document import CaseDocument
from viewer.casefile.file import parse, serialise
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.tools.narrowings import accept

CANAL = StraightCanal()


@pytest.mark.parametrize("loss_pct", [57.123456, None])
def test_the_numbers_of_a_mark_are_saved_with_it(loss_pct):
    more = {} if loss_pct is None else {"bands": (BAND,), "one_sided": True}
    case = accept(Case(), CANAL.narrowing(240, loss_pct, **more), created="2026-01-31T12:00:00+00:00").case

    opened = parse(serialise(CaseDocument(case, Display()))).case

    assert opened == case
    assert repr(opened.marks[0].measured) == repr(case.marks[0].measured)
