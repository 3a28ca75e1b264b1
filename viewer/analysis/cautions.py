"""What in the image itself limits the numbers of an analysis, in sentences."""

import numpy as np

from viewer.analysis.border import FINE_FAN, SacBorder
from viewer.analysis.contrast import SOFT_HU
from viewer.analysis.filters import Flags, Floats, gaussian_along, long_runs, runs
from viewer.analysis.scope import stretches
from viewer.model.found_level import FoundLevel
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume

_EVEN_MM = 1.0
# Contrast outside the sac: about as bright as within, close to it on most of its back and sides, for
# longer than a lamina or pedicle does. Contrast this faint or dense cannot be told from ligament or bone.
_BESIDE_MM, _ALIKE, _SHARE, _BESIDE_LONG_MM, _CSF_HU = ((1.0, 3.0), (0.4, 1.2), 0.6, 18.0, (250.0, 1000.0))
_BACK_AND_SIDES = -0.2
# Layering: by how much opposite sides differ, where the fluid on both is thick enough to show its HU.
_DIFFERENT, _RIM_MM, _THICK_MM, _LAYERED_MM = 0.4, 0.75, 1.5, 30.0
_WITHIN, _OUTER = 0.7, 0.4
_FEW_MM = 50.0
_SIDES = (("left", 0.0), ("back", 0.5 * np.pi), ("right", np.pi), ("front", 1.5 * np.pi))


def cautions(
    volume: Volume, border: SacBorder, sections: Sections, levels: tuple[FoundLevel, ...]
) -> tuple[str, ...]:
    """Return what a reader should know of the contrast and the field of an upright volume, each only if so."""
    found = [
        *_cut(volume, border, sections, levels),
        *_outside(border, sections, levels),
        *_layering(border, sections),
    ]
    measured_mm = sections.having(SectionState.OK, SectionState.METAL).sum() * border.curve.step_mm
    if measured_mm < _FEW_MM:
        found.append(
            f"Only {measured_mm:.0f} mm of the sac could be measured: too little to tell what is usual in"
            " this patient."
        )
    return tuple(found)


def between_slices(volume: Volume, border: SacBorder) -> Flags:
    """Return which sections' outlines lie wholly between the first and the last slice of the volume."""
    geometry, curve, fan = volume.geometry, border.curve, FINE_FAN
    across = (
        np.cos(fan.angle)[None, :, None] * curve.left[:, None, :]
        + np.sin(fan.angle)[None, :, None] * curve.back[:, None, :]
    )
    points = curve.points[:, None, :] + border.radii_mm[..., None] * across - np.array(geometry.origin)
    k = points @ np.array(geometry.axes[2]) / geometry.spacing_mm[2]
    return np.asarray(((k > 0) & (k < geometry.shape[0] - 1)).all(axis=1))


def _cut(volume: Volume, border: SacBorder, sections: Sections, levels: tuple[FoundLevel, ...]) -> list[str]:
    """Where a side of the field of view cuts the sac, and whether it comes back."""
    cut = between_slices(volume, border) & sections.having(SectionState.EDGE)
    places = stretches(sections, levels, cut)
    if not places:
        return []
    lit = np.flatnonzero(sections.having(SectionState.OK, SectionState.METAL))
    back = any(start > lit[0] and stop <= lit[-1] for start, stop in runs(cut))
    return [
        f"The side of the field of view cuts off the sac at {'; '.join(places)}: nothing is measured there."
        + (" It leaves the field and returns." if back else "")
    ]


def _outside(border: SacBorder, sections: Sections, levels: tuple[FoundLevel, ...]) -> list[str]:
    csf_hu = np.median(border.csf_hu, axis=1)[:, None]
    even = gaussian_along(border.rays, _EVEN_MM / border.curve.step_mm, 0)
    away = FINE_FAN.radius_mm - border.radii_mm[..., None]
    close = (away > _BESIDE_MM[0]) & (away < _BESIDE_MM[1])
    share = (np.where(close, even, -np.inf).max(axis=2) - SOFT_HU) / (csf_hu - SOFT_HU)
    sides = np.sin(FINE_FAN.angle) > _BACK_AND_SIDES
    alike = ((share > _ALIKE[0]) & (share < _ALIKE[1]))[:, sides].mean(axis=1) >= _SHARE
    alike &= sections.having(SectionState.OK) & (csf_hu[:, 0] > _CSF_HU[0]) & (csf_hu[:, 0] < _CSF_HU[1])
    places = stretches(sections, levels, long_runs(alike, round(_BESIDE_LONG_MM / border.curve.step_mm)))
    return [
        f"Something about as bright as the contrast lies close around the sac at {place}: contrast outside the"
        " sac (epidural or subdural) is suspected, unless it is ossified ligament."
        for place in places
    ]


def _layering(border: SacBorder, sections: Sections) -> list[str]:
    """To which side contrast has sunk, where it is far brighter there than opposite."""
    over = np.array([_side_hu(border, angle) for _, angle in _SIDES])
    ok = sections.having(SectionState.OK)
    least = round(_LAYERED_MM / border.curve.step_mm)
    for number, (name, _) in enumerate(_SIDES):
        here, opposite = over[number], over[(number + 2) % 4]
        with np.errstate(invalid="ignore", divide="ignore"):
            layered = ok & (here - opposite >= _DIFFERENT * (here + opposite) / 2)
        if layered.sum() >= least:
            times = float(np.median(here[layered] / opposite[layered]))
            far_mm = layered.sum() * border.curve.step_mm
            told = (
                f"The contrast has settled: over {far_mm:.0f} mm it is about {times:.1f} times as bright towards"
                f" the patient's {name} as opposite."
            )
            return [told]
    return []


def _side_hu(border: SacBorder, angle: float) -> Floats:
    """By how much the fluid of one side of each section exceeds soft tissue; NaN where it is too thin to tell."""
    fan = FINE_FAN
    rays = np.flatnonzero(np.cos(fan.angle - angle) > _WITHIN)
    even = gaussian_along(border.rays[:, rays], 2 * _EVEN_MM / border.curve.step_mm, 0) - SOFT_HU
    radii = border.radii_mm[:, rays, None]
    inside = (fan.radius_mm < radii - _RIM_MM) & (fan.radius_mm > _OUTER * radii)
    kept = np.where(inside, even, 0.0)
    peak = np.sort(kept, axis=2)[..., -4:].mean(axis=2)
    thick = (kept > 0.8 * peak[..., None]).sum(axis=2) * fan.step_mm >= _THICK_MM
    seen = np.where(thick & (peak > 0), peak, np.nan)
    enough = np.isfinite(seen).mean(axis=1) >= 0.5
    result = np.full(len(seen), np.nan)
    result[enough] = np.nanmedian(seen[enough], axis=1)
    return result
