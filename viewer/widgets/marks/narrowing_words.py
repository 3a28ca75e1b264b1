"""What the list of narrowings says: rows, the whole story of one, its scope, and what an empty one means."""

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import level_near, narrowing_level, with_question_marks
from viewer.model.case import Case
from viewer.model.listed import listed_narrowings
from viewer.model.narrowing import Block, BlockKind, Indented, Narrowing
from viewer.model.overlay.overlay_sections import STATE_WORDS
from viewer.model.sections import SectionState
from viewer.model.spine import Level
from viewer.tools.narrowings import Answer, answer_of, band_words, numbered

_NONE = "-"
_NOTHING_LISTED = "Nothing is listed: no narrowing of 20 % or more was measured there."
_ONLY_BLOCKS = "No narrowing of 20 % or more was measured beside the block."
_NOT_JUDGED = "Smaller ones are not listed, and what was not assessed is not judged."
_SQUARE = "mm\N{SUPERSCRIPT TWO}"
_BLOCKS = {
    BlockKind.PARTIAL: ("Partial block", "contrast is found again beyond it."),
    BlockKind.COMPLETE: ("Complete block", "no contrast is found beyond it."),
}


def row_words(case: Case, narrowing: Narrowing, analysis: Analysis) -> tuple[str, str, str, str, str]:
    """Return level, area in mm2, loss of area and of AP in percent, and the sides.

    Where there are no numbers the state alone follows the level.
    """
    level = level_words(case, narrowing, analysis)
    state = _state_words(narrowing)
    if state is not None:
        return (level, state, "", "", "")
    area = _NONE if narrowing.area_mm2 is None else f"{narrowing.area_mm2:.0f}"
    loss, ap_loss = (_percent(one) for one in (narrowing.area_reduction_pct, narrowing.ap_reduction_pct))
    sides = " ".join(_SHORT_SIDE[side] for side in narrowing.indented_from)
    return (level, area, loss, ap_loss, sides or _NONE)


_SHORT_SIDE = {
    Indented.ANTERIOR: "A",
    Indented.POSTERIOR: "P",
    Indented.LEFT: "L",
    Indented.RIGHT: "R",
    Indented.CIRCUMFERENTIAL: "round",
}


def _state_words(narrowing: Narrowing) -> str | None:
    if narrowing.block is not None:
        return f"{narrowing.block.value} block"
    return STATE_WORDS.get(narrowing.state) if narrowing.area_mm2 is None else None


def _percent(value: float | None) -> str:
    return _NONE if value is None else f"\N{MINUS SIGN}{value:.0f}%"


def level_words(case: Case, narrowing: Narrowing, analysis: Analysis) -> str:
    """Return the level of a narrowing, with "?" while no reader has confirmed it."""
    return _named(*narrowing_level(case, narrowing, analysis.levels))


def _named(level: Level | None, confirmed: bool) -> str:
    if level is None:
        return "?"
    return level.short_name if confirmed else f"{level.short_name}?"


def narrowing_story(case: Case, narrowing: Narrowing, analysis: Analysis) -> str:
    """Return all that is known of a narrowing, a line for each thing."""
    number = next(n for n, one in numbered(listed_narrowings(analysis)) if one == narrowing)
    lines = [
        f"Narrowing {number}, {_ANSWERS[answer_of(case, narrowing)]}",
        f"Level: {level_words(case, narrowing, analysis)}",
        _area_line(narrowing),
        _ap_line(narrowing),
        f"Length: {narrowing.length_mm:.0f} mm",
        f"Indentation: {', '.join(narrowing.indented_from)}" if narrowing.indented_from else "",
        "Reference on one side only" if narrowing.one_sided else "",
        "Metal crosses this section: its numbers may be off" if narrowing.state is SectionState.METAL else "",
        *(band_words(band) for band in narrowing.bands),
    ]
    return "\n".join(line for line in lines if line)


def _area_line(narrowing: Narrowing) -> str:
    state = _state_words(narrowing)
    if state is not None or narrowing.area_mm2 is None:
        return f"Sac: {state or 'not measured'}"
    reference = narrowing.reference_area_mm2
    against = f", reference {reference:.0f} {_SQUARE}" if reference is not None else ""
    loss = narrowing.area_reduction_pct
    words = "" if loss is None else f" ({_percent(loss)})"
    return f"Sac area: {narrowing.area_mm2:.0f} {_SQUARE}{words}{against}"


def _ap_line(narrowing: Narrowing) -> str:
    if narrowing.ap_mm is None:
        return ""
    loss = narrowing.ap_reduction_pct
    return f"AP: {narrowing.ap_mm:.1f} mm" + ("" if loss is None else f" ({_percent(loss)})")


_ANSWERS = {
    Answer.OPEN: "not yet read",
    Answer.ACCEPTED: "accepted by the reader as a mark",
    Answer.REJECTED: "rejected by the reader",
}


def scope_words(case: Case, analysis: Analysis | None) -> str:
    """Return what was assessed and what was not, and where nothing is listed, what that means."""
    if analysis is None:
        return "The contrast column has not been measured."
    if analysis.absent is not None:
        return analysis.absent
    scope = with_question_marks(analysis.scope, case)
    if analysis.narrowings:
        return scope
    return f"{scope} {_ONLY_BLOCKS if analysis.blocks else _NOTHING_LISTED} {_NOT_JUDGED}"


def warning_words(case: Case, analysis: Analysis | None) -> str:
    """Return the blocks and all that is unsure, a line each."""
    if analysis is None:
        return ""
    blocks = (_block_words(case, block, analysis) for block in analysis.blocks)
    return "\n".join((*blocks, *analysis.warnings))


def _block_words(case: Case, block: Block, analysis: Analysis) -> str:
    found = (level_near(case, analysis, end) for end in (block.start, block.end))
    names = [_named(Level(str(one.name)), confirmed=False) for one in found if one is not None]
    where = f" at {' to '.join(dict.fromkeys(names))}" if names else ""
    return f"{_BLOCKS[block.kind][0]}{where}: {_BLOCKS[block.kind][1]}"
