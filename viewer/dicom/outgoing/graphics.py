"""What is drawn over a slice as the graphic layers of a presentation state (PS3.3 C.10.5, C.10.7)."""

import math
from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

import attrs
from pydicom.dataset import Dataset

from viewer.dicom.outgoing.image_view import PixelGrid
from viewer.dicom.outgoing.plain import limited
from viewer.model.overlay.overlay_shapes import (
    Anchor,
    Dot,
    EllipseShape,
    Line,
    Pixel,
    Polyline,
    Role,
    Shape,
    Symbol,
    Text,
)
from viewer.model.resolve import PaneView

_UNITS = "PIXEL"
# The text of a slice pane is some 11 pixels high.
_LETTER_PX, _LINE_PX = 6.6, 14.0
_CORNERS = {Symbol.TRIANGLE: 3, Symbol.DIAMOND: 4, Symbol.SQUARE: 4, Symbol.OCTAGON: 8}
_TURNED_DEG = {Symbol.TRIANGLE: -90.0, Symbol.DIAMOND: -90.0, Symbol.SQUARE: 45.0, Symbol.OCTAGON: 22.5}
_RIGHT_SHARE = {Anchor.LEFT: 0.0, Anchor.TOP_LEFT: 0.0, Anchor.RIGHT: 1.0}
_DOWN_SHARE = {Anchor.TOP: 0.0, Anchor.TOP_LEFT: 0.0, Anchor.BOTTOM: 1.0}


@attrs.frozen
class Layer:
    """A graphic layer: its name, what it holds, and its colour as `(red, green, blue)` of 255."""

    name: str
    description: str
    colour: tuple[int, int, int]


LEVELS = Layer("LEVELS", "Names of the levels", (232, 237, 242))
MARKS = Layer("MARKS", "Marked compressions", (255, 154, 102))
MEASUREMENTS = Layer("MEASUREMENTS", "Distances, angles and notes", (255, 224, 138))
OUTLINES = Layer("OUTLINES", "Measured outline of the thecal sac", (111, 211, 232))
CROSSHAIR = Layer("CROSSHAIR", "The point looked at", (195, 203, 212))
_LAYERS = (LEVELS, MARKS, MEASUREMENTS, OUTLINES, CROSSHAIR)
_LAYER_OF = {
    Role.LABEL: LEVELS,
    Role.LABEL_UNCONFIRMED: LEVELS,
    Role.MARK: MARKS,
    Role.ANNOTATION: MEASUREMENTS,
    Role.SECTION: OUTLINES,
    Role.CORD: OUTLINES,
}


@attrs.frozen
class Canvas:
    """The pane that shapes were drawn for, and the image they are to lie on; `rows` and `columns` are its size."""

    view: PaneView
    grid: PixelGrid
    rows: int
    columns: int
    upright: bool = True

    def place(self, at: Pixel) -> Pixel:
        """Return the place in the image of a place of the pane."""
        return self.grid.to_pixel(self.view.to_lps(*at))

    def holds(self, place: Pixel) -> bool:
        """Whether a place lies within the image."""
        return 0 <= place[0] <= self.columns and 0 <= place[1] <= self.rows


@attrs.frozen(eq=False)
class Graphics:
    """The items of the Graphic Annotation Sequence and of the Graphic Layer Sequence."""

    annotations: list[Dataset]
    layers: list[Dataset]


def graphics(shapes: Iterable[Shape], canvas: Canvas, crosshair: Pixel | None = None) -> Graphics:
    """Return shapes and a crosshair (a place of the pane) as graphics; what lies off the image is left out."""
    drawn: dict[Layer, list[Dataset]] = {}
    for shape in shapes:
        layer = _LAYER_OF.get(shape.role)
        if layer is not None:
            drawn.setdefault(layer, []).extend(_items(shape, canvas))
    if crosshair is not None and canvas.holds(canvas.place(crosshair)):
        drawn[CROSSHAIR] = [_graphic("POINT", [canvas.place(crosshair)])]
    used = [layer for layer in _LAYERS if drawn.get(layer)]
    return Graphics(
        [_annotation(layer, drawn[layer]) for layer in used],
        [_layer(layer, number) for number, layer in enumerate(used, start=1)],
    )


@singledispatch
def _items(_shape: object, _canvas: Canvas) -> Iterator[Dataset]:
    yield from ()


@_items.register
def _(line: Line, canvas: Canvas) -> Iterator[Dataset]:
    yield from _path((line.start, line.end), canvas)


@_items.register
def _(line: Polyline, canvas: Canvas) -> Iterator[Dataset]:
    points = (*line.points, line.points[0]) if line.closed else line.points
    yield from _path(points, canvas, filled=line.closed and line.filled)


