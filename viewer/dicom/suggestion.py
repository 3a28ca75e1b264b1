"""Which series of a catalogue a reader of a CT myelogram most likely wants first."""

import re

import attrs

from viewer.model.study import Catalogue, Intrathecal, Series

_SHARP_NAMES = ("BONE", "EDGE", "LUNG", "SHARP", "ULTRA", "DETAIL+", "HIGH", "YD", "YE", "L")
_SIEMENS = re.compile(r"^[A-Z][A-Z]?(\d\d)")
_CANON = re.compile(r"^FC(\d\d)")


def is_soft(kernel: str) -> bool:
    """Whether a convolution kernel is one for soft tissue, by the naming of the large makers."""
    name = kernel.strip().upper()
    if canon := _CANON.match(name):
        return int(canon[1]) < 30
    if siemens := _SIEMENS.match(name):
        return int(siemens[1]) < 50
    return not any(name == sharp or (len(sharp) > 2 and sharp in name) for sharp in _SHARP_NAMES)


def with_suggestion(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with its best usable series, if there is one, marked as suggested."""
    usable = [one for study in catalogue.studies for one in study.series if one.usable]
    if not usable:
        return catalogue
    best = max(usable, key=_merit)
    studies = tuple(
        attrs.evolve(
            study,
            series=tuple(attrs.evolve(s, suggested=True) if s is best else s for s in study.series),
        )
        for study in catalogue.studies
    )
    return attrs.evolve(catalogue, studies=studies)


def _merit(series: Series) -> tuple[float, ...]:
    geometry = series.geometry
    assert geometry is not None
    step_mm = geometry.spacing_mm[2]
    length_mm = step_mm * geometry.shape[0]
    return (
        series.intrathecal is Intrathecal.YES,
        length_mm >= 40,
        abs(geometry.axes[2][2]) > 0.7,
        -round(max(step_mm, 0.75) * 2),
        is_soft(series.kernel),
        length_mm,
    )
