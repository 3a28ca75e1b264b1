"""Which sections of a bordered sac hold intrathecal contrast."""

import numpy as np

from viewer.analysis.border import FINE_FAN, SacBorder
from viewer.analysis.contrast import (
    LEAST_EVIDENCE,
    LEAST_OVER_SOFT_HU,
    SOFT_HU,
    csf_within,
    evidence_of,
    levels_of_rays,
)
from viewer.analysis.filters import Flags, Floats, gaussian_along, long_runs, mean_along, runs
from viewer.analysis.radial import areas_mm2
from viewer.analysis.states import leaves_volume
from viewer.analysis.trace import SacTrace

_LEAST_EDGE, _LEAST_WORTH = 0.45, 0.75
_LEAST_MM2, _LARGEST_MM2 = 15.0, 500.0
_RUN_MM = 25.0
_LEAST_LIKENESS, _CANAL_LIKENESS = 0.4, 0.9
_LIKE_A_CANAL = 0.7
_LEAST_RUN_EVIDENCE = 0.5
# What lies about the canal's path tells most; a path beside the sac sees less than the traced sac does,
# which counts where it is larger than ossified ligament ever is.
_CLOSED_COUNTS = ((1.5, 0.4), (0.9, 0.13))
_LARGER_MM2 = 90.0
_MOST_NOISE_HU = 200.0


def opacified_sections(border: SacBorder, trace: SacTrace) -> Flags:
    """Return which sections hold contrast of a sac; none where a scan holds no intrathecal contrast.

    A section does where its outline is bright over soft tissue and what lies in it is contrast: it ends
    at what is darker, or one brightness closes around its middle. Of the whole scan, the canal itself
    must somewhere be far better explained by contrast than bone, ossified ligament, vessels or what
    lies outside the dura ever are.
    """
    step_mm = trace.curve.step_mm
    edged = border.seen.mean(axis=1)
    worth = levels_of_rays(border.rays, step_mm, FINE_FAN, trace.noise_hu).worth
    own_hu = csf_within(gaussian_along(border.rays, 1.5, 0), border.radii_mm, FINE_FAN)
    bright = (own_hu >= SOFT_HU + LEAST_OVER_SOFT_HU) & (own_hu > 0.5 * np.median(border.csf_hu, axis=1))
    area = areas_mm2(border.radii_mm)
    found = ((edged >= _LEAST_EDGE) | (worth >= _LEAST_WORTH)) & bright
    found &= (area > _LEAST_MM2) & (area < _LARGEST_MM2)
    count = round(_RUN_MM / step_mm)
    often = mean_along(found.astype(float), count, 0) >= 0.5
    kept = _carried_to_ends(long_runs(often, count), found)
    # A face of the volume is no border: what it cuts through may be anything bright.
    inside = ~leaves_volume(border)
    evident = 0.0
    for start, stop in runs(kept):
        part = slice(start, stop)
        evidence = evidence_of((trace.worth * inside)[part], step_mm)
        if evidence < _LEAST_RUN_EVIDENCE or not _in_canal(trace.likeness[part], edged[part]):
            kept[part] = False
            continue
        closed = evidence_of((worth * edged * inside * (area >= _LARGER_MM2))[part], step_mm)
        if np.median(trace.likeness[part]) < _LIKE_A_CANAL and closed < _CLOSED_COUNTS[0][0]:
            # Bone of a skull has runs of even brightness too, but neither a canal nor a closed sac.
            kept[part] = False
            continue
        counts = next((more for least, more in _CLOSED_COUNTS if closed >= least), 0.0)
        evident = max(evident, evidence + counts)
    seen = evident >= LEAST_EVIDENCE and trace.noise_hu < _MOST_NOISE_HU
    return kept if seen else np.zeros_like(kept)


def _in_canal(likeness: Floats, edged: Floats) -> bool:
    """Whether a run lies in a canal: surely one, or likely one with contrast that ends inside it all around."""
    usual = float(np.median(likeness))
    return usual >= _CANAL_LIKENESS or (usual >= _LEAST_LIKENESS and float(np.median(edged)) >= _LEAST_EDGE)


def _carried_to_ends(kept: Flags, found: Flags) -> Flags:
    """Lead each run on at both ends as long as sections are found with gaps of at most three."""
    result = kept.copy()
    for start, stop in runs(kept):
        while start > 0 and found[max(0, start - 4) : start].any():
            start -= 1  # noqa: PLW2901 - walks outwards
        while stop < len(found) and found[stop : stop + 4].any():
            stop += 1  # noqa: PLW2901 - walks outwards
        result[start:stop] = True
        inside = np.flatnonzero(found[start:stop])
        if inside.size:
            result[start : start + inside[0]] = False
            result[start + inside[-1] + 1 : stop] = False
    return result
