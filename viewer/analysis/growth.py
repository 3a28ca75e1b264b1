"""Follow the sac outwards from where it is known, section by section."""

import numpy as np

from viewer.analysis.blobs import sac_middles
from viewer.analysis.curve import Points, cross_sections, framed
from viewer.analysis.filters import Floats
from viewer.model.volume import Volume

_STEP_MM = 1.5
_HALF_MM, _CELL_MM = 16.0, 1.0
_KNOWN = 16
_FARTHEST_MM = 200.0
_LOST_MM = 7.0
_ASIDE_MM = 5.0


def followed(volume: Volume, known: Points, csf_hu: float, noise_hu: float) -> Points:
    """Return points that go on from the last of the `known` ones (1 mm apart) along the bright sac.

    Each step goes straight on and is drawn to the oval found there; it ends at the volume's faces, or
    where no oval was seen for `_LOST_MM`, at the last one seen.
    """
    points = [np.asarray(one, dtype=float) for one in known[-_KNOWN:]]
    first = len(points)
    lost_mm, seen = 0.0, first
    while (len(points) - first) * _STEP_MM < _FARTHEST_MM and lost_mm < _LOST_MM:
        heading = _heading(points)
        here = points[-1] + _STEP_MM * heading
        if not volume.geometry.contains((float(here[0]), float(here[1]), float(here[2]))):
            break
        moved = _drawn(volume, here, heading, csf_hu, noise_hu)
        lost_mm = lost_mm + _STEP_MM if moved is None else 0.0
        points.append(here if moved is None else here + 0.7 * moved)
        seen = seen if moved is None else len(points)
    return np.array(points[first:seen]).reshape(-1, 3)


def _heading(points: list[Floats]) -> Floats:
    """The direction of the last stretch by a straight fit."""
    last = np.array(points[-10:])
    slope = np.polyfit(np.arange(len(last)), last, 1)[0]
    return slope / np.linalg.norm(slope)


def _drawn(volume: Volume, here: Floats, heading: Floats, csf_hu: float, noise_hu: float) -> Floats | None:
    """How far the oval's middle lies from a point, None where there is no oval close by."""
    line = framed(here + np.arange(-2, 3)[:, None] * heading, 1.0)
    stack = cross_sections(volume, line, _HALF_MM, _CELL_MM)
    middles, trusted = sac_middles(stack, np.full(len(stack), csf_hu), noise_hu, _CELL_MM)
    if not trusted[1:4].any():
        return None
    left, back = np.median(middles[1:4][trusted[1:4]], axis=0)
    if np.hypot(left, back) > _ASIDE_MM:
        return None
    return left * line.left[2] + back * line.back[2]
