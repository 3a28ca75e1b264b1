"""The work of measuring on other threads, and what it brings: the analysis, and what it was made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

from viewer.model.analysis import Analysis
from viewer.model.column import ColumnResult
from viewer.model.correction import SacCorrection
from viewer.model.geometry import Vec3
from viewer.model.labels import LevelLabel
from viewer.model.sac import SacVoxels
from viewer.model.volume import Volume
from viewer.progress import Progress, part
from viewer.session.jobs import JobProgress

if TYPE_CHECKING:
    from viewer.analysis.correcting import Corrected

_Anchors: TypeAlias = tuple[LevelLabel, ...]

# scipy, which all of the analysis needs, is slow to import: it comes with the first job.


@attrs.frozen(eq=False)
class Measurement:
    """What was measured: levels named by `anchors`, the sac corrected as a reader has said."""

    anchors: _Anchors
    corrected: Corrected

    @property
    def analysis(self) -> Analysis:
        """What was measured, with the correction."""
        return self.corrected.analysis

    @property
    def sac(self) -> SacVoxels | None:
        """The voxels of the measured sac before anything is painted or erased."""
        return self.corrected.sac

    def is_of(self, anchors: _Anchors, correction: SacCorrection) -> bool:
        """Whether it was made with these labels and this correction."""
        return self.anchors == anchors and self.corrected.correction == correction


def found_column(volume: Volume, seed: Vec3 | None, progress: JobProgress) -> ColumnResult:
    """Return the contrast column, looked for from `seed` or alone."""
    from viewer.analysis.column import find_column

    return find_column(volume, seed, progress)


def analysed(
    volume: Volume, anchors: _Anchors, correction: SacCorrection, progress: JobProgress
) -> Measurement:
    """Return all that is measured; the column is delivered on the way."""
    from viewer.analysis.analyse import analyse
    from viewer.analysis.correcting import corrected

    base = analyse(volume, anchors, part(progress, 0.0, 0.95), progress.deliver)
    return Measurement(anchors, corrected(volume, base, correction, None, part(progress, 0.95, 1.0)))


def renewed(
    volume: Volume, known: Measurement, anchors: _Anchors, correction: SacCorrection, progress: Progress
) -> Measurement:
    """Return a measurement with other anchors or another correction; what they leave alone stays."""
    from viewer.analysis.correcting import corrected
    from viewer.analysis.renaming import renamed

    base = known.corrected.base
    if anchors != known.anchors:
        base = renamed(volume, base, known.anchors, anchors, part(progress, 0.0, 0.8))
    return Measurement(anchors, corrected(volume, base, correction, known.corrected, progress))
