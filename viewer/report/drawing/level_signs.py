"""The signs of one level of the strip: findings on the patient's side, and where symptoms point to."""

from collections.abc import Iterator

import attrs

from viewer.model.finding import Severity, Side
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.report import Report
from viewer.model.spine import Level
from viewer.report.drawing.drawing import Anchor, Circle, Line, Polygon, Shape, Text, box, text_width_mm
from viewer.report.drawing.ink import EXPECTED, GREY, INK, severity_ink
from viewer.report.drawing.vertebrae import HALF_WIDTH_MM

RIGHT, CENTRE, LEFT = -1, 0, 1
"""Towards the patient's right is towards the left of the page, as in a coronal image."""

EXPECTED_DASH = (0.7, 0.5)
_DIRECTIONS = {
    Side.RIGHT: (RIGHT,),
    Side.LEFT: (LEFT,),
    Side.BILATERAL: (RIGHT, LEFT),
    Side.CENTRAL: (CENTRE,),
    None: (CENTRE,),
}
_SHORT = {
    Severity.NONE: "none",
    Severity.MILD: "mild",
    Severity.MODERATE: "moderate",
    Severity.SEVERE: "severe",
    Severity.COMPLETE_BLOCK: "block",
}
_WORD_MM, _ROOT_RADIUS_MM, _CLEAR_MM = 2.3, 1.85, 1.9
_MOST_ROOTS = 3


@attrs.frozen
class SignFrame:
    """Where the signs of a level are drawn: the strip's width, the height of the level, a mark's radius."""

    width_mm: float
    y: float
    radius_mm: float

    @property
    def middle_mm(self) -> float:
        """The middle of the spine."""
        return self.width_mm / 2

    def edge(self, direction: int) -> float:
        """Where the signs of a side begin."""
        return self.middle_mm + direction * (HALF_WIDTH_MM + _CLEAR_MM)


def level_signs(report: Report, level: Level, frame: SignFrame) -> Iterator[Shape]:
    """Give the signs of a level: marks with number, expected roots in outline, severities in words."""
    here = [one for one in report.findings if one.level == level]
    sides = {way: [one for one in here if way in _DIRECTIONS[one.side]] for way in (RIGHT, CENTRE, LEFT)}
    if _suspected(report, level):
        yield from _outlined_disc(frame)
    yield from _central_marks(sides[CENTRE], frame)
    ends: dict[int, float] = {}
    for way in (RIGHT, LEFT):
        shapes, ends[way] = _side(sides[way], _roots(report, level, way), way, frame)
        yield from shapes
    # Words stand in the order of the marks on the page, which go outwards from the spine.
    words = {way: [", ".join(_severities(sides[way])[::way])] for way in (RIGHT, LEFT)}
    # A finding whose side nobody told stands in the middle too, and must not be called central.
    where = "central: " if all(one.side is Side.CENTRAL for one in sides[CENTRE]) else ""
    central = ", ".join(_severities(sides[CENTRE]))
    free = next((way for way in (LEFT, RIGHT) if ends[way] == frame.edge(way)), None)
    if central and free is None:
        words[LEFT].append(f"{where}{central}")
    elif central and free is not None:
        # A line from the middle, so that the word is not taken for a finding on that side.
        yield Line(
            (frame.middle_mm + free * frame.radius_mm, frame.y), (frame.edge(free), frame.y), GREY, 0.2
        )
        words[free] = [f"{where}{central}"]
    for way in (RIGHT, LEFT):
        yield from _words([one for one in words[way] if one], way, ends[way], frame)


def _suspected(report: Report, level: Level) -> bool:
    """Whether a level is expected as a whole, without a root on a side."""
    return any(
        place.level == level and not place.root and place.side in (None, Side.CENTRAL)
        for one in report.concordance
        for place in one.places
    )


def _roots(report: Report, level: Level, way: int) -> list[str]:
    """The roots that symptoms expect at a level on one side; one without a side is expected on both."""
    roots: dict[str, None] = {}
    for one in report.concordance:
        for place in one.places:
            sided = place.side not in (None, Side.CENTRAL)
            ways = _DIRECTIONS[place.side] if sided else (RIGHT, LEFT) if place.root else ()
            if place.level == level and way in ways:
                roots[place.root] = None
    named = [root for root in roots if root]
    return (named or list(roots))[:_MOST_ROOTS]


def _outlined_disc(frame: SignFrame) -> Iterator[Shape]:
    half, height = HALF_WIDTH_MM + 1.3, min(frame.radius_mm, 1.6)
    corners = box(frame.middle_mm - half, frame.y - height, frame.middle_mm + half, frame.y + height)
    yield Polygon(corners, "", EXPECTED, 0.3, EXPECTED_DASH)


def _central_marks(findings: list[ReportedFinding], frame: SignFrame) -> Iterator[Shape]:
    step = 2 * frame.radius_mm + 0.6
    first = frame.middle_mm - step * (len(findings) - 1) / 2
    for number, one in enumerate(findings):
        yield from mark(one, first + number * step, frame.y, frame.radius_mm)


def _side(
    findings: list[ReportedFinding], roots: list[str], way: int, frame: SignFrame
) -> tuple[list[Shape], float]:
    """The signs of one side from the spine outwards, and where they end."""
    shapes: list[Shape] = []
    x = frame.edge(way)
    for one in findings:
        shapes += mark(one, x + way * frame.radius_mm, frame.y, frame.radius_mm)
        x += way * (2 * frame.radius_mm + 0.5)
    for root in roots:
        centre = x + way * _ROOT_RADIUS_MM
        shapes.append(Circle((centre, frame.y), _ROOT_RADIUS_MM, "", EXPECTED, 0.3, EXPECTED_DASH))
        shapes.append(Text((centre, frame.y + 0.65), root, 1.8, EXPECTED, Anchor.MIDDLE, bold=True))
        x += way * (2 * _ROOT_RADIUS_MM + 0.5)
    return shapes, x


def mark(finding: ReportedFinding, x: float, y: float, radius: float) -> Iterator[Shape]:
    """Give a numbered mark in the colour of its severity."""
    fill, ink = severity_ink(finding.severity)
    size = radius * (1.35 if finding.number < 10 else 1.1)
    yield Circle((x, y), radius, fill, INK, 0.25)
    yield Text((x, y + size * 0.36), str(finding.number), size, ink, Anchor.MIDDLE, bold=True)


def _severities(findings: list[ReportedFinding]) -> list[str]:
    return [_SHORT[one.severity] for one in findings if one.severity]


def _words(lines: list[str], way: int, end: float, frame: SignFrame) -> Iterator[Shape]:
    x = end + way * 0.4
    room = frame.width_mm - x if way == LEFT else x
    anchor = Anchor.START if way == LEFT else Anchor.END
    first = frame.y + _WORD_MM * (0.36 - 0.55 * (len(lines) - 1))
    for number, line in enumerate(lines):
        yield Text((x, first + number * _WORD_MM * 1.1), _fitting(line, room), _WORD_MM, INK, anchor)


def _fitting(words: str, room_mm: float) -> str:
    """Words as long as there is room for: whole, in short, or only their first letters."""
    brief = words.replace("moderate", "mod.").replace("severe", "sev.").replace("central", "centr.")
    letters = ", ".join(word[:1] for word in words.removeprefix("central: ").split(", "))
    choices = (words, words.replace("central", "centr."), brief, letters)
    return next((one for one in choices if text_width_mm(one, _WORD_MM) <= room_mm), choices[-1])
