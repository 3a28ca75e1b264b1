"""The sac as a bright oval in a section: where its middle is, in the sections where it stands alone."""

import numpy as np
from scipy import ndimage

from viewer.analysis.contrast import SOFT_HU
from viewer.analysis.filters import Flags, Floats, gaussian_along

_LEAST_MM2, _MOST_MM2 = 35.0, 480.0
_OVAL = (0.90, 1.06)
_ASIDE_MM = 9.0


def sac_middles(stack: Floats, csf_hu: Floats, noise_hu: float, cell_mm: float) -> tuple[Floats, Flags]:
    """Return the middle `[n, (left, back)]` in mm of the sac in each section, and where it is trusted.

    A blob as bright as CSF, with what it encloses, is the sac where it is an oval of a sac's size close
    to the canal's path; where it runs into bone of its own brightness it is none.
    """
    even = gaussian_along(stack, 1.0, 0)
    level = np.maximum(csf_hu - SOFT_HU, 30.0)[:, None, None]
    share = (even - SOFT_HU) / level
    lit = (share > 0.5) & (share < 1.35 + 3 * noise_hu / level)
    middles, trusted = np.zeros((len(stack), 2)), np.zeros(len(stack), bool)
    for number, section in enumerate(lit):
        found = _oval(section, cell_mm)
        if found is not None:
            middles[number], trusted[number] = found, True
    return middles, trusted


def _oval(lit: Flags, cell_mm: float) -> tuple[float, float] | None:
    """The middle of the oval nearest to the section's own, None where there is no oval."""
    labels = np.zeros(lit.shape, np.int32)
    count = int(ndimage.label(lit, output=labels))  # pyright: ignore[reportArgumentType]
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    half = (lit.shape[0] - 1) / 2
    best: tuple[float, tuple[float, float]] | None = None
    for label in np.flatnonzero(sizes >= 12 / cell_mm**2):
        if label == 0:
            continue
        blob = np.asarray(ndimage.binary_fill_holes(labels == label))
        area = float(np.count_nonzero(blob)) * cell_mm**2
        if not _LEAST_MM2 <= area <= _MOST_MM2:
            continue
        rows, columns = np.nonzero(blob)
        spread = np.cov(rows, columns)
        oval = area / (4 * np.pi * np.sqrt(max(float(np.linalg.det(spread)), 1e-6)) * cell_mm**2)
        left, back = (columns.mean() - half) * cell_mm, (rows.mean() - half) * cell_mm
        aside = float(np.hypot(left, back))
        if _OVAL[0] <= oval <= _OVAL[1] and aside < _ASIDE_MM and (best is None or aside < best[0]):
            best = (aside, (float(left), float(back)))
    return None if best is None else best[1]
