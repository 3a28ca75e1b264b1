"""What the program adds beside a level: numbers measured in the section through its disc, and suggested words."""

import attrs

from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.form.grade import Grade
from viewer.model.form.scale_file import known_scale
from viewer.model.labels import LevelLabel
from viewer.model.plane import Plane
from viewer.model.report.level_row import LevelNumbers
from viewer.model.sections import SectionState
from viewer.model.spine import Level, Numbering
from viewer.report.composing.grading import suggestions
from viewer.report.composing.level_numbers import level_numbers
from viewer.session.session import Session
from viewer.widgets.form.levels_model import LevelNote

_STATES = {
    SectionState.OBLITERATED: ("obliterated", "No CSF left in the sac"),
    SectionState.METAL: ("metal", "Crossed by metal"),
    SectionState.EDGE: ("edge", "At the edge of the scan: not measured"),
    SectionState.GAP: ("gap", "Slices missing: not measured"),
    SectionState.NOT_OPACIFIED: ("no contrast", "Not opacified: not measured"),
}


@attrs.frozen(eq=False)
class _Known:
    labels: tuple[LevelLabel, ...]
    numbering: Numbering
    analysis: Analysis | None
    numbers: dict[Level, LevelNumbers]
    notes: dict[Level, LevelNote]


class LevelNotes:
    """Computes numbers and notes once, and again only when the levels or the analysis are other ones."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._last: _Known | None = None

    def note(self, level: Level) -> LevelNote:
        """Return the note of a level, an empty one where nothing was measured."""
        return self._known().notes.get(level, LevelNote())

    def numbers(self, level: Level) -> LevelNumbers | None:
        """Return what was measured at a level, None where nothing was."""
        return self._known().numbers.get(level)

    def _known(self) -> _Known:
        case, analysis, last = self._session.case, self._session.analysis, self._last
        if (
            last is None
            or last.analysis is not analysis
            or (last.labels, last.numbering) != (case.labels, case.numbering)
        ):
            last = self._last = _known(case, analysis)
        return last


def _known(case: Case, analysis: Analysis | None) -> _Known:
    numbers = level_numbers(case, analysis)
    notes = {level: level_note(one, suggestions(level, one)) for level, one in numbers.items()}
    return _Known(case.labels, case.numbering, analysis, numbers, notes)


def level_note(numbers: LevelNumbers, suggested: tuple[Grade, ...]) -> LevelNote:
    """Return the words beside a level: short ones for the table, sentences for the tooltip."""
    state = _STATES.get(numbers.state)
    figures = _figures(numbers) if numbers.area_mm2 is not None else ""
    short = " ".join(one for one in (figures, state[0] if state else "") if one)
    words = " · ".join(_short_suggestion(one) for one in suggested)
    lines = [f"{state[1]}." if state else "", *_sentences(numbers), *map(suggestion_words, suggested)]
    return LevelNote(short, words, "\n".join(line for line in lines if line))


def _figures(numbers: LevelNumbers) -> str:
    ap = "" if numbers.ap_mm is None else f" · {numbers.ap_mm:.1f}"
    return f"{numbers.area_mm2:.0f}{ap}"


def _sentences(numbers: LevelNumbers) -> tuple[str, ...]:
    if numbers.area_mm2 is None:
        return ()
    parts = [f"sac {numbers.area_mm2:.0f} mm\N{SUPERSCRIPT TWO}"]
    if numbers.ap_mm is not None:
        parts.append(f"AP {numbers.ap_mm:.1f} mm")
    if numbers.transverse_mm is not None:
        parts.append(f"transverse {numbers.transverse_mm:.1f} mm")
    if numbers.cord_area_mm2 is not None:
        parts.append(f"cord {numbers.cord_area_mm2:.0f} mm\N{SUPERSCRIPT TWO}")
    corrected = " The sac was corrected by a reader." if numbers.corrected else ""
    return (f"Measured in the section {plane_words(numbers.plane)}: {', '.join(parts)}.{corrected}",)


def plane_words(plane: Plane) -> str:
    """Return where a section lies, by its centre in LPS mm."""
    x, y, z = plane.point
    return f"through ({x:.0f}, {y:.0f}, {z:.0f}) mm"


def _short_suggestion(grade: Grade) -> str:
    """The word with a question mark, as everything that no reader has confirmed."""
    scale = known_scale(grade.scale)
    named = "" if scale is None or scale.id == "lumbar-sac-area" else f"{scale.name} "
    return f"{named}{grade.suggested}?"


def suggestion_words(grade: Grade) -> str:
    """Return a suggestion in a sentence: scale, word, numbers with their plane, and by whom."""
    scale = known_scale(grade.scale)
    step = scale.step(grade.suggested) if scale else None
    told = ", ".join(f"{one.quantity.replace('_', ' ')} {one.value:.1f} {one.unit}" for one in grade.numbers)
    planes = {plane_words(one.plane) for one in grade.numbers if one.plane is not None}
    place = f", section {planes.pop()}" if len(planes) == 1 else ""
    source = f" ({scale.source}, {scale.basis_label})" if scale else ""
    name = scale.name if scale else grade.scale
    word = step.label if step else grade.suggested
    basis = f" from {told}{place}" if told else ""
    return f"{name}{source}: {grade.suggested_by} suggests {word}{basis}."
