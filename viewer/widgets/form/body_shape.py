"""The figure of a body as clean shapes: its outline and the areas of skin that belong to the roots, front and back.

Units are those of the drawing: 0 is the midline, x grows outward, y downward; one side is drawn and mirrored.
"""

from enum import Enum
from functools import cache
from itertools import pairwise

import attrs
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

from viewer.model.finding import Side

WIDTH, HEIGHT = 134.0, 252.0
"""The size of one figure; its midline lies at half its width."""

_STEPS = 12


class View(Enum):
    """Which side of the body is seen."""

    FRONT = "front"
    BACK = "back"


@attrs.frozen(eq=False)
class BodyShape:
    """One area on one side of the patient, seen in one view."""

    area_id: str
    side: Side
    view: View
    path: QPainterPath


@attrs.frozen
class _Limb:
    """A limb along its axis: points with their half width, from the trunk outward."""

    stations: tuple[tuple[float, float, float, float], ...]

    def point(self, along: float, across: float) -> QPointF:
        """The place at a share of the length (0 to 1) and of the half width (-1 inner to 1 outer)."""
        parts = tuple(pairwise(self.stations))
        (t0, x0, y0, w0), (t1, x1, y1, w1) = next((part for part in parts if along <= part[1][0]), parts[-1])
        share = min(1.0, max(0.0, (along - t0) / (t1 - t0)))
        width = w0 + (w1 - w0) * share
        dx, dy = x1 - x0, y1 - y0
        length = (dx * dx + dy * dy) ** 0.5
        x, y = x0 + dx * share, y0 + dy * share
        return QPointF(x + across * width * dy / length, y - across * width * dx / length)

    def patch(
        self, along: tuple[float, float], across: tuple[float, float], slant: float = 0.0
    ) -> QPainterPath:
        """The area between two places along and two across; a slanted one ends lower on the inner side."""
        (t0, t1), (s0, s1) = along, across
        steps = [n / _STEPS for n in range(_STEPS + 1)]
        outer = [self.point(t0 + (t1 - t0) * n - slant * s1, s1) for n in steps]
        inner = [self.point(t0 + (t1 - t0) * n - slant * s0, s0) for n in reversed(steps)]
        path = QPainterPath()
        path.addPolygon(QPolygonF([*outer, *inner]))
        path.closeSubpath()
        return path


# Share of the length, x, y, half width.
_ARM = _Limb(
    (
        (0.00, 24.5, 44.8, 3.2),
        (0.03, 26.0, 47.2, 5.8),
        (0.08, 28.0, 52.0, 6.9),
        (0.18, 31.0, 62.0, 6.4),
        (0.42, 37.5, 86.0, 5.0),
        (0.55, 41.5, 97.0, 5.3),
        (0.76, 48.5, 118.0, 3.5),
        (0.84, 51.4, 127.0, 5.4),
        (0.93, 54.0, 136.0, 5.0),
        (1.00, 55.6, 143.0, 2.8),
    )
)
_LEG = _Limb(
    (
        (0.00, 13.4, 132.0, 13.2),
        (0.20, 14.4, 152.0, 11.4),
        (0.47, 14.8, 182.0, 7.4),
        (0.60, 15.4, 197.0, 8.0),
        (0.86, 15.4, 226.0, 4.4),
        (0.91, 15.8, 232.0, 5.2),
        (1.00, 17.6, 245.0, 6.6),
    )
)
_TORSO = (
    (0, 37),
    (6.5, 37),
    (9, 41.5),
    (19, 44),
    (25.5, 45),
    (29, 50),
    (27, 60),
    (24, 70),
    (22.4, 84),
    (20.8, 98),
    (22, 110),
    (25.4, 122),
    (26.8, 134),
    (14, 138),
    (0, 139.5),
)
_WHOLE = (-1.0, 1.0)
_OUTER, _INNER, _MIDDLE = (0.0, 1.0), (-1.0, 0.0), (-0.33, 0.33)


