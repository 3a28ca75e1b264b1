"""Looking across the canal: the axial pane perpendicular to it, and the discs along it."""

import attrs
import numpy as np

from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.found_level import FoundLevel
from viewer.model.geometry import Vec3, VolumeGeometry, cross, dot, norm, subtract, unit, vec3
from viewer.model.labels import level_positions
from viewer.model.plane import Plane, PlaneKind
from viewer.model.sections import Sections
from viewer.model.spine import LevelKind
from viewer.tools.navigation import centred, reset_plane, with_crosshair, with_plane

_SAME = 1e-6
_BEYOND_END_MM = 10.0
_SAME_DISC_MM = 8.0
_HERE_MM = 2.0
# The crosshair was scrolled, not dragged, where it moved along the plane's normal.
_ALONG_NORMAL = 0.999


def section_plane(sections: Sections, number: int, point: Vec3) -> Plane:
    """Return the plane of a section through a point, as the axial pane shows it.

    Patient right stays on screen left and anterior up.
    """
    right = unit(vec3(sections.left[number]))
    back = vec3(sections.back[number])
    normal = unit(cross(right, back))
    return Plane(point, right, unit(cross(normal, right)))


def in_canal_plane(display: Display, sections: Sections | None) -> bool:
    """Whether the axial pane lies in the plane of a section, turned there by `with_canal_plane`."""
    if sections is None or not len(sections):
        return False
    shown, reference = display.axial, display.with_plane_reset(PlaneKind.AXIAL).axial
    if (shown.right, shown.down) == (reference.right, reference.down):
        return False
    same = np.abs(sections.left - np.array(shown.right)).max(axis=1) < _SAME
    same &= np.abs(sections.back - np.array(shown.down)).max(axis=1) < _SAME
    return bool(same.any())


def with_canal_plane(display: Display, sections: Sections, geometry: VolumeGeometry) -> Display:
    """Return the display with the axial pane perpendicular to the canal at the crosshair.

    `ViewerError` where the canal was not measured there.
    """
    number = sections.nearest(display.crosshair) if len(sections) else 0
    if not len(sections) or not _beside(sections, number, display.crosshair):
        raise ViewerError(
            "The canal was not measured here.", "Move the crosshair to where the canal is opacified."
        )
    return with_plane(display, PlaneKind.AXIAL, section_plane(sections, number, display.crosshair), geometry)


def _beside(sections: Sections, number: int, point: Vec3) -> bool:
    offset = subtract(point, vec3(sections.point[number]))
    along = dot(offset, vec3(sections.tangent[number]))
    return abs(along) <= _BEYOND_END_MM


def toggled_canal_plane(display: Display, sections: Sections, geometry: VolumeGeometry) -> Display:
    """Return the display with the axial pane across the canal, or back in its reference plane."""
    if in_canal_plane(display, sections):
        return reset_plane(display, PlaneKind.AXIAL, geometry)
    return with_canal_plane(display, sections, geometry)


def moved_along(
    display: Display, point: Vec3, sections: Sections | None, geometry: VolumeGeometry
) -> Display:
    """Return the display with its crosshair at a point; a pane across the canal stays across it."""
    moved = with_crosshair(display, point, geometry)
    if sections is None or not in_canal_plane(display, sections):
        return moved
    return _turned(moved, sections)


def followed(before: Display, after: Display, sections: Sections | None, geometry: VolumeGeometry) -> Display:
    """Return `after` with an axial pane that lay across the canal in `before` lying across it still.

    Scrolled along its own normal it walks along the centreline instead, the crosshair where it was on
    screen; a crosshair set in another pane turns it there. Beyond the measured canal it moves as any plane.
    """
    if sections is None or not in_canal_plane(before, sections) or before.crosshair == after.crosshair:
        return after
    if (before.axial.right, before.axial.down) != (after.axial.right, after.axial.down):
        return after
    here = sections.nearest(before.crosshair)
    moved = subtract(after.crosshair, before.crosshair)
    normal = before.axial.plane(before.crosshair).normal
    if abs(dot(moved, normal)) < _SAME:
        return after
    if abs(dot(moved, normal)) < norm(moved) * _ALONG_NORMAL:
        return _turned(after, sections)
    offset = subtract(before.crosshair, vec3(sections.point[here]))
    tangent = vec3(sections.tangent[here])
    start_mm = float(sections.arc_mm[here]) + dot(offset, tangent)
    there = _section_after(sections, here, start_mm, dot(moved, tangent))
    if there is None:
        return after
    aside = dot(offset, vec3(sections.left[here])), dot(offset, vec3(sections.back[here]))
    point = sections.point[there] + aside[0] * sections.left[there] + aside[1] * sections.back[there]
    walked = _turned(with_crosshair(after, vec3(point), geometry), sections)
    places = [one.axial.plane(geometry.centre).coordinates(one.crosshair) for one in (before, walked)]
    pan_mm = before.axial.pan_mm
    kept = (pan_mm[0] + places[1][0] - places[0][0], pan_mm[1] + places[1][1] - places[0][1])
    return walked.with_pane(PlaneKind.AXIAL, attrs.evolve(walked.axial, pan_mm=kept))


