"""The border of the sac to a fraction of a voxel: the local half maximum along every ray."""

import warnings

import attrs
import numpy as np

from viewer.analysis.contrast import FAINTEST_HU, SOFT_HU
from viewer.analysis.curve import OUTSIDE_HU, Curve
from viewer.analysis.filters import (
    Flags,
    Floats,
    Whole,
    gaussian_along,
    least_along,
    mean_along,
    median_along,
    most_along,
    nearest_true,
    percentile,
    runs,
    steady_along,
)
from viewer.analysis.outline import closed_outlines
from viewer.analysis.radial import Fan
from viewer.analysis.trace import SacTrace, outline_gain
from viewer.analysis.wall import Stiffness, elastic_wall
from viewer.model.volume import Volume
from viewer.progress import Progress

FINE_FAN = Fan(64, 0.25, 64)
_BAND_MM = 3.0
_SEEK_MM, _HALF_GAP_MM = 1.25, 0.25
_COARSE = (Stiffness(40.0, 1e-4), Stiffness(1.0, 2e-3))
_STIFF, _NOTCH_MM = Stiffness(1.0, 2e-3), 0.6
_FINE, _ROUNDS = Stiffness(0.1, 2e-5), 1
_JUTS_MM, _CLOSE_MM, _RISING, _UNDER_MM = 0.8, 0.6, 0.25, 2.0
_WIDEST_GAP, _BULGE, _CLOSED = 0.45, 0.12, 0.05


@attrs.frozen(eq=False)
class SacBorder:
    """The sac's border about every point of `curve`.

    `radii_mm` `[n, angle]`; `csf_hu` of each direction; `seen` where the border is an edge of contrast
    against something darker, not bridged across cord, root or bone that touches it; `rays` are the HU
    it was read from.
    """

    curve: Curve
    radii_mm: Floats
    csf_hu: Floats
    seen: Flags
    rays: Floats


def find_border(volume: Volume, trace: SacTrace, progress: Progress) -> SacBorder:
    """Return the border of a traced sac, refined in the voxels of the volume itself."""
    fan = FINE_FAN
    rays = fan.of_volume(volume, trace.curve)
    progress(0.4)
    rough_mm = _resampled(trace.radii_mm, fan.angles)
    filled = _carried_beyond_faces(rays)
    even = gaussian_along(filled, 0.8, 0)
    csf_hu = directional_csf(filled, rough_mm, fan, trace)
    lasting = least_along(even, 3)
    usual_mm = _usual(rough_mm, trace.sure)
    gain = outline_gain(even, lasting, csf_hu, fan, usual_mm, bone=(1.04, 1.4 * trace.noise_hu))
    gain = gain - _distance_cost(rough_mm, trace.sure, fan)
    gain = gaussian_along(gain, 0.7, 0)
    progress(0.6)
    at = closed_outlines(gain, 0.08, 2)
    progress(0.8)
    radii_mm, seen = _settled(even, at, csf_hu, 0.4 * trace.noise_hu, fan)
    return SacBorder(trace.curve, radii_mm, csf_hu, seen, rays)


def _carried_beyond_faces(rays: Floats) -> Floats:
    """The rays with what lies outside the volume taken from the nearest section that has it inside.

    Else a face of the volume would look like a border, and would darken the sections beside it.
    """
    inside = rays > OUTSIDE_HU + 1
    if inside.all():
        return rays
    count = len(rays)
    place = np.arange(count)[:, None, None]
    before = np.maximum.accumulate(np.where(inside, place, -count), axis=0)
    after = np.minimum.accumulate(np.where(inside, place, 2 * count)[::-1], axis=0)[::-1]
    nearest = np.where(place - before <= after - place, before, after)
    known = (nearest >= 0) & (nearest < count)
    return np.where(known, np.take_along_axis(rays, np.clip(nearest, 0, count - 1), axis=0), rays)


