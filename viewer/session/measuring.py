"""What is measured in the open volume: the contrast column, the sac and its analysis, in step with the case."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.column import ColumnResult, NoContrast
from viewer.model.geometry import Vec3
from viewer.model.sac import SacVoxels
from viewer.model.volume import Volume
from viewer.session.jobs import Job, Jobs
from viewer.session.measurement import Measurement, analysed, found_column, renewed

_COLUMN, _ANALYSIS, _RENEWAL = "column", "analysis", "renewal"
_TITLE = "Analysing"
_NO_SIDES = NoContrast(
    "Nothing is measured: the file does not say how it lies in the patient. Say which side is which first."
)


class Measuring(QObject):
    """Measures one volume at a time, in jobs; what a superseded job still sends is dropped.

    The analysis that is told of always has the case's correction and the names of its labels, or soon
    will: each change of them renews it from what the program measured by itself.
    """

    column_changed = Signal(object)
    analysis_changed = Signal(object)
    sac_changed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._volume: Volume | None = None
        self._case = Case()
        self._column: ColumnResult | None = None
        self._measurement: Measurement | None = None

    @property
    def column(self) -> ColumnResult | None:
        """The contrast column, the reason why there is none, or None while unknown."""
        return self._column

    @property
    def analysis(self) -> Analysis | None:
        """What was measured, with the reader's correction; None while unknown."""
        return None if self._measurement is None else self._measurement.analysis

    @property
    def sac(self) -> SacVoxels | None:
        """The voxels of the measured sac before anything is painted or erased, None while unknown."""
        return None if self._measurement is None else self._measurement.sac

    @property
    def job(self) -> Job | None:
        """The analysis under way."""
        return next((job for job in self._jobs.jobs if job.title == _TITLE), None)

    def forget(self) -> None:
        """Stop everything and forget what was measured, without a signal: another volume opens."""
        for group in (_COLUMN, _ANALYSIS, _RENEWAL):
            self._jobs.cancel_group(group)
        self._volume = self._column = self._measurement = None

    def begin(self, volume: Volume, case: Case, *, unasked: bool) -> None:
        """Take over a volume that is whole; `unasked` has it measured at once."""
        self._volume, self._case = volume, case
        self._renew_column(unasked=unasked)

    def follow(self, case: Case, *, unasked: bool) -> None:
        """Renew what another seed, other labels or another correction change."""
        old, self._case = self._case, case
        if old.contrast_seed != case.contrast_seed:
            self._renew_column(unasked=unasked)
        self._renew()

    def find_column(self, seed: Vec3 | None) -> None:
        """Look for the column from a point in it, or from the pixels alone; nothing without a volume."""
        volume = self._measurable()
        if volume is not None:
            work = partial(found_column, volume, seed)
            self._jobs.run("Finding the contrast column", work, self._take_column, group=_COLUMN)

    def analyse(self) -> None:
        """Measure everything, again where it was measured before; nothing without a volume."""
        volume = self._measurable()
        if volume is not None:
            work = partial(analysed, volume, self._case.labels, self._case.correction)
            self._jobs.run(_TITLE, work, self._take_analysis, group=_ANALYSIS, arrived=self._take_lit)

    def _measurable(self) -> Volume | None:
        """The volume if its sides are known; where they are not, says so in place of a column."""
        if self._volume is None or self._volume.orientation_known:
            return self._volume
        self._take_column(_NO_SIDES)
        return None

    def _renew(self) -> None:
        """Bring the measurement in step with the case, from where it stands."""
        known, case = self._measurement, self._case
        if self._volume is None or known is None:
            return
        if known.is_of(case.labels, case.correction):
            self._jobs.cancel_group(_RENEWAL)
            return
        title = "Naming the levels" if known.anchors != case.labels else "Measuring the corrected sac"
        work = partial(renewed, self._volume, known, case.labels, case.correction)
        self._jobs.run(title, work, self._take_measurement, group=_RENEWAL)

    def _renew_column(self, *, unasked: bool) -> None:
        seed, known = self._case.contrast_seed, self.analysis
        if seed is not None:
            self.find_column(seed)
        else:
            self._jobs.cancel_group(_COLUMN)
            self._take_column(column_of(known))
        if known is None and unasked and self.job is None:
            self.analyse()

    def _take_lit(self, column: ColumnResult | None) -> None:
        """Show the column that the analysis met, unless the reader has said where it is."""
        if self._case.contrast_seed is None:
            self._take_column(column)

    def _take_column(self, column: ColumnResult | None) -> None:
        if column is not self._column:
            self._column = column
            self.column_changed.emit(column)

    def _take_analysis(self, measurement: Measurement) -> None:
        self._jobs.cancel_group(_RENEWAL)
        self._take_measurement(measurement)

    def _take_measurement(self, measurement: Measurement) -> None:
        sac, known, self._measurement = self.sac, self.analysis, measurement
        if known is None or known.column is not measurement.analysis.column:
            self._take_lit(column_of(measurement.analysis))
        self.analysis_changed.emit(measurement.analysis)
        if self.sac is not sac:
            self.sac_changed.emit(self.sac)
        self._renew()


def column_of(analysis: Analysis | None) -> ColumnResult | None:
    """Return the column that an analysis found, the reason why it found none, None while unknown."""
    if analysis is None or analysis.absent is None:
        return analysis.column if analysis else None
    return NoContrast(analysis.absent)
