"""The jobs that measure: finding the contrast column, analysing the sac, naming its levels anew."""

from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from viewer.model.analysis import Analysis
from viewer.model.column import ColumnResult, NoContrast
from viewer.model.geometry import Vec3
from viewer.model.labels import LevelLabel
from viewer.model.volume import Volume
from viewer.session.jobs import Job, JobProgress, Jobs

_Anchors: TypeAlias = tuple[LevelLabel, ...]

_COLUMN, _ANALYSIS = "column", "analysis"
_TITLE = "Analysing"


class Measuring(QObject):
    """Measures one volume at a time; what a superseded job still sends is dropped.

    `found` tells of the column that was looked for by itself, `lit` of the one an analysis met on its
    way, `analysed` of the analysis.
    """

    found = Signal(object)
    lit = Signal(object)
    analysed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        # What the levels of the analysis that was handed on are named by.
        self._anchors: _Anchors = ()

    @property
    def job(self) -> Job | None:
        """The analysis under way."""
        return next((job for job in self._jobs.jobs if job.title == _TITLE), None)

    def find_column(self, volume: Volume | None, seed: Vec3 | None) -> None:
        """Look for the column from a point in it, or from the pixels alone; nothing without a volume."""
        if volume is not None:
            work = partial(_find_column, volume, seed)
            self._jobs.run("Finding the contrast column", work, self.found.emit, group=_COLUMN)

    def analyse(self, volume: Volume | None, anchors: _Anchors) -> None:
        """Measure everything; `anchors` are the levels that the reader has placed."""
        if volume is not None:
            work = partial(_analyse, volume, anchors)
            done = partial(self._hand_on, anchors)
            self._jobs.run(_TITLE, work, done, group=_ANALYSIS, arrived=self.lit.emit)

    def rename(self, volume: Volume | None, analysis: Analysis | None, anchors: _Anchors) -> None:
        """Name the levels of an analysis by other anchors; all else in it stays.

        An analysis under way goes on: what it brings can be renamed once it is there.
        """
        if volume is None or analysis is None or self.job is not None:
            return
        if anchors == self._anchors:
            self._jobs.cancel_group(_ANALYSIS)
        else:
            work = partial(_rename, volume, analysis, self._anchors, anchors)
            self._jobs.run("Naming the levels", work, partial(self._hand_on, anchors), group=_ANALYSIS)

    def _hand_on(self, anchors: _Anchors, analysis: Analysis) -> None:
        self._anchors = anchors
        self.analysed.emit(analysis)

    def stop_column(self) -> None:
        """Stop looking for the column."""
        self._jobs.cancel_group(_COLUMN)

    def stop(self) -> None:
        """Stop everything: the volume is no longer the one that is open."""
        self._jobs.cancel_group(_COLUMN)
        self._jobs.cancel_group(_ANALYSIS)


def column_of(analysis: Analysis | None) -> ColumnResult | None:
    """Return the column that an analysis found, the reason why it found none, None while unknown."""
    if analysis is None or analysis.absent is None:
        return analysis.column if analysis else None
    return NoContrast(analysis.absent)


# scipy, which all of the analysis needs, is slow to import: it comes with the first job.


def _find_column(volume: Volume, seed: Vec3 | None, progress: JobProgress) -> ColumnResult:
    from viewer.analysis.column import find_column

    return find_column(volume, seed, progress)


def _analyse(volume: Volume, anchors: _Anchors, progress: JobProgress) -> Analysis:
    from viewer.analysis.analyse import analyse

    return analyse(volume, anchors, progress, progress.deliver)


def _rename(
    volume: Volume,
    analysis: Analysis,
    before: _Anchors,
    anchors: _Anchors,
    progress: JobProgress,
) -> Analysis:
    from viewer.analysis.renaming import renamed

    return renamed(volume, analysis, before, anchors, progress)
