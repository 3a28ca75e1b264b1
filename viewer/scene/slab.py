"""Slabs square to the voxel grid as array reductions, several times faster than sampling them."""

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.model.display import SlabMode

_REDUCE = {SlabMode.MAXIMUM: np.maximum, SlabMode.MINIMUM: np.minimum}


def flatten(
    hu: NDArray[np.int16], axis: int, low: float, high: float, mode: SlabMode
) -> NDArray[np.int16] | None:
    """Return the slab between two continuous indices of an array axis as one layer (axis kept, size 1).

    Values between layers are linear: the faces of the slab may lie anywhere, and the average weighs
    every layer by the part of it inside. None where the slab misses the voxels.
    """
    low, high = max(low, -0.5), min(high, hu.shape[axis] - 0.5)
    if low > high:
        return None
    last = hu.shape[axis] - 1
    low, high = min(max(low, 0.0), last), min(max(high, 0.0), last)
    if high - low < 1e-6:
        return _layer(hu, axis, low)
    if mode is SlabMode.AVERAGE:
        return _average(hu, axis, low, high)
    return _extreme(hu, axis, low, high, _REDUCE[mode])


def _extreme(
    hu: NDArray[np.int16], axis: int, low: float, high: float, reduce: np.ufunc
) -> NDArray[np.int16]:
    # A function linear between layers is most extreme at a layer or at a face.
    found: NDArray[np.int16] = reduce(_layer(hu, axis, low), _layer(hu, axis, high))
    first, last = math.ceil(low), math.floor(high)
    if first <= last:
        reduce(found, _reduced(_layers(hu, axis, first, last), axis, reduce, np.int16), out=found)
    return found


def _average(hu: NDArray[np.int16], axis: int, low: float, high: float) -> NDArray[np.int16]:
    first, last = math.floor(low), math.ceil(high)
    weights = np.array([_weight(k, low, high) for k in range(first, last + 1)])
    whole = np.flatnonzero(weights > 1 - 1e-9)
    shape = tuple(1 if a == axis else n for a, n in enumerate(hu.shape))
    total: NDArray[np.float32] = np.zeros(shape, np.float32)
    if len(whole):
        inner = _layers(hu, axis, first + int(whole[0]), first + int(whole[-1]))
        total += _reduced(inner, axis, np.add, np.int32)
    for place in np.flatnonzero(weights <= 1 - 1e-9):
        total += _layers(hu, axis, first + int(place), first + int(place)) * np.float32(weights[place])
    return np.rint(total / np.float32(high - low)).astype(np.int16)


def _reduced(layers: NDArray[np.int16], axis: int, reduce: np.ufunc, dtype: type[np.integer]) -> NDArray[Any]:
    def part(rows: NDArray[np.int16]) -> NDArray[Any]:
        return reduce.reduce(rows, axis=axis, dtype=dtype, keepdims=True)

    if axis != 2 or layers.shape[0] < 2:
        return part(layers)
    # Along rows NumPy is several times slower, and releases the interpreter lock: two halves at once.
    middle = layers.shape[0] // 2
    with ThreadPoolExecutor(max_workers=1) as pool:
        upper = pool.submit(part, layers[middle:])
        return np.concatenate([part(layers[:middle]), upper.result()])


def _weight(layer: int, low: float, high: float) -> float:
    return _area(high - layer) - _area(low - layer)


def _area(offset: float) -> float:
    # The integral of the hat function of linear interpolation from -1 to `offset`.
    x = min(max(offset, -1.0), 1.0)
    return 0.5 + x - 0.5 * x * abs(x)


def _layer(hu: NDArray[np.int16], axis: int, place: float) -> NDArray[np.int16]:
    base = math.floor(place)
    part = place - base
    if part < 1e-6:
        return _layers(hu, axis, base, base).copy()
    lower, upper = _layers(hu, axis, base, base), _layers(hu, axis, base + 1, base + 1)
    mixed = lower * np.float32(1 - part) + upper * np.float32(part)
    return np.rint(mixed).astype(np.int16)


def _layers(hu: NDArray[np.int16], axis: int, first: int, last: int) -> NDArray[np.int16]:
    cut = [slice(None)] * 3
    cut[axis] = slice(first, last + 1)
    return hu[tuple(cut)]
