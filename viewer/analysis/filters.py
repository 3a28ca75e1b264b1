"""Filters of scipy with plain types, and the array types the analysis speaks in."""

from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats: TypeAlias = NDArray[np.floating[Any]]
Flags: TypeAlias = NDArray[np.bool_]
Whole: TypeAlias = NDArray[np.integer[Any]]

_Array = TypeVar("_Array", bound=NDArray[Any])

_LOWER, _STEEP = 40, 1.5


def gaussian(array: Floats, sigma: tuple[float, ...], wrapped: tuple[int, ...] = ()) -> Floats:
    """Return an array smoothed by a Gaussian of `sigma` cells per axis; `wrapped` axes are circular."""
    for axis, width in enumerate(sigma):
        if width > 0:
            array = gaussian_along(array, width, axis, wrapped=axis in wrapped)
    return array


def gaussian_along(array: Floats, sigma: float, axis: int, *, wrapped: bool = False) -> Floats:
    """Return an array smoothed along one axis, its ends carried on, or circular."""
    mode = "wrap" if wrapped else "nearest"
    return np.asarray(ndimage.gaussian_filter1d(array, sigma, axis=axis, mode=mode))


def mean_along(array: Floats, size: int, axis: int, *, zero_outside: bool = False) -> Floats:
    """Return the running mean of `size` cells along one axis."""
    mode = "constant" if zero_outside else "nearest"
    return np.asarray(ndimage.uniform_filter1d(array, max(1, size), axis=axis, mode=mode))


def least_along(array: _Array, size: int, axis: int = 0) -> _Array:
    """Return the running minimum of `size` cells along one axis."""
    return ndimage.minimum_filter1d(array, max(1, size), axis=axis, mode="nearest")  # pyright: ignore[reportReturnType]


def most_along(array: _Array, size: int, axis: int = 0) -> _Array:
    """Return the running maximum of `size` cells along one axis."""
    return ndimage.maximum_filter1d(array, max(1, size), axis=axis, mode="nearest")  # pyright: ignore[reportReturnType]


def median_along(array: Floats, size: int) -> Floats:
    """Return the running median of `size` rows."""
    shape = (max(1, size), *(1 for _ in array.shape[1:]))
    return np.asarray(ndimage.median_filter(array, shape, mode="nearest"))


def steady_along(array: Floats, size: int) -> Floats:
    """Return the running median of `size` rows, rows much above the lower half of them cut off first.

    Where the rows rise or fall steadily the lower half is that of the higher side, so that a slope is kept.
    """
    shape = (max(1, size), *(1 for _ in array.shape[1:]))
    low = np.asarray(ndimage.percentile_filter(array, _LOWER, shape, mode="nearest"))
    half = (size // 2 + 1, *shape[1:])
    away = [0] * (array.ndim - 1)
    sides = [
        ndimage.percentile_filter(array, _LOWER, half, mode="nearest", origin=(way * (size // 4), *away))  # pyright: ignore[reportArgumentType]
        for way in (-1, 1)
    ]
    higher = np.maximum(*sides)
    low = np.where(higher > _STEEP * np.minimum(*sides), higher, low)
    return median_along(np.minimum(array, 1.12 * low), size)


def percentile(array: Floats, share: float, axis: int) -> Floats:
    """Return a percentile along one axis."""
    return np.asarray(np.percentile(array, share, axis=axis))


def runs(flags: Flags) -> list[tuple[int, int]]:
    """Return where each run of true flags starts and stops (one past its last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def long_runs(flags: Flags, least: int) -> Flags:
    """Return the flags with every run of fewer than `least` taken back."""
    kept = np.zeros_like(flags)
    for start, stop in runs(flags):
        if stop - start >= least:
            kept[start:stop] = True
    return kept


def nearest_true(flags: Flags) -> Whole:
    """Return for each place the nearest place whose flag is true; itself where none is."""
    known, place = np.flatnonzero(flags), np.arange(len(flags))
    if not known.size:
        return place
    after = np.clip(np.searchsorted(known, place), 0, len(known) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.abs(known[before] - place) <= np.abs(known[after] - place)
    return np.where(nearer, known[before], known[after])
