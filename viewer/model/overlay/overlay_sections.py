"""The measured section of the thecal sac that a slice pane lies in: its outline and its numbers."""

import math
from collections.abc import Iterator

import numpy as np

from viewer.model.geometry import dot, vec3
from viewer.model.overlay.overlay_shapes import Anchor, Polyline, Role, Shape, Text
from viewer.model.plane import PlaneKind
from viewer.model.resolve import PaneView
from viewer.model.sections import Sections, SectionState

_WITHIN_MM = 1.0
_PARALLEL = math.cos(math.radians(5.0))
_TEXT_GAP_PX, _TEXT_UP_PX = 10.0, 20.0
_SQUARE = "mm\N{SUPERSCRIPT TWO}"

STATE_WORDS = {
    SectionState.GAP: "slices missing",
    SectionState.EDGE: "edge",
    SectionState.METAL: "metal",
    SectionState.OBLITERATED: "obliterated",
    SectionState.NOT_OPACIFIED: "not opacified",
}
"""What is said of a section in place of numbers."""


def section_in(sections: Sections, view: PaneView) -> int | None:
    """Return the section a plane lies in, to a millimetre and five degrees; None where it is none."""
    if not len(sections):
        return None
    normal = np.array(view.plane.normal)
    apart = np.abs((sections.point - np.array(view.plane.point)) @ normal)
    number = int(np.argmin(np.where(np.isfinite(apart), apart, np.inf)))
    across = abs(dot(vec3(sections.tangent[number]), view.plane.normal)) >= _PARALLEL
    return number if across and apart[number] <= _WITHIN_MM else None


def section_shapes(sections: Sections, view: PaneView) -> Iterator[Shape]:
    """Yield the outlines of sac and cord with their numbers over the axial pane; its state where it has none."""
    number = section_in(sections, view) if view.kind is PlaneKind.AXIAL else None
    if number is None:
        return
    state = sections.state[number]
    if state is not SectionState.OK:
        x, y = view.to_px(vec3(sections.point[number]))
        yield Text((x + _TEXT_GAP_PX, y - _TEXT_UP_PX), STATE_WORDS[state], Role.SECTION)
        return
    outline = sections.outline(number)
    points = tuple(view.to_px(vec3(point)) for point in outline if np.isfinite(point).all())
    if len(points) != len(outline):
        return
    yield Polyline(points, Role.SECTION, closed=True, width_px=1.2)
    cord = sections.cord_outline(number)
    if cord is not None:
        yield Polyline(tuple(view.to_px(vec3(point)) for point in cord), Role.CORD, closed=True, width_px=1.2)
    right = max(x for x, _ in points)
    middle = (min(y for _, y in points) + max(y for _, y in points)) / 2
    # Above the lines of the other planes, which cross in the middle.
    yield Text(
        (right + _TEXT_GAP_PX, middle - _TEXT_UP_PX),
        section_words(sections, number),
        Role.SECTION,
        Anchor.LEFT,
    )


def section_words(sections: Sections, number: int) -> str:
    """Return area, AP and cord area of a section, a line each; what could not be measured is left out."""
    area, ap, cord = (
        float(numbers[number]) for numbers in (sections.area_mm2, sections.ap_mm, sections.cord_mm2)
    )
    lines = (
        f"{area:.0f} {_SQUARE}" if math.isfinite(area) else "",
        f"AP {ap:.1f} mm" if math.isfinite(ap) else "",
        f"cord {cord:.0f} {_SQUARE}" if math.isfinite(cord) else "",
        "corrected" if sections.corrected[number] else "",
    )
    return "\n".join(line for line in lines if line)
