"""The area of the sac along the canal as the report draws it, and the levels beside it."""

import attrs

from viewer.model.sections import SectionState


@attrs.frozen
class CurvePoint:
    """One station: `area_mm2` is None where nothing was measured."""

    arc_mm: float
    area_mm2: float | None
    state: SectionState


@attrs.frozen
class CurveLevel:
    """A level beside the curve, and in the drawing of the spine."""

    name: str
    arc_mm: float
    confirmed: bool


@attrs.frozen
class CurveMark:
    """A numbered finding at the curve; `area_mm2` None where nothing was measured there."""

    number: int
    arc_mm: float
    area_mm2: float | None


@attrs.frozen
class ProfileCurve:
    """The curve with its levels and findings, cranial first; `arc_mm` grows caudally."""

    points: tuple[CurvePoint, ...] = ()
    levels: tuple[CurveLevel, ...] = ()
    marks: tuple[CurveMark, ...] = ()
