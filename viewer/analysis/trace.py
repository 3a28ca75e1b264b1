"""The thecal sac traced along the canal: a curve through it and an outline about every point of it."""

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from viewer.analysis.canal import CanalPath
from viewer.analysis.contrast import SOFT_HU, csf_within, rough_csf_hu
from viewer.analysis.curve import Curve, Points, cross_sections, curve_through, smoothed
from viewer.analysis.outline import closed_outlines
from viewer.analysis.radial import Fan, Rays, about_middle, areas_mm2, centroids_mm
from viewer.model.volume import Volume
from viewer.progress import Progress

Numbers = NDArray[np.float64]

_STEP_MM = 1.0
_HALF_MM = 20.0
_FAN = Fan(48, 0.4, 40)
_ROUNDS = 3
_END_MM, _FURTHER_MM = 8.0, 14.0
# An outline may exceed the usual one of its neighbourhood by the first; further out costs, per mm.
_SLACK_MM, _BEYOND_COST = 0.8, 0.9
_LARGEST_MM = 9.0


@attrs.frozen(eq=False)
class SacTrace:
    """`radii_mm` `[n, angle of fan]` of the sac about each point of `curve`, with the CSF's HU there.

    `sure` tells where the outline was found on its own merit; elsewhere the curve is carried on.
    """

    curve: Curve
    fan: Fan
    radii_mm: Numbers
    csf_hu: Numbers
    sure: NDArray[np.bool_]
    noise_hu: float


def trace_sac(volume: Volume, path: CanalPath, progress: Progress) -> SacTrace:
    """Return the sac traced roughly, starting from the path of the bony canal in an upright volume."""
    curve = first_curve(path)
    stack = cross_sections(volume, curve, _HALF_MM, _STEP_MM)
    csf_hu = rough_csf_hu(stack, _STEP_MM, _STEP_MM)
    noise_hu = noise_of(stack)
    usual: Numbers | None = None
    for number in range(_ROUNDS):
        progress((number + 0.5) / _ROUNDS)
        radii_mm, gain = _outlines(stack, csf_hu, usual, noise_hu)
        sure = _sure(radii_mm, gain)
        csf_hu = _csf(stack, radii_mm, sure, csf_hu)
        if number == _ROUNDS - 1:
            break
        further_mm = _FURTHER_MM if number == 0 else 0.0
        curve = _through_middles(curve, radii_mm, sure, further_mm, volume)
        stack = cross_sections(volume, curve, _HALF_MM, _STEP_MM)
        csf_hu = _stretched(csf_hu, len(stack))
        usual = _usual_radii(radii_mm, sure, len(stack))
    progress(1.0)
    return SacTrace(curve, _FAN, radii_mm, csf_hu, sure, noise_hu)


def _usual_radii(radii_mm: Numbers, sure: NDArray[np.bool_], length: int) -> Numbers | None:
    """The median outline of the neighbourhood about its own middle, where enough of it is sure."""
    if sure.sum() < 10:
        return None
    place = np.arange(len(radii_mm))
    known = np.flatnonzero(sure)
    nearest = np.argmin(np.abs(place[:, None] - known[None, :]), axis=1)
    usual = ndimage.median_filter(about_middle(radii_mm[known])[nearest], (31, 1), mode="nearest")
    at = np.linspace(0, len(usual) - 1, length)
    return usual[np.rint(at).astype(int)]


def noise_of(stack: NDArray[np.float32]) -> float:
    """Return the noise (standard deviation) of soft tissue in straightened sections."""
    step = np.diff(stack, axis=0)[(stack[1:] > -50) & (stack[1:] < 150)]
    return float(1.05 * np.median(np.abs(step))) if step.size else 20.0


