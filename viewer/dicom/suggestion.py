"""Which series of a catalogue a reader of a CT myelogram most likely wants first."""

import re

import attrs

from viewer.model.study import Catalogue, Intrathecal, Series

_SHARP_NAMES = ("BONE", "EDGE", "LUNG", "SHARP", "ULTRA", "DETAIL+", "HIGH", "YD", "YE", "L")
_SIEMENS = re.compile(r"^[A-Z][A-Z]?(\d\d)")
# Shorter volumes are bolus timing and the like; slices thinner than this are no better to read.
_LONG_MM, _THIN_MM = 40.0, 0.75
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
    """Return the catalogue with its best usable series, and only that, suggested, and why."""
    usable = [one for study in catalogue.studies for one in study.series if one.usable]
    best = max(usable, key=_merit, default=None)

    def judged(series: Series) -> Series:
        chosen = series is best
        return attrs.evolve(series, suggested=chosen, suggestion=_why(series) if chosen else "")

    studies = tuple(
        attrs.evolve(study, series=tuple(judged(one) for one in study.series)) for study in catalogue.studies
    )
    return attrs.evolve(catalogue, studies=studies)


def _merit(series: Series) -> tuple[float, ...]:
    step_mm, length_mm = _extent_mm(series)
    return (
        series.intrathecal is Intrathecal.YES,
        length_mm >= _LONG_MM,
        _axial(series),
        -round(max(step_mm, _THIN_MM) * 2),
        is_soft(series.kernel),
        length_mm,
    )


def _extent_mm(series: Series) -> tuple[float, float]:
    """The step between slices, and the length of all."""
    geometry = series.geometry
    assert geometry is not None
    return geometry.spacing_mm[2], geometry.spacing_mm[2] * geometry.shape[0]


def _axial(series: Series) -> bool:
    return series.geometry is not None and abs(series.geometry.axes[2][2]) > 0.7


def _why(series: Series) -> str:
    """What speaks for a series, as a sentence."""
    step_mm, length_mm = _extent_mm(series)
    points = (
        (series.intrathecal is Intrathecal.YES, "its header tells of contrast in the thecal sac"),
        (_axial(series), "axial"),
        (step_mm <= 1.5, f"thin slices ({step_mm:.3g} mm)"),
        (bool(series.kernel) and is_soft(series.kernel), f"a soft kernel ({series.kernel})"),
        (length_mm >= _LONG_MM, f"{length_mm:.0f} mm long"),
    )
    return f"Suggested: {', '.join(text for holds, text in points if holds) or 'the only volume'}."
