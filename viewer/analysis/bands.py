"""What published scales say of a measured sac, only where a scale was made for that region."""

from viewer.model.narrowing import Band, Narrowing
from viewer.model.sections import SectionState
from viewer.model.spine import Region

# Upper limits in mm2 with the word below them. Bolender 1985 (J Bone Joint Surg Am 67:240) set 100 mm2 on
# CT of stenosis; the finer steps are those in common use with it.
_LUMBAR_AREA_MM2 = ((75.0, "absolute"), (100.0, "relative"), (130.0, "early"), (float("inf"), "none"))


def bands_of(narrowing: Narrowing) -> tuple[Band, ...]:
    """Return the bands that apply to a narrowing: for the lumbar sac its area; none elsewhere.

    Nor where metal crosses it: no scale was made for such numbers.
    """
    measured = narrowing.area_mm2 is not None and narrowing.state is SectionState.OK
    if narrowing.region != Region.LUMBAR.value or not measured:
        return ()
    area = narrowing.area_mm2 or 0.0
    word = next(word for limit, word in _LUMBAR_AREA_MM2 if area < limit)
    return (Band("lumbar sac area", word, "Bolender 1985", "CT"),)
