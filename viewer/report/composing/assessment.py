"""Whether a level may be called anything at all: not without contrast there, and not without a reader."""

from viewer.model.form.adequacy import Opacification
from viewer.model.report.assessment import Assessment
from viewer.model.report.level_row import LevelRow
from viewer.model.sections import SectionState
from viewer.report.composing.material import Material

_MEASURABLE = (SectionState.OK, SectionState.METAL)
# An obliterated sac between filled ones is a lesion, and must not be taken for contrast that never came.
_OF_STATE = {
    SectionState.OBLITERATED: Assessment.OBLITERATED,
    SectionState.NOT_OPACIFIED: Assessment.NOT_OPACIFIED,
}
_FILLED = (Opacification.GOOD, Opacification.LIMITED)


def assessment(row: LevelRow, material: Material) -> Assessment:
    """Return what may be said of a level.

    Normal only where a reader found all of it so and the sac there holds contrast, as was measured or, where
    nothing was, as the reader says of the region.
    """
    if row.findings:
        return Assessment.UNREVIEWED if material.auto else Assessment.FINDING
    # What is left says of some zones that they are free: not to be told where no contrast shows them.
    dark = _without_contrast(row, material)
    if dark is not None:
        return dark
    if row.form.begun and not row.form.normal:
        return Assessment.PARTLY
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
    return _OF_STATE.get(state, Assessment.NOT_MEASURED)