def _smooth(points: tuple[tuple[float, float], ...]) -> QPainterPath:
    """A closed outline with its corners rounded, except on the midline."""
    path = QPainterPath(QPointF(*points[0]))
    for (x0, y0), (x1, y1) in pairwise(points[1:]):
        path.quadTo(QPointF(x0, y0), QPointF((x0 + x1) / 2, (y0 + y1) / 2))
    path.lineTo(QPointF(*points[-1]))
    path.closeSubpath()
    return path


def _band(
    top: float, bottom: float, falls: tuple[float, float] = (0.0, 0.0), x0: float = 0.0, x1: float = 34.0
) -> QPainterPath:
    """A band across the trunk whose edges fall from its side to the midline."""
    corners = ((x0, top + falls[0]), (x1, top), (x1, bottom), (x0, bottom + falls[1]))
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    return path


def _head() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(-11.5, 2, 23, 30))
    return path.intersected(_band(0, 40, x1=20))


def _neck() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(0, 27, 6.8, 13))
    return path


def _thumb() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(-2, 0, 4, 12.5), 2, 2)
    return QTransform().translate(55.6, 122.0).rotate(-24).map(path)


# Root, upper edge and its fall toward the midline, lower edge and its fall.
_FRONT_BANDS = (
    ("C4", 38.5, 0.0, 48.0, 0.0),
    ("T2", 48.0, 0.0, 53.0, 0.0),
    ("T3", 53.0, 0.0, 59.0, 0.0),
    ("T4", 59.0, 0.0, 65.5, 0.0),
    ("T5", 65.5, 0.0, 72.0, 0.0),
    ("T6", 72.0, 0.0, 79.0, 0.0),
    ("T7", 79.0, 0.0, 86.0, 0.0),
    ("T8", 86.0, 0.0, 93.0, 0.0),
    ("T9", 93.0, 0.0, 99.5, 1.0),
    ("T10", 99.5, 1.0, 106.0, 2.5),
    ("T11", 106.0, 2.5, 112.5, 4.5),
    ("T12", 112.5, 4.5, 120.0, 7.5),
    ("L1", 120.0, 7.5, 150.0, 7.5),
)
_BACK_BANDS = (
    ("C4", 38.5, 49.0),
    ("T2", 49.0, 54.0),
    ("T3", 54.0, 60.0),
    ("T4", 60.0, 66.0),
    ("T5", 66.0, 72.0),
    ("T6", 72.0, 78.0),
    ("T7", 78.0, 84.0),
    ("T8", 84.0, 90.0),
    ("T9", 90.0, 96.0),
    ("T10", 96.0, 102.0),
    ("T11", 102.0, 107.0),
    ("T12", 107.0, 112.0),
    ("L1", 112.0, 117.0),
    ("L2", 117.0, 122.0),
    ("L3", 122.0, 127.0),
)
_ARM_FRONT = (
    ("C5", (0.0, 0.42), _OUTER),
    ("T2", (0.0, 0.2), _INNER),
    ("T1", (0.2, 0.62), _INNER),
    ("C6", (0.42, 0.8), _OUTER),
    ("C8", (0.62, 0.8), _INNER),
    ("C6", (0.8, 1.0), (0.33, 1.0)),
    ("C7", (0.8, 1.0), _MIDDLE),
    ("C8", (0.8, 1.0), (-1.0, -0.33)),
)
_ARM_BACK = (
    ("C5", (0.0, 0.42), (0.33, 1.0)),
    ("C7", (0.12, 1.0), _MIDDLE),
    ("C5", (0.0, 0.12), _MIDDLE),
    ("T2", (0.0, 0.2), (-1.0, -0.33)),
    ("T1", (0.2, 0.62), (-1.0, -0.33)),
    ("C6", (0.42, 1.0), (0.33, 1.0)),
    ("C8", (0.62, 1.0), (-1.0, -0.33)),
)
_LEG_FRONT = (
    ("L1", (0.0, 0.1), _WHOLE, 0.04),
    ("L2", (0.1, 0.29), _WHOLE, 0.04),
    ("L3", (0.29, 0.52), _WHOLE, 0.04),
    ("L4", (0.52, 0.92), _INNER, 0.04),
    ("L5", (0.52, 0.92), _OUTER, 0.04),
    ("L4", (0.9, 1.0), (-1.0, -0.5), 0.0),
    ("L5", (0.9, 1.0), (-0.5, 0.5), 0.0),
    ("S1", (0.87, 1.0), (0.5, 1.0), 0.0),
)
_LEG_BACK = (
    ("S2", (0.06, 0.7), _MIDDLE, 0.0),
    ("L2", (0.0, 0.26), (-1.0, -0.33), 0.0),
    ("L3", (0.26, 0.52), (-1.0, -0.33), 0.0),
    ("L4", (0.52, 0.94), (-1.0, -0.33), 0.0),
    ("L2", (0.0, 0.22), (0.33, 1.0), 0.0),
    ("L5", (0.22, 0.8), (0.33, 1.0), 0.0),
    ("S1", (0.7, 0.94), _MIDDLE, 0.0),
    ("S1", (0.8, 0.94), (0.33, 1.0), 0.0),
)


