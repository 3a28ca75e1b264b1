"""In what the shown volume is not simply what was acquired, in one sentence and in full."""

from viewer.model.study import Series
from viewer.model.volume import Volume

_FROM_A_FILE = "file."
"""How the UIDs begin that stand for volume files of other programs, which say little of themselves."""
_UNEVEN = "unevenly"
"""The word by which a scan tells that it made slices between those acquired."""


def told_sentences(series: Series | None, volume: Volume | None) -> tuple[str, ...]:
    """Return all that was told while a series was scanned and read, in full sentences."""
    warnings = () if series is None else series.warnings
    notes = () if volume is None else volume.notes
    return tuple(dict.fromkeys((*warnings, *notes)))


def shown_sentence(series: Series | None, volume: Volume | None) -> str:
    """Return one plain sentence on how the shown volume differs from what was acquired, empty if it does not.

    What has no short form stands with its own sentence where it is alone, else as a number of notes.
    """
    if series is None or volume is None:
        return ""
    sentences, found = told_sentences(series, volume), changes(series, volume)
    if not found:
        more = "" if len(sentences) < 2 else f" And {_counted(len(sentences) - 1, 'more note')}."
        return f"{sentences[0]}{more}" if sentences else ""
    lost = len(sentences) - len(found)
    told = [*found, *([_counted(lost, "more note")] if lost > 0 else [])]
    return f"Not simply what was acquired: {'; '.join(told)}."


def changes(series: Series, volume: Volume | None = None) -> tuple[str, ...]:
    """Return in a few words each how a series, or the volume read from it, is not simply what was acquired."""
    gaps = series.gaps if volume is None else volume.gaps
    missing = sum(count for _, count in gaps)
    damaged = max(0, missing - sum(count for _, count in series.gaps))
    uneven = any(_UNEVEN in sentence for sentence in series.warnings)
    tilted = f"straightened for a gantry tilt of {abs(series.tilt_deg):.1f}\N{DEGREE SIGN}"
    told = (
        (not series.orientation_known, "which side is which is unknown"),
        (missing > 0, f"{_counted(missing, 'missing slice')} (hatched)"),
        (damaged > 0, f"{damaged} of them damaged"),
        (series.tilt_deg != 0, tilted),
        (uneven, "uneven slices interpolated"),
        (series.resampled and not (series.tilt_deg or missing or uneven), "slices resampled"),
        (series.lossy, "compressed with loss"),
        (bool(series.left_out), f"{_counted(len(series.left_out), 'image')} left out"),
        (series.duplicates > 0, f"{_counted(series.duplicates, 'doubled image')} dropped"),
        (series.series_uid.startswith(_FROM_A_FILE), "values taken as HU"),
    )
    return tuple(words for true, words in told if true)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
