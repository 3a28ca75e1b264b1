"""What published scales say of a measured sac, only where a scale was made for that region."""

from viewer.model.form.grade import GradeNumber
from viewer.model.form.scale_file import built_in_scale
from viewer.model.narrowing import Band, Narrowing
from viewer.model.sections import SectionState

_AREA_SCALE = "lumbar-sac-area"


def bands_of(narrowing: Narrowing) -> tuple[Band, ...]:
    """Return the bands that apply to a narrowing: for the lumbar sac its area; none elsewhere.

    Nor where metal crosses it: no scale was made for such numbers.
    """
    scale = built_in_scale(_AREA_SCALE)
    if narrowing.region not in scale.regions or narrowing.state is not SectionState.OK:
        return ()
    if narrowing.area_mm2 is None:
        return ()
    area = GradeNumber(scale.quantities[0].id, narrowing.area_mm2, scale.quantities[0].unit, "")
    return (Band(scale.name, scale.word((area,)), scale.source, scale.basis.value),)