def _settled(even: Floats, at: Whole, csf_hu: Floats, noise_hu: float, fan: Fan) -> tuple[Floats, Flags]:
    """The wall drawn to the borders near a first outline, outliers of which are let go."""
    found, falling, rising = _half_maximum(even, at, csf_hu, noise_hu, fan)
    at = np.where(rising, np.clip(np.rint(found / fan.step_mm - 1), 0, fan.steps - 1).astype(int), at)
    found, falling, rising = _half_maximum(even, at, csf_hu, noise_hu, fan)
    inside = (fan.radius_mm < found[..., None]) & (fan.radius_mm > found[..., None] - _UNDER_MM)
    share = (even - SOFT_HU) / (csf_hu[..., None] - SOFT_HU)
    dark = (share * inside).sum(axis=2) < 0.5 * inside.sum(axis=2)
    kept = ~_jutting(found, falling + _RISING * rising) & ~(_notched(found, falling) & falling)
    wall = _fitted(found, falling & kept, rising & kept, dark)
    for _ in range(_ROUNDS):
        at = np.clip(np.rint(wall / fan.step_mm - 1), 0, fan.steps - 1).astype(int)
        near, near_falling, near_rising = _half_maximum(even, at, csf_hu, noise_hu, fan)
        astray = ~(kept & (falling | rising))
        close = np.abs(near - wall) < _CLOSE_MM
        found = np.where(astray, near, found)
        falling = np.where(astray, near_falling & close, falling)
        rising = np.where(astray, near_rising & close, rising)
        wall = _fitted(found, falling, rising, dark)
    return wall, falling


def _jutting(found: Floats, weight: Floats) -> Flags:
    """Which borders jut out of the wall both along the sac and around it, with the flanks of each.

    Root sleeves do so, and bone of the contrast's own brightness. A corner that lasts along the sac
    does not, nor does the shoulder of a narrowing.
    """
    juts = np.full(found.shape, np.inf)
    for stiffness in _COARSE:
        wall = elastic_wall(found, weight, stiffness)
        for _ in range(3):
            out = np.maximum(found - wall, 0) / _JUTS_MM
            wall = elastic_wall(found, weight / (1 + out**4), stiffness)
        juts = np.minimum(juts, found - wall)
    most = most_along(np.max([np.roll(juts, turn, axis=1) for turn in range(-2, 3)], axis=0), 3)
    return (juts > _JUTS_MM) | ((juts > 0.4 * _JUTS_MM) & (most > _JUTS_MM))


def _notched(found: Floats, falling: Flags) -> Flags:
    """Which borders lie in a narrow notch of the wall: the inner edge of a root that touches the dura."""
    wall = elastic_wall(found, falling + _CLOSED, _STIFF)
    for _ in range(3):
        deep = np.maximum(wall - found, 0) / _NOTCH_MM
        wall = elastic_wall(found, falling / (1 + deep**4) + _CLOSED, _STIFF)
    return wall - found > _NOTCH_MM


def _fitted(found: Floats, falling: Flags, rising: Flags, dark: Flags) -> Floats:
    """The wall through the borders found, closed where none is seen."""
    found, closed = _across_gaps(found, falling | rising, dark)
    return elastic_wall(found, falling + _RISING * rising + _CLOSED * closed, _FINE)


def _usual(radii_mm: Floats, sure: Flags) -> Floats:
    """The median outline of the sure neighbours of each section."""
    return median_along(radii_mm[nearest_true(sure)], 25) if sure.sum() >= 10 else radii_mm


def _distance_cost(rough_mm: Floats, sure: Flags, fan: Fan) -> Floats:
    """What an outline pays for lying far from the rough one."""
    weight = np.where(sure, 1.0, 0.2)[:, None, None]
    away = np.abs(fan.radius_mm[None, None, :] - rough_mm[..., None]) - _BAND_MM
    return np.maximum(away, 0.0) * weight


