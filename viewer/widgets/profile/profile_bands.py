"""The normal values beside the profile: the stretch of canal each one holds for, and what is said of it."""

import attrs

from viewer.model.normal_values import NormalValue, normal_value
from viewer.widgets.profile.profile_levels import LevelTick
from viewer.widgets.profile.profile_measure import MEASURES, Measure

# Where a level has no neighbour that tells its end.
_HALF_MM = {True: 6.0, False: 10.0}
_MOST_HALF_MM = 25.0
_NO_CSF = "no normal value: it depends on the contrast given."
_PLUS_MINUS = "\N{NO-BREAK SPACE}\N{PLUS-MINUS SIGN}\N{NO-BREAK SPACE}"


@attrs.frozen
class NormalBand:
    """A normal value along the stretch of its level."""

    start_mm: float
    stop_mm: float
    name: str
    value: NormalValue


def normal_bands(ticks: tuple[LevelTick, ...], measure: Measure) -> tuple[NormalBand, ...]:
    """Return the bands of a measure, cranial first; a level holds from the middle to the next of its kind.

    Vertebrae reach from disc to disc, discs from the middle of one vertebra to that of the next.
    """
    found: list[NormalBand] = []
    for place, tick in enumerate(ticks):
        value = normal_value(tick.level.name, measure.value)
        if value is not None:
            start, stop = _reach_mm(ticks, place)
            found.append(NormalBand(start, stop, tick.name, value))
    return tuple(found)


def _reach_mm(ticks: tuple[LevelTick, ...], place: int) -> tuple[float, float]:
    tick = ticks[place]
    ends: list[float] = []
    for neighbours, sign in ((ticks[:place][::-1], -1), (ticks[place + 1 :], 1)):
        other = next((one for one in neighbours if one.is_disc is not tick.is_disc), None)
        away = abs(other.arc_mm - tick.arc_mm) if other else _HALF_MM[tick.is_disc]
        ends.append(tick.arc_mm + sign * (away if away <= _MOST_HALF_MM else _HALF_MM[tick.is_disc]))
    return ends[0], ends[1]


def band_at(bands: tuple[NormalBand, ...], arc_mm: float) -> NormalBand | None:
    """Return the band that a place along the canal lies in."""
    return next((band for band in bands if band.start_mm <= arc_mm < band.stop_mm), None)


def normal_text(bands: tuple[NormalBand, ...], measure: Measure, arc_mm: float, place: str) -> str:
    """Return the normal value at a place along the canal with its whole source, or that there is none.

    Nothing for the brightness of CSF, of which `sources_text` says that it has none anywhere.
    """
    band, title = band_at(bands, arc_mm), MEASURES[measure].title
    if measure is Measure.CSF:
        return ""
    if band is None:
        return f"No normal value of the {_lower(title)} is known{f' at {place}' if place else ''}."
    return f"Normal at {band.name}: {_amount(band.value, measure)} ({band.value.source.words})"


def _amount(value: NormalValue, measure: Measure) -> str:
    digits = 1 if measure is Measure.AP else 0
    return (
        f"{value.mean:.{digits}f}{_PLUS_MINUS}{value.sd:.{digits}f}\N{NO-BREAK SPACE}{MEASURES[measure].unit}"
    )


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]


def sources_text(bands: tuple[NormalBand, ...], ticks: tuple[LevelTick, ...], measure: Measure) -> str:
    """Return which source each band is of, and which of the levels in view have none."""
    if measure is Measure.CSF:
        return f"{MEASURES[measure].title}: {_NO_CSF}"
    title = _lower(MEASURES[measure].title)
    if not ticks:
        return f"No normal {title} is shown: the levels have no names yet."
    if not bands:
        return f"No normal {title} is known for the levels in view."
    places = {tick.name: place for place, tick in enumerate(ticks)}
    groups: dict[str, list[int]] = {}
    for band in bands:
        source = band.value.source
        groups.setdefault(f"{source.modality}, {source.short}", []).append(places[band.name])
    told = "; ".join(f"{_names(ticks, group)} {words}" for words, group in groups.items())
    covered = {band.name for band in bands}
    whole = all(tick.name in covered or tick.is_disc for tick in ticks)
    return f"Normal {title}: {told}.{'' if whole else ' None known for the other levels in view.'}"


def _names(ticks: tuple[LevelTick, ...], group: list[int]) -> str:
    """Neighbours of a kind are told as a stretch; between them lies one of the other kind."""
    runs: list[list[int]] = []
    for place in group:
        if runs and place - runs[-1][-1] <= 2:
            runs[-1].append(place)
        else:
            runs.append([place])
    ends = (dict.fromkeys((ticks[run[0]].name, ticks[run[-1]].name)) for run in runs)
    return ", ".join(" to ".join(names) for names in ends)


def story(bands: tuple[NormalBand, ...]) -> str:
    """Return the whole sources, a line each, for a tooltip."""
    sources = dict.fromkeys(band.value.source for band in bands)
    return "\n".join(f"{one.name}: {one.modality}, {one.population}; {one.definition}" for one in sources)
