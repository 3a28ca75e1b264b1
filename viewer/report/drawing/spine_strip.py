"""The spine with its findings at their level and on their side, beside where the symptoms point."""

from collections.abc import Iterator

import attrs

from viewer.model.finding import Severity, Side
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.report import Report
from viewer.model.spine import Level, LevelKind
from viewer.report.drawing.canal_axis import CanalAxis, canal_axis
from viewer.report.drawing.drawing import Anchor, Circle, Drawing, Line, Shape, Text, text_width_mm
from viewer.report.drawing.hatch import hatch
from viewer.report.drawing.ink import EXPECTED, GREY, INK, PAPER, severity_ink
from viewer.report.drawing.legend import SIZE_MM, Entry, legend
from viewer.report.drawing.vertebrae import HALF_WIDTH_MM, Span, discs, vertebrae
from viewer.report.told import told_levels

_RIGHT, _LEFT = -1, 1
"""Towards the patient's right is towards the left of the page, as in a coronal image."""

_DIRECTIONS = {
    Side.RIGHT: (_RIGHT,),
    Side.LEFT: (_LEFT,),
    Side.BILATERAL: (_RIGHT, _LEFT),
    Side.CENTRAL: (0,),
    None: (0,),
}
_SHORT = {
    Severity.NONE: "none",
    Severity.MILD: "mild",
    Severity.MODERATE: "moderate",
    Severity.SEVERE: "severe",
    Severity.COMPLETE_BLOCK: "block",
    None: "",
}
_BRIEF = {"moderate": "mod.", "severe": "sev."}
_WORD_MM = 2.3


@attrs.frozen
class _Frame:
    """Where the strip is drawn: its axis, its size and the radius of a mark."""

    axis: CanalAxis
    width_mm: float
    height_mm: float
    radius_mm: float

    @property
    def middle_mm(self) -> float:
        return self.width_mm / 2


def spine_strip(report: Report, height_mm: float = 160.0, width_mm: float = 50.0) -> Drawing:
    """Return the strip: head up, the patient's right on the left of the page as in a coronal image.

    Levels that no reader has assessed are hatched, levels whose numbering nobody confirmed end in `?`.
    """
    axis = canal_axis(report)
    spans = discs(axis, height_mm)
    heights = [span.spacing_mm for span in spans]
    radius = min(2.0, 0.31 * min(heights, default=6.0))
    frame = _Frame(axis, width_mm, height_mm, max(radius, 1.45))
    shapes = (
        *_sides(frame),
        *vertebrae(axis, frame.middle_mm, height_mm),
        *_discs(report, frame, spans),
        *_signs(report, frame),
        *legend(_entries(report, frame), width_mm, height_mm),
    )
    return Drawing(width_mm, height_mm, shapes, "Spine with findings", _described(report))


def _sides(frame: _Frame) -> Iterator[Shape]:
    for letter, word, x, anchor, next_to in (
        ("R", "right", 0.0, Anchor.START, 3.6),
        ("L", "left", frame.width_mm, Anchor.END, -3.4),
    ):
        yield Text((x, 4.0), letter, 4.2, INK, anchor, bold=True)
        yield Text((x + next_to, 4.0), word, SIZE_MM, GREY, anchor)


def _discs(report: Report, frame: _Frame, spans: tuple[Span, ...]) -> Iterator[Shape]:
    told = told_levels(report)
    for span in spans:
        if span.level in told:
            continue
        left, right = frame.middle_mm - HALF_WIDTH_MM - 1.2, frame.middle_mm + HALF_WIDTH_MM + 1.2
        yield from hatch((left, span.top), (right, span.bottom), GREY, 0.75)


def _signs(report: Report, frame: _Frame) -> Iterator[Shape]:
    for level, arc in frame.axis.places:
        y = frame.axis.y_mm(arc, frame.height_mm)
        here = [one for one in report.findings if one.level == level]
        for direction in (_RIGHT, 0, _LEFT):
            beside = [one for one in here if direction in _DIRECTIONS[one.side]]
            roots = _expected(report, level, direction)
            yield from _row_of_signs(frame, direction, y, beside, roots)
    unplaced = [one for one in report.findings if frame.axis.arc_mm(one.level or Level("")) is None]
    for number, one in enumerate(unplaced):
        x, y = 6.6 + number * (2 * frame.radius_mm + 0.6), 7.3
        if number == 0:
            yield Text((0.0, y + 0.8), "no level", SIZE_MM * 0.8, GREY)
        yield from _mark(one, x + frame.radius_mm, y, frame.radius_mm)


