"""Voxel runs as one text: the length of each run and of the gap before it."""

import re
from typing import Any

import numpy as np

from viewer.model.correction import VoxelRuns

MAX_VOXELS = 20_000_000
MAX_RUNS = 1_000_000
_MAX_TEXT = 14 * MAX_RUNS
_NUMBERS = re.compile(r"(?:[0-9]{1,12}(?: [0-9]{1,12})*)?", re.ASCII)


def runs_text(runs: VoxelRuns) -> str:
    """Return the text `gap length gap length ...`, empty for no voxel."""
    pairs = np.empty(2 * len(runs.starts), dtype=np.int64)
    pairs[0::2] = np.diff(np.concatenate([[0], _in_turn(runs)]))[0::2]
    pairs[1::2] = runs.lengths
    return " ".join(map(str, pairs.tolist()))


def runs_of(value: Any, _: Any = None) -> VoxelRuns:
    """Return the runs in a text; `TypeError`, `ValueError` or `GeometryError` where it is no such text."""
    if not isinstance(value, str):
        raise TypeError("not a text of runs")
    if len(value) > _MAX_TEXT or not _NUMBERS.fullmatch(value):
        raise ValueError("no text of runs")
    numbers = np.array(value.split(), dtype=np.int64)
    if len(numbers) % 2 or len(numbers) > 2 * MAX_RUNS:
        raise ValueError("runs and gaps do not fit together")
    places = np.cumsum(numbers)
    runs = VoxelRuns(places[0::2], numbers[1::2])
    if runs.count > MAX_VOXELS:
        raise ValueError("more voxels than a sac can have")
    return runs


def _in_turn(runs: VoxelRuns) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Where each run starts and ends, one after the other."""
    return np.stack([runs.starts, runs.ends], axis=1).ravel()
