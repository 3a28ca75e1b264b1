"""What the series rail says of a series, in words."""

import attrs

from viewer.model.acquired import changes
from viewer.model.study import Series, SeriesKind, Study

_KIND_WORDS = {
    SeriesKind.VOLUME: "Volume",
    SeriesKind.STACK: "Image stack",
    SeriesKind.LOCALIZER: "Localizer",
    SeriesKind.CAPTURE: "Screen capture",
    SeriesKind.RADIOGRAPH: "Radiograph",
    SeriesKind.REPORT: "Report",
    SeriesKind.SEGMENTATION: "Segmentation",
    SeriesKind.PRESENTATION: "Presentation state",
    SeriesKind.OTHER: "Other object",
}

_WITHOUT_IMAGES = {SeriesKind.REPORT, SeriesKind.PRESENTATION}


@attrs.frozen
class SeriesWords:
    """The texts of one entry: its title, its facts line by line, and why it is no volume.

    `warning` says in a few words what is not as acquired, `story` the same in full sentences.
    """

    title: str
    facts: tuple[str, ...]
    reason: str = ""
    warning: str = ""
    story: tuple[str, ...] = ()
    badge: str = ""

    @property
    def whole(self) -> str:
        """Everything, a line each, for tooltips and screen readers."""
        told = self.story or (self.warning,)
        return "\n".join(part for part in (self.title, *self.facts, self.reason, *told) if part)


def series_words(series: Series) -> SeriesWords:
    """Return what the rail says of a series."""
    title = series.description or _KIND_WORDS[series.kind]
    if series.part > 1:
        title = f"{title} (part {series.part})"
    facts = [_size(series), _spacing(series), _details(series), series.part_note]
    reason = "" if series.usable else series.reason or f"{_KIND_WORDS[series.kind]}: not a volume."
    short = "; ".join(changes(series)) or " ".join(series.warnings)
    suggestion = (series.suggestion,) if series.suggested and series.suggestion else ()
    return SeriesWords(
        title,
        tuple(fact for fact in facts if fact),
        reason,
        f"{short[:1].upper()}{short[1:]}",
        (*suggestion, *series.warnings),
        "Resampled" if series.resampled else "",
    )


def study_words(study: Study) -> tuple[str, str]:
    """Return the two lines that head a study: the patient, then the examination."""
    patient = study.patient.shown_name or "No patient name"
    return patient, " · ".join(part for part in (study.date, study.description) if part)


def _size(series: Series) -> str:
    if series.shape is None:
        count = len(series.files)
        noun = "file" if series.kind in _WITHOUT_IMAGES else "image"
        return f"{count} {noun}{'' if count == 1 else 's'}" if count else ""
    slices, rows, columns = series.shape
    return f"{columns} x {rows} x {slices}"


def _spacing(series: Series) -> str:
    if series.geometry is None:
        return ""
    x, y, z = series.geometry.spacing_mm
    plane = f"{x:.2f}" if abs(x - y) < 0.005 else f"{x:.2f} x {y:.2f}"
    return f"{plane} x {z:.2f} mm"


def _details(series: Series) -> str:
    number = f"#{series.number}" if series.number is not None else ""
    return " · ".join(part for part in (number, series.kernel, series.date) if part)