@_items.register
def _(ellipse: EllipseShape, canvas: Canvas) -> Iterator[Dataset]:
    (x, y), angle = ellipse.centre, math.radians(ellipse.angle_deg)
    long = (math.cos(angle) * ellipse.radius_x_px, math.sin(angle) * ellipse.radius_x_px)
    short = (-math.sin(angle) * ellipse.radius_y_px, math.cos(angle) * ellipse.radius_y_px)
    if ellipse.radius_y_px > ellipse.radius_x_px:
        long, short = short, long
    ends = [(x + side * a, y + side * b) for a, b in (long, short) for side in (-1, 1)]
    places = [canvas.place(end) for end in ends]
    if all(map(canvas.holds, places)):
        yield _graphic("ELLIPSE", places)


@_items.register
def _(dot: Dot, canvas: Canvas) -> Iterator[Dataset]:
    (x, y), radius = dot.centre, dot.radius_px
    if dot.symbol is Symbol.CROSS:
        for rise in (-radius, radius):
            yield from _path(((x - radius, y - rise), (x + radius, y + rise)), canvas)
    elif dot.symbol is Symbol.CIRCLE:
        places = [canvas.place((x, y)), canvas.place((x + radius, y))]
        if all(map(canvas.holds, places)):
            yield _graphic("CIRCLE", places)
    else:
        count, first = _CORNERS[dot.symbol], _TURNED_DEG[dot.symbol]
        angles = [math.radians(first + 360 * n / count) for n in range(count + 1)]
        yield from _path(tuple((x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles), canvas)


@_items.register
def _(text: Text, canvas: Canvas) -> Iterator[Dataset]:
    words = limited(text.text, "ST")
    if not words:
        return
    lines = words.split("\n")
    width, height = max(map(len, lines)) * _LETTER_PX, len(lines) * _LINE_PX
    left = text.at[0] - _RIGHT_SHARE.get(text.anchor, 0.5) * width
    top = text.at[1] - _DOWN_SHARE.get(text.anchor, 0.5) * height
    ends = [canvas.place((left, top)), canvas.place((left + width, top + height))]
    middle = canvas.place((left + width / 2, top + height / 2))
    if not canvas.holds(middle):
        return
    item = Dataset()
    item.UnformattedTextValue = words
    if canvas.upright and all(map(canvas.holds, ends)):
        item.BoundingBoxAnnotationUnits = _UNITS
        item.BoundingBoxTopLeftHandCorner = _numbers([ends[0]])
        item.BoundingBoxBottomRightHandCorner = _numbers([ends[1]])
        item.BoundingBoxTextHorizontalJustification = "LEFT"
    else:
        # Of a turned image, or at its edge, only the place of the words is certain. Viewers write on from
        # there: words that ended beside a lesion would lie across it, towards the other side.
        start = canvas.place((left, top + height / 2))
        item.AnchorPointAnnotationUnits = _UNITS
        item.AnchorPoint = _numbers([start if canvas.holds(start) else middle])
        item.AnchorPointVisibility = "N"
    yield item


def _path(points: tuple[Pixel, ...], canvas: Canvas, *, filled: bool = False) -> Iterator[Dataset]:
    places = [canvas.place(point) for point in points]
    if len(places) > 1 and all(map(canvas.holds, places)):
        yield _graphic("POLYLINE", places, filled=filled)


def _graphic(kind: str, places: list[Pixel], *, filled: bool = False) -> Dataset:
    item = Dataset()
    item.GraphicAnnotationUnits = _UNITS
    item.GraphicDimensions = 2
    item.NumberOfGraphicPoints = len(places)
    item.GraphicData = _numbers(places)
    item.GraphicType = kind
    if kind != "POINT":
        item.GraphicFilled = "Y" if filled else "N"
    return item


def _numbers(places: list[Pixel]) -> list[float]:
    return [round(number, 3) for place in places for number in place]


def _annotation(layer: Layer, items: list[Dataset]) -> Dataset:
    made = Dataset()
    made.GraphicLayer = layer.name
    texts = [item for item in items if "UnformattedTextValue" in item]
    drawn = [item for item in items if "UnformattedTextValue" not in item]
    if texts:
        made.TextObjectSequence = texts
    if drawn:
        made.GraphicObjectSequence = drawn
    return made


def _layer(layer: Layer, order: int) -> Dataset:
    from highdicom.color import CIELabColor  # slow to import, and only objects that are made need it

    made = Dataset()
    made.GraphicLayer = layer.name
    made.GraphicLayerOrder = order
    colour: Any = CIELabColor.from_rgb(*layer.colour)
    made.GraphicLayerRecommendedDisplayCIELabValue = list(colour.value)
    made.GraphicLayerDescription = layer.description
    return made
