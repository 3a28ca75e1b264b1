"""The places that the symptoms point to, level by level: concordant, discordant or unexplained."""

from collections.abc import Iterable, Mapping

import attrs

from viewer.model.finding import Side
from viewer.model.report.concordance import Agreement, Concordance
from viewer.model.spine import Level

_BOTH = (Side.RIGHT, Side.LEFT)
_GRAVITY = (
    Agreement.DISCORDANT, Agreement.UNEXPLAINED, Agreement.POSSIBLE, Agreement.CONCORDANT, None,
)  # fmt: skip


@attrs.frozen
class Expected:
    """Something a symptom points to at one level: on the patient's `side`, None for the middle.

    `agreement` is None where the symptom points here too, but is explained or contradicted elsewhere.
    """

    side: Side | None
    agreement: Agreement | None
    sentence: str


def expected_by_level(
    concordance: Iterable[Concordance], finding_levels: Mapping[str, Level]
) -> dict[Level, tuple[Expected, ...]]:
    """Return for each level what points to it; `finding_levels` are the levels of the findings by their ids."""
    found: dict[Level, list[Expected]] = {}
    for one in concordance:
        told_at = {finding_levels[name] for name in one.findings if name in finding_levels}
        for place in dict.fromkeys((place.level, place.side) for place in one.places):
            level, side = place
            here = not one.findings or level in told_at
            for drawn in _BOTH if side is Side.BILATERAL else (None if side is Side.CENTRAL else side,):
                found.setdefault(level, []).append(
                    Expected(drawn, one.agreement if here else None, one.sentence)
                )
    return {level: tuple(dict.fromkeys(told)) for level, told in found.items()}


def gravest(expected: Iterable[Expected], side: Side | None) -> Expected | None:
    """Return what is drawn on one side of a level: what does not fit before what does; None for nothing."""
    here = [one for one in expected if one.side is side]
    return min(here, key=lambda one: _GRAVITY.index(one.agreement), default=None)


def fits_too(expected: Iterable[Expected], side: Side | None) -> bool:
    """Whether something is explained on a side of a level where something else does not fit."""
    found = {one.agreement for one in expected if one.side is side}
    return Agreement.CONCORDANT in found and bool(found & {Agreement.DISCORDANT, Agreement.UNEXPLAINED})
