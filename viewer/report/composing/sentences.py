"""The words of the report: numbers, sides, zones, causes and roots as a reader would dictate them."""

from collections.abc import Iterable, Sequence

from viewer.model.finding import Cause, Confidence, Side, Zone
from viewer.model.form.level_form import Fluid
from viewer.model.measured import Measured
from viewer.model.narrowing import BlockKind
from viewer.model.report.level_row import LevelNumbers
from viewer.model.sections import SectionState
from viewer.model.spine import Level

MM2 = "mm\N{SUPERSCRIPT TWO}"
_MINUS = "\N{MINUS SIGN}"

CAUSE_WORDS = {
    Cause.DISC_BULGE: "disc bulge",
    Cause.PROTRUSION: "disc protrusion",
    Cause.EXTRUSION: "disc extrusion",
    Cause.SEQUESTRATION: "sequestrated disc",
    Cause.FACET: "facet hypertrophy",
    Cause.LIGAMENTUM_FLAVUM: "thick ligamentum flavum",
    Cause.OSSIFIED_LIGAMENTUM_FLAVUM: "ossified ligamentum flavum",
    Cause.OTHER: "another cause",
}
ZONE_WORDS = {
    Zone.CENTRAL: "central",
    Zone.LATERAL_RECESS: "lateral recess",
    Zone.FORAMINAL: "foraminal",
    Zone.EXTRAFORAMINAL: "extraforaminal",
}
FLUID_WORDS = {
    Fluid.PRESERVED: "CSF preserved",
    Fluid.THINNED: "CSF thinned",
    Fluid.PARTLY_EFFACED: "CSF partly effaced",
    Fluid.EFFACED: "CSF effaced",
}
_STATE_WORDS = {
    SectionState.METAL: "metal",
    SectionState.EDGE: "edge of the scan",
    SectionState.GAP: "slices missing",
    SectionState.NOT_OPACIFIED: "not opacified",
    SectionState.OBLITERATED: "obliterated",
}


def listed(words: Sequence[str]) -> str:
    """Return words in a row as English has them: `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def sentence(text: str) -> str:
    """Return a text with a full stop, where it has no end of its own."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def capital(text: str) -> str:
    """Return a text with its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def level_words(level: Level | None, confirmed: bool) -> str:
    """Return a level as readers say it, with a question mark while no reader has confirmed it."""
    return "Level unknown" if level is None else level.short_name + ("" if confirmed else "?")


def less(reduction_pct: float | None) -> str:
    """Return a reduction in brackets, empty where none was measured."""
    if reduction_pct is None:
        return ""
    sign = _MINUS if reduction_pct >= 0.5 else "+" if reduction_pct <= -0.5 else ""
    return f" ({sign}{abs(reduction_pct):.0f} %)"


def measured_words(measured: Measured, *, whole: bool = False) -> str:
    """Return the number that stands beside the word: the area, else AP, else why there is none.

    `whole` names the reference and AP as well.
    """
    if measured.block is BlockKind.COMPLETE:
        return "no contrast beyond"
    if measured.state is SectionState.OBLITERATED:
        return "sac obliterated"
    parts: list[str] = []
    if measured.area_mm2 is not None:
        against = measured.reference_area_mm2
        reference = f" of {against:.0f}" if whole and against is not None else ""
        parts.append(f"sac {measured.area_mm2:.0f}{reference} {MM2}{less(measured.area_reduction_pct)}")
    if measured.ap_mm is not None and (whole or not parts):
        parts.append(f"AP {measured.ap_mm:.1f} mm{less(measured.ap_reduction_pct)}")
    if not parts:
        return f"sac not measured: {_STATE_WORDS.get(measured.state, 'no contrast')}"
    return ", ".join(parts) + (", crossed by metal" if measured.state is SectionState.METAL else "")


def number_words(numbers: LevelNumbers) -> str:
    """Return the sac's area at a disc, or why there is none."""
    if numbers.area_mm2 is None:
        return "" if numbers.state is SectionState.OK else f"sac {_STATE_WORDS[numbers.state]}"
    metal = ", crossed by metal" if numbers.state is SectionState.METAL else ""
    return f"sac {numbers.area_mm2:.0f} {MM2} at the disc{metal}"


def cause_words(causes: Iterable[Cause]) -> str:
    """Return what compresses: `by disc extrusion and listhesis`, empty for nothing."""
    words = [CAUSE_WORDS.get(cause, cause.value) for cause in causes]
    return f"by {listed(words)}" if words else ""


def side_words(side: Side | None) -> str:
    """Return a side as it stands in a list of properties; the middle goes without saying."""
    return (
        {Side.RIGHT: "right", Side.LEFT: "left", Side.BILATERAL: "both sides"}.get(side, "") if side else ""
    )


def root_words(roots: Sequence[str], side: Side | None) -> str:
    """Return the roots concerned with their side: `right L5 root`."""
    if not roots:
        return ""
    name = f"{listed(list(roots))} {'root' if len(roots) == 1 else 'roots'}"
    if side is Side.BILATERAL:
        return f"{listed(list(roots))} roots on both sides"
    return f"{side.value} {name}" if side is Side.RIGHT or side is Side.LEFT else name


def confidence_words(confidence: Confidence | None) -> str:
    """Return how sure a reader is, empty where sure or not said."""
    return confidence.value if confidence and confidence is not Confidence.CERTAIN else ""