def directional_csf(rays: Floats, radii_mm: Floats, fan: Fan, trace: SacTrace) -> Floats:
    """Return the HU of CSF `[n, angle]`: level and dependent layering of each section.

    Thin contrast looks darker than it is, so the level is that of the directions where it is
    thickest, and across the section it may only change evenly. Where the sac is not sure, the level is
    carried on from where it is.
    """
    even = gaussian_along(rays, 2.0, 0)
    even = mean_along(even, 3, 2)
    inside = fan.radius_mm[None, None, :] <= radii_mm[..., None] + 0.3
    peaks = np.where(inside, even, -1024.0).max(axis=2)
    peaks = np.minimum(peaks, 1.3 * trace.csf_hu[:, None])
    peaks = steady_along(peaks[nearest_true(trace.sure)], 61)
    shape = np.stack([np.ones(fan.angles), np.cos(fan.angle), np.sin(fan.angle)], axis=1)
    even_part = peaks @ np.linalg.pinv(shape).T
    model = np.maximum(even_part @ shape.T, 1.0)
    level = percentile(peaks / model, 85, 1)
    least = np.maximum(0.7 * peaks.max(axis=1, keepdims=True), FAINTEST_HU)
    return np.maximum(model * level[:, None], least)


def _resampled(radii_mm: Floats, angles: int) -> Floats:
    own = radii_mm.shape[1]
    wanted = np.arange(angles) * own / angles
    low = np.floor(wanted).astype(int)
    rest = wanted - low
    return radii_mm[:, low % own] * (1 - rest) + radii_mm[:, (low + 1) % own] * rest


def _half_maximum(
    rays: Floats, at: Whole, csf_hu: Floats, noise_hu: float, fan: Fan
) -> tuple[Floats, Flags, Flags]:
    """Where each ray passes the middle between contrast and what lies outside, near `at`.

    Outside is mostly darker; where bone brighter than contrast touches it, the ray rises instead.
    """
    even = gaussian_along(rays, 0.7, 1, wrapped=True)
    out = np.arange(fan.steps)[None, None, :] - at[..., None]
    dark_hu, bright_hu, gap_mm = surround_hu(even, out, csf_hu, fan)
    falling = dark_hu < csf_hu - np.maximum(0.3 * (csf_hu - SOFT_HU), 4 * noise_hu)
    rising = ~falling & (bright_hu > csf_hu + np.maximum(0.3 * csf_hu, 4 * noise_hu))
    level = (csf_hu + np.where(rising, bright_hu, np.minimum(dark_hu, csf_hu))) / 2
    sign = np.where(rising, -1.0, 1.0)[..., None]
    above = sign * (even - level[..., None])
    passes = (above[..., :-1] >= 0) & (above[..., 1:] < 0)
    distance = np.where(passes, np.abs(out[..., :-1] + 0.5), np.inf)
    nearest = np.argmin(distance, axis=2)[..., None]
    found = np.take_along_axis(distance, nearest, 2)[..., 0] * fan.step_mm <= _SEEK_MM
    inner = np.take_along_axis(above, nearest, 2)[..., 0]
    outer = np.take_along_axis(above, nearest + 1, 2)[..., 0]
    part = inner / np.maximum(inner - outer, 1e-3)
    crossing = fan.radius_mm[nearest[..., 0]] + np.clip(part, 0, 1) * fan.step_mm
    crossing = np.where(rising, _before_bone(even, crossing, csf_hu, noise_hu, fan), crossing)
    thin = np.isfinite(gap_mm) & falling & ~found
    crossing = np.where(thin, gap_mm - _HALF_GAP_MM, crossing)
    seen = (found & (falling | rising)) | thin
    return np.where(seen, crossing, fan.radius_mm[at]), seen & falling, seen & rising


def _across_gaps(radii_mm: Floats, seen: Flags, dark: Flags) -> tuple[Floats, Flags]:
    """Where no border is seen, the outline on the straight line between the seen ones beside.

    So the dura is closed over cord or roots that touch it, which round it (`dark` inside); bone flattens it.
    """
    result, closed = radii_mm.copy(), np.zeros_like(seen)
    angles = radii_mm.shape[1]
    angle = np.arange(angles) * 2 * np.pi / angles
    for row in np.flatnonzero(seen.any(axis=1) & ~seen.all(axis=1)):
        turn = int(np.argmax(seen[row]))
        open_rays = np.roll(~seen[row], -turn)
        for start, stop in runs(open_rays):
            if stop - start > angles * _WIDEST_GAP:
                continue
            rays = (np.arange(start - 1, stop + 1) + turn) % angles
            ends = radii_mm[row, rays[[0, -1]]]
            chord, length = _chord_mm(angle[rays], float(ends[0]), float(ends[1]))
            part = np.arange(1, len(rays) - 1) / (len(rays) - 1)
            bulge = _BULGE * length * float(dark[row, rays[1:-1]].mean())
            result[row, rays[1:-1]] = chord + bulge * 4 * part * (1 - part)
            closed[row, rays[1:-1]] = True
    return result, closed