def first_curve(path: CanalPath) -> Curve:
    """Return a stiff curve along the found canal, cranial end first, its unsure outer ends left out."""
    points = path.points[::-1]
    spacing_mm = abs(points[0, 2] - points[-1, 2]) / max(1, len(points) - 1)
    left_out = min(round(_END_MM / spacing_mm), len(points) // 4)
    return curve_through(points[left_out : len(points) - left_out], _STEP_MM, 15.0)


def _stretched(values: Numbers, length: int) -> Numbers:
    return np.interp(np.linspace(0, 1, length), np.linspace(0, 1, len(values)), values)


def _outlines(
    stack: NDArray[np.float32], csf_hu: Numbers, usual_mm: Numbers | None, noise_hu: float
) -> tuple[Numbers, Numbers]:
    even = ndimage.gaussian_filter1d(stack, 1.5 / _STEP_MM, axis=0)
    lasting = ndimage.minimum_filter1d(even, round(9 / _STEP_MM), axis=0)
    rays, lasting_rays = _FAN.of_stack(even, _STEP_MM), _FAN.of_stack(lasting, _STEP_MM)
    gain = outline_gain(rays, lasting_rays, csf_hu, _FAN, usual_mm, (1.1, 2.5 * noise_hu))
    gain = ndimage.gaussian_filter1d(gain, 1.5 / _STEP_MM, axis=0)
    if usual_mm is not None:
        beyond = _FAN.radius_mm[None, None, :] - usual_mm[..., None] - _SLACK_MM
        gain = gain - _BEYOND_COST * np.maximum(beyond, 0.0).astype(np.float32)
    at = closed_outlines(gain, 0.15)
    won = np.take_along_axis(gain, at[..., None], 2)[..., 0].mean(axis=1)
    return (at + 1.0) * _FAN.step_mm, won


def outline_gain(
    rays: Rays,
    lasting: Rays,
    csf_hu: Numbers,
    fan: Fan,
    usual_mm: Numbers | None,
    bone: tuple[float, float],
) -> Rays:
    """Return what speaks for an outline at each step of each ray.

    An outline wins by the fall of brightness across it and by contrast inside it; it loses by what is
    passed after contrast and is none: fat, ligament, or bone brighter than this
    section's contrast (`bone`: from this many times its HU and this many HU on). Within the usual radius of the neighbourhood, roots may be passed.
    """
    csf = csf_hu.reshape(len(csf_hu), -1, 1).astype(np.float32)
    share = np.clip((0.5 * (rays + lasting) - SOFT_HU) / (csf - SOFT_HU), -0.3, 1.15)
    bony = _ramp(rays, bone[0] * csf + bone[1], (bone[0] + 0.1) * csf + 1.3 * bone[1])
    lit = np.minimum(share, 1.0) * (1 - bony)
    fall = _mean_over(lit, fan, -2.0, 0.0) - _mean_over(lit, fan, 0.4, 1.6)
    contrast = _ramp(share, 0.45, 0.7)
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
    return (2 * fall + np.cumsum(worth, axis=2) * fan.step_mm).astype(np.float32)


def _mean_over(values: Rays, fan: Fan, from_mm: float, to_mm: float) -> Rays:
    """The mean from one distance outward of each step to another; beyond the ends what there is."""
    total = np.concatenate([np.zeros((*values.shape[:2], 1), np.float32), np.cumsum(values, axis=2)], axis=2)
    step = np.arange(fan.steps)
    low = np.clip(step + round(from_mm / fan.step_mm), 0, fan.steps - 1)
    high = np.clip(step + round(to_mm / fan.step_mm) + 1, low + 1, fan.steps)
    return (total[..., high] - total[..., low]) / (high - low).astype(np.float32)


def _ramp(values: Rays, low: Rays | float, high: Rays | float) -> Rays:
    return np.clip((values - low) / (high - low), 0.0, 1.0).astype(np.float32)


def _sure(radii_mm: Numbers, gain: Numbers) -> NDArray[np.bool_]:
    area = areas_mm2(radii_mm)
    plausible = (area > 25) & (area < 450)
    if not plausible.any():
        return plausible
    usual = _running(np.where(plausible, area, np.nan), 60)
    return (
        plausible & (area > 0.45 * usual) & (area < 1.8 * usual) & (gain > 0.5 * np.median(gain[plausible]))
    )


def _running(values: Numbers, reach: int) -> Numbers:
    """The median of the neighbours that have a value."""
    padded = np.pad(values, reach, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    filled = np.where(np.isnan(windows).all(axis=1, keepdims=True), 0.0, windows)
    return np.nanmedian(filled, axis=1)


def _csf(stack: NDArray[np.float32], radii_mm: Numbers, sure: NDArray[np.bool_], before: Numbers) -> Numbers:
    if sure.sum() < 5:
        return before
    rays = _FAN.of_stack(ndimage.gaussian_filter1d(stack, 3 / _STEP_MM, axis=0), _STEP_MM)
    found = csf_within(rays, radii_mm, _FAN)
    place = np.arange(len(found))
    return ndimage.median_filter(np.interp(place, place[sure], found[sure]), 61, mode="nearest")


def _through_middles(
    curve: Curve, radii_mm: Numbers, sure: NDArray[np.bool_], further_mm: float, volume: Volume
) -> Curve:
    """The curve through the outlines' middles, `further_mm` longer at both ends as far as the volume goes."""
    if sure.sum() < 10:
        return curve
    left, back = centroids_mm(radii_mm)
    points = curve.points + left[:, None] * curve.left + back[:, None] * curve.back
    extra = round(further_mm / _STEP_MM)
    padded = np.pad(points, ((extra, extra), (0, 0)), mode="edge")
    whole = carried_on(padded, np.pad(sure, extra), 20)
    return curve_through(whole[_in_slices(volume, whole)], _STEP_MM, 0.0)


def _in_slices(volume: Volume, points: Points) -> NDArray[np.bool_]:
    """Which points lie between the first and last slice of the volume."""
    geometry = volume.geometry
    k = (points - np.array(geometry.origin)) @ np.array(geometry.axes[2]) / geometry.spacing_mm[2]
    return (k >= 0) & (k <= geometry.shape[0] - 1)


def carried_on(points: Points, sure: NDArray[np.bool_], reach: int) -> Points:
    """Return points with unsure ones bridged, both ends carried on straight, and all of it smoothed."""
    place, known = np.arange(len(points)), np.flatnonzero(sure)
    result = np.stack([np.interp(place, known, points[known, axis]) for axis in range(3)], axis=1)
    for end, outside in ((known[0], place[: known[0]]), (known[-1], place[known[-1] + 1 :])):
        near = known[np.abs(known - end) <= reach]
        if len(outside) and len(near) > 5:
            slope = np.polyfit(near, points[near], 1)
            result[outside] = outside[:, None] * slope[0] + slope[1]
    return smoothed(result, 4.0)