@cache
def half_outline(view: View) -> QPainterPath:
    """Return the outline of one half of the figure."""
    foot = 1.0 if view is View.FRONT else 0.94
    parts = (_head(), _neck(), _smooth(_TORSO), _ARM.patch((0.0, 1.0), _WHOLE), _thumb())
    whole = _LEG.patch((0.0, foot), _WHOLE)
    for part in parts:
        whole = whole.united(part)
    return whole.simplified()


@cache
def body_shapes(view: View) -> tuple[BodyShape, ...]:
    """Return the areas of a view on both sides of the patient, in the coordinates of one figure.

    Seen from the front the patient's right lies on the left, from the back on the right.
    """
    joined: dict[str, QPainterPath] = {}
    for area_id, path in _half(view):
        joined[area_id] = joined[area_id].united(path) if area_id in joined else path
    made: list[BodyShape] = []
    for side in (Side.RIGHT, Side.LEFT):
        place = placed(view, side)
        made += [BodyShape(area_id, side, view, place.map(path)) for area_id, path in joined.items()]
    return tuple(made)


def placed(view: View, side: Side) -> QTransform:
    """Return how the drawn half becomes a side of the patient in a view."""
    on_left = (side is Side.RIGHT) is (view is View.FRONT)
    return QTransform().translate(WIDTH / 2, 0).scale(-1 if on_left else 1, 1)


def _half(view: View) -> list[tuple[str, QPainterPath]]:
    return [(f"dermatome-{root}", path) for root, path in (_front() if view is View.FRONT else _back())]


def _front() -> list[tuple[str, QPainterPath]]:
    torso, bands = _smooth(_TORSO), [("C3", _neck().intersected(_band(31, 40, x1=20)).subtracted(_head()))]
    bands += [(root, torso.intersected(_band(a, b, (c, d)))) for root, a, c, b, d in _FRONT_BANDS]
    arm = [(root, _ARM.patch(along, across).subtracted(torso)) for root, along, across in _ARM_FRONT]
    leg = [(root, _LEG.patch(one, two, fall).subtracted(torso)) for root, one, two, fall in _LEG_FRONT]
    return [*bands, *arm, ("C6", _thumb()), *leg]


def _back() -> list[tuple[str, QPainterPath]]:
    torso = _smooth(_TORSO)
    anus, sitting = _band(127, 140, x1=3.6), _band(127, 140, x0=3.6, x1=15.5)
    bands = [("C2", _head()), ("C3", _neck().subtracted(_head()))]
    bands += [(root, torso.intersected(_band(a, b))) for root, a, b in _BACK_BANDS]
    bands += [("S4-5", torso.intersected(anus)), ("S3", torso.intersected(sitting))]
    bands.append(("L2", torso.intersected(_band(127, 140, x0=15.5))))
    arm = [(root, _ARM.patch(along, across).subtracted(torso)) for root, along, across in _ARM_BACK]
    leg = [(root, _LEG.patch(one, two, fall).subtracted(torso)) for root, one, two, fall in _LEG_BACK]
    return [*bands, *arm, ("C6", _thumb()), *leg]