def _chord_mm(angle: Floats, first_mm: float, last_mm: float) -> tuple[Floats, float]:
    """The radii at the inner angles of the straight line between the first and last ray's points."""
    a = first_mm * np.array([np.cos(angle[0]), np.sin(angle[0])])
    b = last_mm * np.array([np.cos(angle[-1]), np.sin(angle[-1])])
    run = b - a
    across = a[0] * run[1] - a[1] * run[0]
    slant = np.cos(angle[1:-1]) * run[1] - np.sin(angle[1:-1]) * run[0]
    radii = across / np.where(np.abs(slant) < 1e-6, 1e-6, slant)
    return np.clip(radii, 0.3, None), float(np.hypot(run[0], run[1]))


def _before_bone(even: Floats, rise_mm: Floats, csf_hu: Floats, noise_hu: float, fan: Fan) -> Floats:
    """Where contrast ends before bone that leaves only a dip, or nothing, between the two."""
    radius = fan.radius_mm[None, None, :]
    close = (radius > rise_mm[..., None] - 2.0) & (radius < rise_mm[..., None])
    window = np.where(close, even, np.inf)
    dip_hu = window.min(axis=2)
    dip_mm = fan.radius_mm[np.argmin(window, axis=2)]
    depth = 1.0 - dip_hu / csf_hu
    # A deep dip is no gap but cord or root that bone touches.
    shallow = np.where(depth > np.maximum(0.07, 2.5 * noise_hu / csf_hu), dip_mm - _HALF_GAP_MM, rise_mm)
    return np.where(depth < 0.45, shallow, rise_mm - 0.5)


def surround_hu(even: Floats, out: Whole, csf_hu: Floats, fan: Fan) -> tuple[Floats, Floats, Floats]:
    """Return the darkest and the brightest HU just outside the border in each direction, and thin gaps.

    A gap too thin to show its own HU between contrast and bone is given what the open directions
    around show; the last array holds the radius in mm where such a gap is darkest, NaN elsewhere.
    """
    step = np.arange(fan.steps)[None, None, :]
    close = (out >= round(0.5 / fan.step_mm)) & (out <= round(2.0 / fan.step_mm))
    dark = np.where(close, even, np.inf).min(axis=2)
    bright = np.where(close, even, -np.inf).max(axis=2)
    further = (out >= round(0.5 / fan.step_mm)) & (out <= round(3.0 / fan.step_mm))
    enclosed = np.where(further, even, -np.inf).max(axis=2) > SOFT_HU + 0.5 * (csf_hu - SOFT_HU)
    open_hu = np.where(enclosed, np.nan, dark)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        usual = np.nanmedian(open_hu, axis=1)
    place = np.arange(len(usual))
    known = np.isfinite(usual)
    usual = np.interp(place, place[known], usual[known]) if known.any() else np.full(len(usual), -20.0)
    usual = median_along(usual, 21)[:, None]
    darkest = np.argmin(np.where(close, even, np.inf), axis=2)
    over = (csf_hu - SOFT_HU)[..., None]
    inner = (step < darkest[..., None]) & (step >= darkest[..., None] - round(_UNDER_MM / fan.step_mm))
    outer = (step > darkest[..., None]) & (step <= darkest[..., None] + round(_UNDER_MM / fan.step_mm))
    lit = (inner & (even > SOFT_HU + 0.7 * over)).any(axis=2)
    rises = (outer & (even > dark[..., None] + 0.25 * over)).any(axis=2)
    gap = enclosed & rises & (dark < SOFT_HU + 0.75 * (csf_hu - SOFT_HU))
    dark = np.where(gap, np.minimum(dark, usual), dark)
    gap_mm = np.where(gap & lit, fan.radius_mm[darkest], np.nan)
    return np.clip(dark, -120.0, None), bright, gap_mm
