"""Irregularity: seamless random fields that roughen borders and mottle tissues."""

import attrs
import numpy as np
from scipy import fft

from viewer.analysis.phantom.lattice import Array, Lattice

_SIDE = (64, 128, 128)


@attrs.frozen(eq=False)
class Texture:
    """A periodic random field of mean 0 and SD 1 that repeats every `values.shape` nodes."""

    values: Array

    def over(self, shape: tuple[int, int, int], start: tuple[int, int, int]) -> Array:
        """Return the field over a box of nodes that begins at `start`."""
        index = [
            (first + np.arange(n)) % size
            for first, n, size in zip(start, shape, self.values.shape, strict=True)
        ]
        return self.values[np.ix_(*index)]


def texture(lattice: Lattice, size_mm: tuple[float, float], seed: int, upright: float = 1.0) -> Texture:
    """Return a field whose features measure between the two sizes in mm.

    `upright` above 1 stretches them along the lattice's third direction, as trabeculae are.
    """
    steps = np.linalg.norm(lattice.steps, axis=1)[::-1]
    white = np.random.default_rng([seed, 101]).standard_normal(_SIDE, dtype=np.float32)
    squares = 0.0
    for axis, (n, step) in enumerate(zip(_SIDE, steps, strict=True)):
        frequency = (np.fft.rfftfreq(n, step) if axis == 2 else np.fft.fftfreq(n, step)) * (
            upright if axis == 0 else 1
        )
        shape = [1, 1, 1]
        shape[axis] = -1
        squares = squares + (frequency**2).reshape(shape)
    small, large = size_mm
    # A Gaussian of SD a in space is one of 1 / (2 pi a) in frequency; features measure about 4 SD.
    falls = [np.exp(-squares * (np.pi * size / 2) ** 2 / 2) for size in (small, large)]
    band = falls[0] - falls[1]
    field = np.asarray(fft.irfftn(np.asarray(fft.rfftn(white)) * band.astype(np.float32), s=_SIDE))
    field -= field.mean()
    return Texture((field / field.std()).astype(np.float32))
