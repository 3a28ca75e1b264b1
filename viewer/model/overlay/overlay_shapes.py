"""The shapes drawn over a slice pane, in logical pixels of that pane."""

from enum import Enum, StrEnum, auto
from typing import TypeAlias

import attrs

Pixel: TypeAlias = tuple[float, float]


class Role(StrEnum):
    """What a shape stands for; the theme gives each role its colour."""

    CROSSHAIR_AXIAL = "crosshair axial"
    CROSSHAIR_SAGITTAL = "crosshair sagittal"
    CROSSHAIR_CORONAL = "crosshair coronal"
    LABEL = "label"
    LABEL_UNCONFIRMED = "label unconfirmed"
    MARK = "mark"
    ANNOTATION = "annotation"
    SELECTED = "selected"
    LETTER = "letter"
    SCALE = "scale"
    SEED = "seed"
    SECTION = "section"
    SAC_END = "sac end"
    PAINTED = "painted"
    ERASED = "erased"
    CORD = "cord"
    PICTURE = "picture"
    GAP = "gap"


class Symbol(StrEnum):
    """The forms of a dot; marks have one per severity, so that it is seen without colour."""

    CIRCLE = "circle"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    SQUARE = "square"
    OCTAGON = "octagon"
    CROSS = "cross"


class Anchor(Enum):
    """The place of a text's box that lies at its point."""

    LEFT = auto()
    RIGHT = auto()
    TOP = auto()
    BOTTOM = auto()
    CENTRE = auto()
    TOP_LEFT = auto()


class TargetKind(StrEnum):
    """What the pointer can take hold of."""

    TURN = "turn"
    LABEL = "label"
    MARK = "mark"
    ANNOTATION = "annotation"
    END = "end"


@attrs.frozen
class Target:
    """What a shape belongs to.

    `target_id` is a mark's or annotation's id, a label's level name, the plane that a turn handle
    turns, or the end of the sac; `part` names the point of an annotation (`start`), empty for the whole.
    """

    kind: TargetKind
    target_id: str
    part: str = ""


@attrs.frozen
class Line:
    """A straight line."""

    start: Pixel
    end: Pixel
    role: Role
    dashed: bool = False
    width_px: float = 1.0
    opacity: float = 1.0
    target: Target | None = None


@attrs.frozen
class Polyline:
    """A line through several points; `closed` joins the ends, `filled` fills it."""

    points: tuple[Pixel, ...]
    role: Role
    closed: bool = False
    filled: bool = False
    dashed: bool = False
    width_px: float = 1.0
    opacity: float = 1.0
    target: Target | None = None


@attrs.frozen
class Hatching:
    """A closed area that is dimmed and hatched: what lies below it was never scanned."""

    points: tuple[Pixel, ...]
    role: Role
    opacity: float = 1.0
    target: Target | None = None


@attrs.frozen
class EllipseShape:
    """The outline of an ellipse whose first radius is turned `angle_deg` clockwise from the right."""

    centre: Pixel
    radius_x_px: float
    radius_y_px: float
    role: Role
    angle_deg: float = 0.0
    dashed: bool = False
    width_px: float = 1.0
    opacity: float = 1.0
    target: Target | None = None


@attrs.frozen
class Dot:
    """A small symbol about a point; its outline is dashed where what it shows is unconfirmed.

    `fill_opacity` lets the image below show through a filled one.
    """

    centre: Pixel
    radius_px: float
    role: Role
    symbol: Symbol = Symbol.CIRCLE
    filled: bool = False
    dashed: bool = False
    width_px: float = 1.0
    opacity: float = 1.0
    target: Target | None = None
    fill_opacity: float = 1.0


@attrs.frozen
class Text:
    """A text of one or more lines, its `anchor` at `at`; drawn with a dark edge to stay readable."""

    at: Pixel
    text: str
    role: Role
    anchor: Anchor = Anchor.LEFT
    opacity: float = 1.0
    target: Target | None = None


Shape: TypeAlias = Line | Polyline | Hatching | EllipseShape | Dot | Text
