"""Measure the sac in every section across its centreline."""

import numpy as np

from viewer.analysis.border import SacBorder
from viewer.analysis.cord import find_cord
from viewer.analysis.curve import Curve, Points
from viewer.analysis.filters import Flags, Floats
from viewer.analysis.radial import areas_mm2, centroids_mm
from viewer.analysis.states import holds_csf, section_states
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume
from viewer.progress import Progress

_BODY_MM = 25.0


def measure_sections(
    volume: Volume, border: SacBorder, opacified: Flags, anterior: Points, progress: Progress
) -> Sections:
    """Return all sections of a bordered sac in an upright volume.

    `anterior` `[n, 3]` points in each section towards the nearest vertebral body.
    """
    curve, radii = border.curve, border.radii_mm
    left_mm, back_mm = centroids_mm(radii)
    centre = curve.points + left_mm[:, None] * curve.left + back_mm[:, None] * curve.back
    area = areas_mm2(radii)
    csf_hu = np.median(border.csf_hu, axis=1)
    progress(0.2)
    state = section_states(volume, border, opacified)
    lit = holds_csf(border)
    known = np.array([one is SectionState.OK for one in state])
    known |= np.array([one is SectionState.METAL for one in state]) & lit
    front = front_angles(curve, anterior)
    ap, transverse = _diameters_mm(radii, left_mm, back_mm, front)
    progress(0.5)
    cord = find_cord(volume, border)
    blank = np.where(known, 1.0, np.nan)
    return Sections(
        arc_mm=curve.arc_mm,
        point=curve.points,
        tangent=curve.tangent,
        left=curve.left,
        back=curve.back,
        radii_mm=radii,
        centre=np.where(known[:, None], centre, curve.points),
        area_mm2=area * blank,
        ap_mm=ap * blank,
        transverse_mm=transverse * blank,
        cord_mm2=cord.area_mm2 * blank,
        csf_hu=csf_hu * blank,
        state=state,
        cord_outline_mm=cord.outline_mm * blank[:, None, None],
    )


def towards_bodies(curve: Curve, bodies: Points) -> Points:
    """Return the direction `[n, 3]` from each point of a curve to the nearest vertebral body's centre.

    Where no body lies within `_BODY_MM`, the patient's anterior axis.
    """
    ahead = np.tile(np.array([0.0, -1.0, 0.0]), (len(curve), 1))
    if not len(bodies):
        return ahead
    offset = bodies[None, :, :] - curve.points[:, None, :]
    along = np.abs((offset * curve.tangent[:, None, :]).sum(axis=2))
    nearest = np.argmin(np.linalg.norm(offset, axis=2), axis=1)
    rows = np.arange(len(curve))
    close = along[rows, nearest] < _BODY_MM
    return np.where(close[:, None], offset[rows, nearest], ahead)


def front_angles(curve: Curve, anterior: Points) -> Floats:
    """Return the angle of a direction `[n, 3]` in each section's own plane, from its left to its back."""
    return np.arctan2((anterior * curve.back).sum(axis=1), (anterior * curve.left).sum(axis=1))


def _diameters_mm(radii: Floats, left_mm: Floats, back_mm: Floats, front: Floats) -> tuple[Floats, Floats]:
    """The chord through the centroid along the front, and the largest extent across it."""
    angle = np.arange(radii.shape[1]) * 2 * np.pi / radii.shape[1]
    x = radii * np.cos(angle) - left_mm[:, None]
    y = radii * np.sin(angle) - back_mm[:, None]
    along = x * np.cos(front)[:, None] + y * np.sin(front)[:, None]
    across = -x * np.sin(front)[:, None] + y * np.cos(front)[:, None]
    chord = _crossing(along, across, 1.0) - _crossing(along, across, -1.0)
    return chord, across.max(axis=1) - across.min(axis=1)


def _crossing(along: Floats, across: Floats, side: float) -> Floats:
    """Where the outline meets the front's line on its one side."""
    following = np.roll(across, -1, axis=1)
    share = across / np.where(across == following, 1.0, across - following)
    met = (across <= 0) != (following <= 0)
    value = along + share * (np.roll(along, -1, axis=1) - along)
    value = np.where(met & (value * side > 0), value * side, -np.inf).max(axis=1)
    return np.where(np.isfinite(value), value, 0.0) * side
