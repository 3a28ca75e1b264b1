"""Whether a level may be called anything at all: not without contrast there, and not without a reader."""

from viewer.model.form.adequacy import Opacification
from viewer.model.report.assessment import Assessment
from viewer.model.report.level_row import LevelRow
from viewer.model.sections import SectionState
from viewer.report.material import Material

_MEASURABLE = (SectionState.OK, SectionState.METAL)
_FILLED = (Opacification.GOOD, Opacification.LIMITED)


def assessment(row: LevelRow, material: Material) -> Assessment:
    """Return what may be said of a level.

    Normal only where a reader found all of it so and the sac there holds contrast, as was measured or, where
    nothing was, as the reader says of the region.
    """
    if row.findings:
        return Assessment.UNREVIEWED if material.auto else Assessment.FINDING
    if row.form.begun and not row.form.normal:
        return Assessment.PARTLY
    dark = _without_contrast(row, material)
    if dark is not None:
        return dark
    return Assessment.NORMAL if row.form.normal else Assessment.NOT_REVIEWED


def _without_contrast(row: LevelRow, material: Material) -> Assessment | None:
    """Why a level cannot be normal, None where contrast fills the sac there."""
    said = material.case.form.region(row.level.region).opacification
    if said in (Opacification.NONE, Opacification.POOR) and not material.auto:
        return Assessment.NOT_OPACIFIED
    if row.numbers is not None:
        return None if row.numbers.state in _MEASURABLE else _of_state(row.numbers.state)
    return None if said in _FILLED and material.analysis is None else Assessment.NOT_MEASURED


def _of_state(state: SectionState) -> Assessment:
    dark = (SectionState.NOT_OPACIFIED, SectionState.OBLITERATED)
    return Assessment.NOT_OPACIFIED if state in dark else Assessment.NOT_MEASURED
