"""The thecal sac traced along the canal: a curve through it and an outline about every point of it."""

import attrs
import numpy as np

from viewer.analysis.blobs import sac_middles
from viewer.analysis.canal import CanalPath
from viewer.analysis.contrast import SOFT_HU, CsfLevels, csf_levels, csf_within, noise_of
from viewer.analysis.curve import Curve, Points, cross_sections, curve_through, smoothed
from viewer.analysis.filters import (
    Flags,
    Floats,
    gaussian_along,
    least_along,
    long_runs,
    median_along,
    runs,
    steady_along,
)
from viewer.analysis.growth import followed
from viewer.analysis.outline import closed_outlines
from viewer.analysis.radial import Fan, about_middle, areas_mm2, centroids_mm
from viewer.model.volume import Volume
from viewer.progress import Progress

_STEP_MM = 1.0
_HALF_MM = 20.0
_FAN = Fan(48, 0.4, 40)
_ROUNDS = 4
_END_MM, _FURTHER_MM = 20.0, 14.0
_NEAR, _STRAIGHT, _STRAIGHT_FAR = 15, 0.5, 25.0
_AGREED_MM = 5.0
# Contrast's logarithm changes less than this over so many sections, but at a block.
_JUMP, _JUMP_MM, _BEYOND_BLOCK = 0.25, 12, 25
_FADED, _CERTAIN_WORTH = 0.15, 0.9
# An outline may exceed the usual one of its neighbourhood by the first; further out costs, per mm.
_SLACK_MM, _BEYOND_COST, _TOUCHING_COST = 0.8, 0.7, 0.5
_LARGEST_MM = 9.0


@attrs.frozen(eq=False)
class SacTrace:
    """`radii_mm` `[n, angle of fan]` of the sac about each point of `curve`, with the CSF's HU there.

    `sure` tells where the outline was found on its own merit; elsewhere the curve is carried on.
    `likeness` is that of the canal's path there, `worth` that of taking what lies about the path for
    contrast, whatever the outlines.
    """

    curve: Curve
    fan: Fan
    radii_mm: Floats
    csf_hu: Floats
    sure: Flags
    noise_hu: float
    likeness: Floats
    worth: Floats


def trace_sac(volume: Volume, path: CanalPath, progress: Progress) -> SacTrace:
    """Return the sac traced roughly, starting from the path of the bony canal in an upright volume."""
    curve = first_curve(path)
    stack = cross_sections(volume, curve, _HALF_MM, _STEP_MM)
    noise_hu = noise_of(stack)
    levels = csf_levels(stack, _STEP_MM, _STEP_MM, noise_hu)
    csf_hu, began = levels.hu, curve
    curves = [curve, _on_ovals(curve, stack, csf_hu, noise_hu)]
    stacks = [stack, cross_sections(volume, curves[1], _HALF_MM, _STEP_MM)]
    curve, found = _best_start(curves, [_outlines(one, csf_hu, None, noise_hu) for one in stacks])
    for number in range(1, _ROUNDS):
        progress(number / _ROUNDS)
        csf_hu = _csf(stack, found, csf_hu) if number > 1 else csf_hu
        curve = _through_middles(curve, found)
        if number > 1:
            firm = _of_one_brightness(
                found.sure & _oval_there(stack, csf_hu, noise_hu), _own_csf(stack, found)
            )
            curve, csf_hu = _followed_out(volume, curve, firm, csf_hu, noise_hu)
        if number in (1, _ROUNDS - 1):
            curve = _straight_on(curve, volume)
        stack = cross_sections(volume, curve, _HALF_MM, _STEP_MM)
        csf_hu = _stretched(csf_hu, len(stack))
        if number > 1:
            csf_hu = _as_seen(csf_hu, csf_levels(stack, _STEP_MM, _STEP_MM, noise_hu))
        usual = _usual_radii(found, len(stack))
        found = _outlines(stack, csf_hu, usual, noise_hu)
    csf_hu = _csf(stack, found, csf_hu)
    progress(1.0)
    likeness = np.interp(curve.points[:, 2], path.points[:, 2], path.likeness)
    worth = np.interp(-curve.points[:, 2], -began.points[:, 2], levels.worth)
    return SacTrace(curve, _FAN, found.radii_mm, csf_hu, found.sure, noise_hu, likeness, worth)


