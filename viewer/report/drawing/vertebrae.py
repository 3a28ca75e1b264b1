"""The vertebrae and discs of the strip, each as high as it lies along the canal."""

from collections.abc import Iterator

import attrs

from viewer.model.spine import Level, LevelKind, Region
from viewer.report.drawing.canal_axis import CanalAxis
from viewer.report.drawing.drawing import Anchor, Point, Polygon, Shape, Text
from viewer.report.drawing.ink import INK, REGION_FILL, REGION_LINE

HALF_WIDTH_MM = 6.0
_HALF_WIDTHS = {Region.CERVICAL: 4.7, Region.THORACIC: 5.3, Region.LUMBAR: 6.0, Region.SACRAL: 5.6}
_DISC_SHARE = 0.3
_WAIST = 0.93
_NAME_MM = 2.4


@attrs.frozen
class Span:
    """A level from top to bottom in a drawing, and how far its neighbours of the same kind are."""

    level: Level
    top: float
    bottom: float
    spacing_mm: float


def discs(axis: CanalAxis, height_mm: float) -> tuple[Span, ...]:
    """Return the discs of a drawing of that height, cranial first."""
    return tuple(span for span in _spans(axis, height_mm) if span.level.kind is LevelKind.DISC)


def vertebrae(axis: CanalAxis, middle_mm: float, height_mm: float) -> Iterator[Shape]:
    """Give the vertebrae with their names, and the discs between them."""
    for span in _spans(axis, height_mm):
        region = span.level.region
        half = _HALF_WIDTHS[region]
        if span.level.kind is LevelKind.DISC:
            inset = _slab(middle_mm, half * 0.9, span.top + 0.1, span.bottom - 0.1)
            yield Polygon(inset, "#eef3f6", "#9fb0bb", 0.15)
            continue
        taper = 0.86 if region is Region.SACRAL else 1.0
        yield Polygon(_body(middle_mm, half, taper, span), REGION_FILL[region], REGION_LINE[region], 0.25)
        size = min(_NAME_MM, (span.bottom - span.top) * 0.62)
        baseline = (span.top + span.bottom) / 2 + size * 0.36
        yield Text((middle_mm, baseline), axis.name(span.level), size, INK, Anchor.MIDDLE)


def _spans(axis: CanalAxis, height_mm: float) -> tuple[Span, ...]:
    """Vertebrae reach half way to their neighbours but for the disc's share."""
    places = [(level, axis.y_mm(arc, height_mm)) for level, arc in axis.places]
    spans: list[Span] = []
    for number, (level, y) in enumerate(places):
        above = y - places[number - 1][1] if number else None
        below = places[number + 1][1] - y if number + 1 < len(places) else None
        up = above if above is not None else below if below is not None else 4.0
        down = below if below is not None else up
        share = _DISC_SHARE if level.kind is LevelKind.DISC else 1 - _DISC_SHARE
        spans.append(Span(level, y - up * share, y + down * share, up + down))
    return tuple(spans)


def _body(middle: float, half: float, taper: float, span: Span) -> tuple[Point, ...]:
    top, bottom, waist = span.top, span.bottom, half * _WAIST * (1 + taper) / 2
    height, lower = bottom - top, half * taper
    return (
        (middle - half, top),
        (middle + half, top),
        (middle + waist, top + 0.3 * height),
        (middle + waist, bottom - 0.3 * height),
        (middle + lower, bottom),
        (middle - lower, bottom),
        (middle - waist, bottom - 0.3 * height),
        (middle - waist, top + 0.3 * height),
    )


def _slab(middle: float, half: float, top: float, bottom: float) -> tuple[Point, ...]:
    bevel = min(0.6, (bottom - top) / 2)
    return (
        (middle - half + bevel, top),
        (middle + half - bevel, top),
        (middle + half, (top + bottom) / 2),
        (middle + half - bevel, bottom),
        (middle - half + bevel, bottom),
        (middle - half, (top + bottom) / 2),
    )
