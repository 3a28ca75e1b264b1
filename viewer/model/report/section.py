"""The sections of a report, as made from the data and as a reader has changed them."""

from enum import StrEnum

import attrs


class SectionId(StrEnum):
    """The sections in the order of the report."""

    IMPRESSION = "impression"
    QUESTION = "clinical question"
    LEVELS = "levels"
    ALIGNMENT = "alignment, vertebrae and hardware"
    CORD = "cord and conus"
    BLOCK = "block"
    SLEEVES = "root sleeves and leak"
    INTRADURAL = "intradural findings"
    EXTRASPINAL = "extraspinal findings"
    PROCEDURE = "procedure"
    TECHNIQUE = "technique"
    ADEQUACY = "technical adequacy"
    NUMBERING = "numbering"
    COMPARISON = "comparison"
    METHOD = "method and software"
    LIMITS = "limits"


@attrs.frozen
class EditedSection:
    """A section whose text a reader has changed.

    `generated` is what the data gave when it was changed: where the data gives another text now, the
    reader is shown both.
    """

    section: SectionId
    text: str
    generated: str = ""
    by: str = ""
    at: str = ""


@attrs.frozen
class ReportSection:
    """A section as the report shows it: paragraphs are separated by a line feed.

    `generated` is the text made from the data; `text` is the same unless a reader has `edited` it, and
    `stale` tells that the data has changed since.
    """

    section: SectionId
    text: str
    generated: str = ""
    edited: bool = False
    stale: bool = False