def _section_after(sections: Sections, here: int, start_mm: float, moved_mm: float) -> int | None:
    """The section a way further along, the next one at least; None beyond the first and the last."""
    half_mm = abs(float(sections.arc_mm[min(1, len(sections) - 1)] - sections.arc_mm[0])) / 2
    wanted_mm = start_mm + moved_mm
    if not sections.arc_mm[0] - half_mm <= wanted_mm <= sections.arc_mm[-1] + half_mm:
        return None
    there = int(np.argmin(np.abs(sections.arc_mm - wanted_mm)))
    if there != here or abs(start_mm - float(sections.arc_mm[here])) > half_mm:
        return there
    there += 1 if moved_mm > 0 else -1
    return there if 0 <= there < len(sections) else None


def _turned(display: Display, sections: Sections) -> Display:
    number = sections.nearest(display.crosshair)
    if not _beside(sections, number, display.crosshair):
        return display
    plane = section_plane(sections, number, display.crosshair)
    turned = attrs.evolve(display.axial, right=plane.right, down=plane.down)
    return display.with_pane(PlaneKind.AXIAL, turned)


def disc_sections(case: Case, levels: tuple[FoundLevel, ...], sections: Sections) -> tuple[int, ...]:
    """Return the section of every disc, from the head down: a reader's own, then those found.

    Where nothing was found, the discs follow from the labels.
    """
    placed = [label.point for label in case.labels if label.level.kind is LevelKind.DISC]
    found = [one.arc_mm for one in levels if one.kind is LevelKind.DISC]
    if not found:
        positions = level_positions(case.labels, case.numbering)
        placed = [one.point for one in positions if one.level.kind is LevelKind.DISC]
    numbers = [n for point in placed if _beside(sections, n := sections.nearest(point), point)]
    own = [float(sections.arc_mm[n]) for n in numbers]
    first, last = float(sections.arc_mm[0]), float(sections.arc_mm[-1])
    others = (arc_mm for arc_mm in found if all(abs(arc_mm - one) > _SAME_DISC_MM for one in own))
    numbers += [int(np.argmin(np.abs(sections.arc_mm - arc))) for arc in others if first <= arc <= last]
    return tuple(sorted(set(numbers)))


def stepped_to_disc(
    display: Display, discs: tuple[int, ...], steps: int, sections: Sections, geometry: VolumeGeometry
) -> Display:
    """Return the display at the next disc down (`steps` 1) or up (-1), across the canal there.

    The crosshair stands in the middle of the sac; past the last disc nothing changes.
    """
    if not discs:
        return display
    here_mm = float(sections.arc_mm[sections.nearest(display.crosshair)])
    ahead = [n for n in discs if (float(sections.arc_mm[n]) - here_mm) * steps > _HERE_MM]
    if not ahead:
        return display
    return _across_at(display, ahead[0] if steps > 0 else ahead[-1], sections, geometry)


def across_at_level(
    display: Display, point: Vec3, sections: Sections | None, geometry: VolumeGeometry
) -> Display:
    """Return the display across the canal at the level whose disc or body lies at a point.

    The crosshair stands in the middle of the sac; at the point itself where the canal was not measured.
    """
    if sections is None or not len(sections) or not _beside(sections, sections.nearest(point), point):
        return with_crosshair(display, point, geometry)
    return _across_at(display, sections.nearest(point), sections, geometry)


def _across_at(display: Display, number: int, sections: Sections, geometry: VolumeGeometry) -> Display:
    middle = sections.centre[number]
    middle = middle if np.isfinite(middle).all() else sections.point[number]
    moved = with_crosshair(display, vec3(middle), geometry)
    pane = display.axial
    plane = section_plane(sections, number, moved.crosshair)
    turned = attrs.evolve(moved.axial, right=plane.right, down=plane.down)
    moved = moved.with_pane(PlaneKind.AXIAL, turned)
    if pane.zoom > 1 or pane.pan_mm != (0.0, 0.0):
        moved = centred(moved, PlaneKind.AXIAL, geometry)
    return moved
