"""Times of repeated steps, as the figures `thecal bench` prints."""

import time
from collections.abc import Callable

import attrs
import numpy as np


@attrs.frozen
class Spread:
    """The median and the 95th percentile of repeated times, in ms."""

    median: float
    p95: float


def spread_ms(step: Callable[[int], object], repeats: int, warm_up: int = 3) -> Spread:
    """Run `step(n)` a number of times and return how long it takes; the first few do not count."""
    for n in range(warm_up):
        step(n)
    times: list[float] = []
    for n in range(warm_up, warm_up + repeats):
        start = time.perf_counter()
        step(n)
        times.append((time.perf_counter() - start) * 1e3)
    return Spread(round(float(np.median(times)), 2), round(float(np.percentile(times, 95)), 2))


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Return the median time of a piece of work in seconds."""
    times: list[float] = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return round(float(np.median(times)), 4)
