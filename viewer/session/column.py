"""Finding the contrast column as a job."""

from functools import partial

from viewer.model.column import ColumnResult
from viewer.model.geometry import Vec3
from viewer.model.volume import Volume
from viewer.session.jobs import JobProgress


def column_work(volume: Volume, seed: Vec3 | None) -> "partial[ColumnResult]":
    """Return the work that finds the column of a volume, from a point in it or from the pixels alone."""
    return partial(_find, volume, seed)


def _find(volume: Volume, seed: Vec3 | None, progress: JobProgress) -> ColumnResult:
    from viewer.analysis.column import find_column  # scipy is slow to import

    return find_column(volume, seed, progress)
