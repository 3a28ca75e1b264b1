"""The dura as an elastic wall: smooth around and along the sac, drawn to where its border is seen."""

import attrs
import numpy as np
from scipy import linalg

from viewer.analysis.filters import Floats

_HARMONICS = 14
_FAINT = 1e-3
_USUAL_MM, _SMALLEST = 6.5, 1.8


@attrs.frozen
class Stiffness:
    """How much a wall resists bending `along` the sac and `around` it: the larger, the stiffer."""

    along: float
    around: float


def elastic_wall(radii_mm: Floats, weight: Floats, stiffness: Stiffness) -> Floats:
    """Return the wall `[n, angle]` nearest to weighted radii that bends least along and around the sac.

    Where the weight is none, it goes on as the wall beside, above and below does. Circles, wherever they
    lie, are not bent.
    """
    angles = radii_mm.shape[1]
    basis, bent = _harmonics(angles)
    weight = weight + _FAINT
    pull = np.einsum("ak,na,al->nkl", basis, weight, basis, optimize=True)
    # A small wall bends as stiffly per millimetre as a large one, so it takes fewer waves.
    size = np.clip(_USUAL_MM / np.median(radii_mm, axis=1), 1.0, _SMALLEST) ** 4
    pull += stiffness.around * size[:, None, None] * np.diag(bent)
    drawn = (weight * radii_mm) @ basis
    return _solved(pull, drawn, stiffness.along) @ basis.T


def _harmonics(angles: int) -> tuple[Floats, Floats]:
    """The orthonormal waves around an outline `[angle, wave]` and how much each bends it."""
    angle = np.arange(angles) * 2 * np.pi / angles
    order = np.concatenate([[0], np.repeat(np.arange(1, _HARMONICS + 1), 2)])
    waves = [np.full(angles, angles**-0.5)]
    for number in range(1, _HARMONICS + 1):
        waves += [np.cos(number * angle) * (2 / angles) ** 0.5, np.sin(number * angle) * (2 / angles) ** 0.5]
    return np.stack(waves, axis=1), np.where(order == 0, 0.0, (order**2 - 1.0) ** 2)


def _solved(pull: Floats, drawn: Floats, along: float) -> Floats:
    """Solve the coupled sections: each its own `pull`, neighbours tied by their second difference."""
    sections, waves = drawn.shape
    band = np.zeros((2 * waves + 1, sections * waves))
    for offset in range(waves):
        band[offset].reshape(sections, waves)[:, : waves - offset] = np.diagonal(
            pull, -offset, axis1=1, axis2=2
        )
    bend = np.zeros((3, sections))
    for number in range(sections - 2):
        bend[0, number : number + 3] += (1.0, 4.0, 1.0)
        bend[1, number : number + 2] -= 2.0
        bend[2, number] += 1.0
    for step in range(3):
        band[step * waves] += along * np.repeat(bend[step], waves)
    solution = linalg.solveh_banded(band, drawn.ravel(), lower=True, overwrite_ab=True, check_finite=False)
    return np.asarray(solution).reshape(sections, waves)