def _expected(report: Report, level: Level, direction: int) -> list[str]:
    """The roots that symptoms expect at a level, on the side of the page `direction` points to."""
    roots: dict[str, None] = {}
    for one in report.concordance:
        for place in one.places:
            sides = _DIRECTIONS[place.side] if place.side not in (None, Side.CENTRAL) else (_RIGHT, _LEFT)
            if place.level == level and direction in sides:
                roots[place.root] = None
    return list(roots)[:3]


def _row_of_signs(
    frame: _Frame, direction: int, y: float, findings: list[ReportedFinding], roots: list[str]
) -> Iterator[Shape]:
    radius = frame.radius_mm
    step = (radius + 2.45) * (direction or 1)
    x = frame.middle_mm + direction * (HALF_WIDTH_MM + 1.9 + radius)
    if not direction:
        x -= step * (len(findings) - 1) / 2
    for one in findings:
        yield from _mark(one, x, y, radius)
        x += step
    for root in roots if direction else []:
        yield Circle((x, y), 1.85, "", EXPECTED, 0.3, (0.7, 0.5))
        yield Text((x, y + 0.65), root, 1.8, EXPECTED, Anchor.MIDDLE, bold=True)
        x += step
    words = [_SHORT[one.severity] for one in findings if one.severity]
    if words and direction:
        yield from _words(frame, direction, x - direction * (radius - 0.4), y, words)
    elif words:
        edge = frame.middle_mm + HALF_WIDTH_MM
        # A line from the middle, so that the word is not taken for a finding on the left.
        yield Line((x - step + radius, y), (edge + 1.9, y), GREY, 0.2)
        yield from _words(frame, _LEFT, edge + 2.4, y, words)


def _words(frame: _Frame, direction: int, x: float, y: float, words: list[str]) -> Iterator[Shape]:
    room = frame.width_mm - x if direction == _LEFT else x
    text = ", ".join(words)
    if text_width_mm(text, _WORD_MM) > room:
        text = ", ".join(_BRIEF.get(word, word) for word in words)
    if text_width_mm(text, _WORD_MM) <= room:
        anchor = Anchor.START if direction == _LEFT else Anchor.END
        yield Text((x, y + _WORD_MM * 0.36), text, _WORD_MM, INK, anchor)


def _mark(finding: ReportedFinding, x: float, y: float, radius: float) -> Iterator[Shape]:
    fill, ink = severity_ink(finding.severity)
    size = radius * (1.35 if finding.number < 10 else 1.1)
    yield Circle((x, y), radius, fill, INK, 0.25)
    yield Text((x, y + size * 0.36), str(finding.number), size, ink, Anchor.MIDDLE, bold=True)


def _entries(report: Report, frame: _Frame) -> Iterator[Entry]:
    if report.findings:
        yield Entry(
            (
                Circle((0.0, 0.0), 1.2, PAPER, INK, 0.25),
                Text((0.0, 0.6), "1", 1.7, INK, Anchor.MIDDLE, bold=True),
            ),
            "finding, on the patient's side",
        )
    if any(one.places for one in report.concordance):
        yield Entry((Circle((0.0, 0.0), 1.2, "", EXPECTED, 0.3, (0.6, 0.4)),), "expected from the symptoms")
    told = told_levels(report)
    if any(level.kind is LevelKind.DISC and level not in told for level, _ in frame.axis.places):
        outline = hatch((-1.6, -0.9), (1.6, 0.9), GREY, 0.75)
        yield Entry(tuple(outline), "not assessed")
    if frame.axis.unconfirmed:
        yield Entry((Text((0.0, 0.9), "?", 2.8, INK, Anchor.MIDDLE, bold=True),), "numbering not confirmed")


def _described(report: Report) -> str:
    found = [
        f"{one.number}: {one.level.short_name if one.level else 'no level'}"
        + (f", {one.side}" if one.side else "")
        + (f", {one.severity}" if one.severity else "")
        for one in report.findings
    ]
    return (
        "Findings at their level and side: " + "; ".join(found) + "." if found else "No findings are marked."
    )
