"""How what was marked fits the symptoms the study was ordered for."""

from enum import StrEnum

import attrs

from viewer.model.finding import Side, Zone
from viewer.model.spine import Level


class Agreement(StrEnum):
    """How a symptom and the findings fit together.

    `POSSIBLE` where no finding lies where the root leaves the sac, but one narrows the middle that it passes.
    """

    CONCORDANT = "concordant"
    POSSIBLE = "possible"
    DISCORDANT = "discordant"
    UNEXPLAINED = "unexplained"


@attrs.frozen
class ExpectedPlace:
    """Where a root that a symptom points to may be compressed."""

    root: str
    level: Level
    zone: Zone
    side: Side | None


@attrs.frozen
class Concordance:
    """One symptom or piece of evidence, what it points to, and what was found there.

    `subject` is it in words. `findings` are the ids of the findings that explain it (`CONCORDANT`), that may
    (`POSSIBLE`), or that lie at the expected level on the other side only (`DISCORDANT`). `sentence` says it for the report.
    """

    subject: str
    agreement: Agreement
    places: tuple[ExpectedPlace, ...]
    findings: tuple[str, ...]
    sentence: str
