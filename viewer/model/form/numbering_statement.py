"""How the levels were counted: without it no report with levels can be final."""

from enum import StrEnum

import attrs


class CountedFrom(StrEnum):
    """What the count of the levels rests on."""

    C2 = "counted down from C2"
    FIRST_RIB = "counted from the first rib (T1)"
    LAST_RIB = "counted from the last rib (T12)"
    SACRUM = "counted up from the sacrum, taken as S1"
    ILIOLUMBAR = "by the iliolumbar ligaments (L5)"
    PRIOR = "as in prior imaging of the whole spine"
    RADIOGRAPH = "with radiographs of the whole spine"
    OTHER = "otherwise, as described"


class Transitional(StrEnum):
    """Transitional anatomy."""

    NONE = "no transitional anatomy"
    SACRALISED_L5 = "sacralised L5"
    LUMBARISED_S1 = "lumbarised S1"
    THIRTEEN_RIBS = "thirteen rib-bearing vertebrae"
    ELEVEN_RIBS = "eleven rib-bearing vertebrae"
    CERVICAL_RIB = "cervical rib"
    UNKNOWN = "cannot be told from this scan"


@attrs.frozen
class NumberingStatement:
    """What a reader says of the count; `counted_from` is None until it was said."""

    counted_from: CountedFrom | None = None
    transitional: Transitional | None = None
    text: str = ""

    @property
    def made(self) -> bool:
        """Whether it says how the levels were counted, and something of transitional anatomy."""
        needs_words = self.counted_from is CountedFrom.OTHER and not self.text.strip()
        return self.counted_from is not None and self.transitional is not None and not needs_words