@attrs.frozen(eq=False)
class _Found:
    """Outlines `[n, angle]`, what each won, and which are sure."""

    radii_mm: Floats
    gain: Floats
    sure: Flags


def _best_start(curves: list[Curve], found: list[_Found]) -> tuple[Curve, _Found]:
    """Of several starts, section by section the one whose outlines won more around there.

    The wider of two is preferred: an outline may close around a part of the sac beside the cord.
    """
    won = [_worth(one) for one in found]
    best = np.argmax(won, axis=0)
    rows = np.arange(len(best))
    chosen = _Found(
        np.stack([one.radii_mm for one in found])[best, rows],
        np.stack([one.gain for one in found])[best, rows],
        np.stack([one.sure for one in found])[best, rows],
    )
    return attrs.evolve(curves[0], points=np.stack([one.points for one in curves])[best, rows]), chosen


def _worth(found: _Found) -> Floats:
    size = np.log(np.maximum(areas_mm2(found.radii_mm), 20.0) / 100.0)
    worth = np.where(found.sure, found.gain + 0.5 * size, 0.3 * found.gain)
    return gaussian_along(worth, 5.0, 0)


def _usual_radii(found: _Found, length: int) -> Floats | None:
    """The median outline of the neighbourhood about its own middle, where enough of it is sure."""
    if found.sure.sum() < 10:
        return None
    place = np.arange(len(found.sure))
    known = np.flatnonzero(found.sure)
    nearest = np.argmin(np.abs(place[:, None] - known[None, :]), axis=1)
    usual = median_along(about_middle(found.radii_mm[known])[nearest], 31)
    at = np.linspace(0, len(usual) - 1, length)
    return usual[np.rint(at).astype(int)]


