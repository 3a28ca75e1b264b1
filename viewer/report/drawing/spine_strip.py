"""The spine with its findings at their level and on their side, beside where the symptoms point."""

from collections.abc import Iterator

import attrs

from viewer.model.report.report import Report
from viewer.model.spine import LevelKind
from viewer.report.composing.told import told_levels
from viewer.report.drawing.canal_axis import CanalAxis, canal_axis
from viewer.report.drawing.drawing import Anchor, Circle, Drawing, Shape, Text
from viewer.report.drawing.hatch import hatch
from viewer.report.drawing.ink import EXPECTED, GREY, INK, PAPER
from viewer.report.drawing.legend import SIZE_MM, Entry, legend
from viewer.report.drawing.level_signs import SignFrame, level_signs, mark
from viewer.report.drawing.vertebrae import HALF_WIDTH_MM, Span, discs, vertebrae


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
        yield from level_signs(report, level, SignFrame(frame.width_mm, y, frame.radius_mm))
    drawn = {level for level, _ in frame.axis.places}
    for number, one in enumerate(one for one in report.findings if one.level not in drawn):
        x, y = 8.6 + number * (2 * frame.radius_mm + 0.6), 7.0
        if number == 0:
            yield Text((0.0, y + 0.7), "no level", SIZE_MM * 0.9, GREY)
        yield from mark(one, x + frame.radius_mm, y, frame.radius_mm)


def _entries(report: Report, frame: _Frame) -> Iterator[Entry]:
    unsided = any(one.side is None for one in report.findings)
    if report.findings:
        yield Entry(
            (
                Circle((0.0, 0.0), 1.2, PAPER, INK, 0.25),
                Text((0.0, 0.6), "1", 1.7, INK, Anchor.MIDDLE, bold=True),
            ),
            "finding, on the patient's side" + (" if stated" if unsided else ""),
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