def first_curve(path: CanalPath) -> Curve:
    """Return a stiff curve along the found canal, cranial end first, its unsure outer ends left out."""
    points = path.points[::-1]
    spacing_mm = abs(points[0, 2] - points[-1, 2]) / max(1, len(points) - 1)
    left_out = min(round(_END_MM / spacing_mm), len(points) // 4)
    return curve_through(points[left_out : len(points) - left_out], _STEP_MM, 15.0)


def _on_ovals(curve: Curve, stack: Floats, csf_hu: Floats, noise_hu: float) -> Curve:
    """The curve moved onto the bright ovals of its sections, bridged where there is none."""
    middles, trusted = sac_middles(stack, csf_hu, noise_hu, _STEP_MM)
    known = np.flatnonzero(long_runs(trusted, 3))
    if len(known) < 5:
        return curve
    place = np.arange(len(middles))
    even = median_along(middles[known], 5)
    left, back = (gaussian_along(np.interp(place, known, even[:, n]), 2.0, 0) for n in range(2))
    moved = left[:, None] * curve.left + back[:, None] * curve.back
    return attrs.evolve(curve, points=curve.points + moved)


def _stretched(values: Floats, length: int) -> Floats:
    return np.interp(np.linspace(0, 1, length), np.linspace(0, 1, len(values)), values)


def _outlines(stack: Floats, csf_hu: Floats, usual_mm: Floats | None, noise_hu: float) -> _Found:
    even = gaussian_along(stack, 1.5 / _STEP_MM, 0)
    lasting = least_along(even, round(9 / _STEP_MM))
    rays, lasting_rays = _FAN.of_stack(even, _STEP_MM), _FAN.of_stack(lasting, _STEP_MM)
    gain = outline_gain(rays, lasting_rays, csf_hu, _FAN, usual_mm, bone=(1.1, 2.5 * noise_hu))
    gain = gaussian_along(gain, 1.5 / _STEP_MM, 0)
    at = closed_outlines(gain, 0.15, 2 if usual_mm is None else 1)
    won = np.take_along_axis(gain, at[..., None], 2)[..., 0].mean(axis=1)
    radii_mm = (at + 1.0) * _FAN.step_mm
    return _Found(radii_mm, won, _sure(radii_mm, won))


def outline_gain(
    rays: Floats,
    lasting: Floats,
    csf_hu: Floats,
    fan: Fan,
    usual_mm: Floats | None,
    *,
    bone: tuple[float, float],
) -> Floats:
    """Return what speaks for an outline at each step of each ray.

    An outline wins by the fall of brightness across it and by contrast inside it; it loses by what is
    passed after contrast and is none: fat, ligament, or bone brighter than this
    section's contrast (`bone`: from this many times its HU and this many HU on). Within the usual radius of the neighbourhood, roots may be passed.
    """
    csf = csf_hu.reshape(len(csf_hu), -1, 1).astype(np.float32)
    share = np.clip((0.5 * (rays + lasting) - SOFT_HU) / (csf - SOFT_HU), -0.3, 1.15)
    bony = _ramp(rays, bone[0] * csf + bone[1], (bone[0] + 0.1) * csf + 1.3 * bone[1])
    roots = _holds_roots(share, fan)
    low, high = 0.45 - 0.4 * roots, 0.7 - 0.2 * roots
    contrast = _ramp(share, low, high)
    lit = ((1 - roots) * np.minimum(share, 1.0) + roots * contrast) * (1 - bony)
    fall = _mean_over(lit, fan, -2.0, 0.0) - _mean_over(lit, fan, 0.4, 1.6)
    alike = np.clip(1.6 - 2 * np.abs(share - 1.0), 0.0, 1.0)
    passed = np.maximum.accumulate(contrast, axis=2)
    limit_mm = np.full((1, 1, 1), _LARGEST_MM) if usual_mm is None else usual_mm[..., None] + 0.5
    usual = fan.radius_mm[None, None, :] <= limit_mm
    fat = _ramp(-rays, -20.0, 60.0)
    inner = fan.radius_mm[None, None, :] <= (0.0 if usual_mm is None else limit_mm - 0.9)
    cost = np.where(inner, 0.25, 0.9) + 1.8 * fat
    reward = np.where(usual, 0.25 if usual_mm is None else 0.45, 0.0)
    worth = reward * contrast * alike - cost * (1 - contrast) * passed
    worth = worth * (1 - bony) - 0.8 * bony
    if usual_mm is not None:
        left = np.maximum.accumulate((1 - contrast) * passed, axis=2)
        beyond = fan.radius_mm > usual_mm[..., None] + _SLACK_MM
        worth = worth - (_TOUCHING_COST + _BEYOND_COST * left) * beyond
    return (2 * fall + np.cumsum(worth, axis=2) * fan.step_mm).astype(np.float32)


def _holds_roots(share: Floats, fan: Fan) -> Floats:
    """How surely (0 to 1) each section holds roots and no cord: its middle is contrast.

    Roots lie packed against the dura with little contrast between; a cord keeps to the middle.
    """
    middle = np.clip(share[:, :, : round(2.5 / fan.step_mm)], 0.0, 1.0).mean(axis=(1, 2))
    return _ramp(gaussian_along(middle, 4.0, 0), 0.5, 0.75)[:, None, None]


def _mean_over(values: Floats, fan: Fan, from_mm: float, to_mm: float) -> Floats:
    """The mean from one distance outward of each step to another; beyond the ends what there is."""
    total = np.concatenate([np.zeros((*values.shape[:2], 1), np.float32), np.cumsum(values, axis=2)], axis=2)
    step = np.arange(fan.steps)
    low = np.clip(step + round(from_mm / fan.step_mm), 0, fan.steps - 1)
    high = np.clip(step + round(to_mm / fan.step_mm) + 1, low + 1, fan.steps)
    return (total[..., high] - total[..., low]) / (high - low).astype(np.float32)


def _ramp(values: Floats, low: Floats | float, high: Floats | float) -> Floats:
    return np.clip((values - low) / (high - low), 0.0, 1.0).astype(np.float32)


def _sure(radii_mm: Floats, gain: Floats) -> Flags:
    area = areas_mm2(radii_mm)
    plausible = (area > 25) & (area < 450)
    if not plausible.any():
        return plausible
    usual = _running(np.where(plausible, area, np.nan), 25)
    alike = (area > 0.62 * usual) & (area < 1.8 * usual)
    return long_runs(plausible & alike & (gain > 0.5 * np.median(gain[plausible])), 6)


def _running(values: Floats, reach: int) -> Floats:
    """The median of the neighbours that have a value."""
    padded = np.pad(values, reach, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    filled = np.where(np.isnan(windows).all(axis=1, keepdims=True), 0.0, windows)
    return np.nanmedian(filled, axis=1)


def _csf(stack: Floats, outlines: _Found, before: Floats) -> Floats:
    sure = outlines.sure
    if sure.sum() < 5:
        return before
    found = _own_csf(stack, outlines)
    place = np.arange(len(found))
    return steady_along(np.interp(place, place[sure], found[sure]), 61)


def _as_seen(csf_hu: Floats, seen: CsfLevels) -> Floats:
    """The level of CSF, where another is certain that one: contrast fades towards its ends."""
    another = np.abs(np.log(seen.hu / csf_hu)) > _FADED
    return np.where(another & (seen.worth > _CERTAIN_WORTH), seen.hu, csf_hu)


def _own_csf(stack: Floats, outlines: _Found) -> Floats:
    rays = _FAN.of_stack(gaussian_along(stack, 3 / _STEP_MM, 0), _STEP_MM)
    return csf_within(rays, outlines.radii_mm, _FAN)


def _of_one_brightness(firm: Flags, own_hu: Floats) -> Flags:
    """The firm sections without the short stretches at which brightness jumps.

    Contrast changes slowly along the canal; where it jumps there is a block with more contrast beyond,
    or the outlines left the canal.
    """
    known = np.flatnonzero(firm)
    if not known.size:
        return firm
    level = np.log(np.maximum(median_along(own_hu[known], 5), 1.0))
    apart = np.abs(level[_JUMP_MM:] - level[:-_JUMP_MM]) > _JUMP
    jumps = np.concatenate([np.zeros(_JUMP_MM // 2, bool), apart, np.zeros(_JUMP_MM - _JUMP_MM // 2, bool)])
    kept = np.zeros_like(firm)
    parts = runs(~jumps[: len(known)])
    longest = max((stop - start for start, stop in parts), default=0)
    for start, stop in parts:
        if stop - start >= min(longest, _BEYOND_BLOCK):
            kept[known[start:stop]] = True
    return kept


def _straight_on(curve: Curve, volume: Volume) -> Curve:
    """The curve `_FURTHER_MM` longer at both ends as far as the volume goes."""
    longer = _longer(curve.points, round(_FURTHER_MM / _STEP_MM))
    return curve_through(longer[_in_slices(volume, longer)], _STEP_MM, 0.0)


def _through_middles(curve: Curve, found: _Found) -> Curve:
    """The curve through the outlines' middles."""
    if found.sure.sum() < 10:
        return curve
    left, back = centroids_mm(found.radii_mm)
    middles = curve.points + left[:, None] * curve.left + back[:, None] * curve.back
    return curve_through(smoothed(carried_on(curve.points, middles, found.sure), 4.0), _STEP_MM, 0.0)


def carried_on(points: Points, middles: Points, sure: Flags) -> Points:
    """Return the middles where they are sure, bridged between, and carried on beyond the last sure ones.

    Beyond, the way goes half straight on and half along the old points, which may have gone astray.
    """
    place, known = np.arange(len(points)), np.flatnonzero(sure)
    moved = middles - points
    result = points + np.stack([np.interp(place, known, moved[known, axis]) for axis in range(3)], axis=1)
    for end, outside in ((known[0], place[: known[0]]), (known[-1], place[known[-1] + 1 :])):
        near = known[np.abs(known - end) <= _NEAR]
        if len(outside) and len(near) > 5:
            slope, level = np.polyfit(near - end, middles[near], 1)
            straight = level + (outside - end)[:, None] * slope
            share = _STRAIGHT * np.exp(-np.abs(outside - end) / _STRAIGHT_FAR)[:, None]
            result[outside] = share * straight + (1 - share) * result[outside]
    return result


def _followed_out(
    volume: Volume, curve: Curve, firm: Flags, csf_hu: Floats, noise_hu: float
) -> tuple[Curve, Floats]:
    """The curve with its ends beyond the firm sections led along the bright sac where that is seen.

    The CSF's HU comes along, carried on from the firm sections where the sac was led on.
    """
    level_hu = _stretched(csf_hu, len(curve))
    known = np.flatnonzero(long_runs(firm, 6))
    if len(known) < 20:
        return curve, level_hu
    share = np.array([known[0], known[-1]]) / max(1, len(firm) - 1)
    first, last = (round(one) for one in share * (len(curve) - 1))
    # Columns x, y, z and the CSF's HU.
    rows = np.column_stack([curve.points, level_hu])
    for end, backward in ((last, False), (first, True)):
        row = rows[::-1] if backward else rows
        at = len(rows) - 1 - end if backward else end
        seen = followed(volume, row[: at + 1, :3], float(row[at, 3]), noise_hu)
        row = _with_end(row, at, np.column_stack([seen, np.full(len(seen), row[at, 3])]))
        if backward:
            rows = row[::-1]
        else:
            rows, first = row, min(first, len(row) - 1)
    inside = rows[_in_slices(volume, rows[:, :3])]
    if len(inside) <= 20:
        return curve, level_hu
    return curve_through(inside[:, :3], _STEP_MM, 2.0), inside[:, 3]


def _oval_there(stack: Floats, csf_hu: Floats, noise_hu: float) -> Flags:
    """In which sections a bright oval lies about the curve."""
    middles, trusted = sac_middles(stack, csf_hu, noise_hu, _STEP_MM)
    return trusted & (np.hypot(middles[:, 0], middles[:, 1]) < 3.0)


def _with_end(row: Floats, at: int, seen: Floats) -> Floats:
    """The row of points and what comes with them up to a place, with what was seen beyond, and its old end only where that agrees."""
    if len(seen) < 3:
        return row
    away = np.linalg.norm(row[at:, :3] - seen[-1, :3], axis=1)
    rest = row[at + int(np.argmin(away)) + 3 :] if away.min() < _AGREED_MM else row[:0]
    return np.concatenate([row[: at + 1], seen, rest])


def _longer(points: Points, count: int) -> Points:
    """The points with `count` more at both ends, straight on."""
    reach = min(_NEAR, len(points) - 1)
    more = np.arange(1, count + 1)[:, None]
    head = points[0] - more[::-1] * (points[reach] - points[0]) / reach
    tail = points[-1] + more * (points[-1] - points[-1 - reach]) / reach
    return np.concatenate([head, points, tail])


def _in_slices(volume: Volume, points: Points) -> Flags:
    """Which points lie between the first and last slice of the volume."""
    geometry = volume.geometry
    k = (points - np.array(geometry.origin)) @ np.array(geometry.axes[2]) / geometry.spacing_mm[2]
    return (k >= 0) & (k <= geometry.shape[0] - 1)
