"""The import report: what was read and what not, what was put right, and what was taken for granted."""

from collections.abc import Iterator
from pathlib import Path

import attrs

from viewer.model.acquired import told_sentences
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import Catalogue, Rejected, Series, SeriesKind, Study
from viewer.model.volume import Volume

_KINDS = {
    SeriesKind.VOLUME: "Volume",
    SeriesKind.STACK: "Images that form no volume",
    SeriesKind.LOCALIZER: "Localizer",
    SeriesKind.CAPTURE: "Screen capture",
    SeriesKind.RADIOGRAPH: "Radiograph",
    SeriesKind.REPORT: "Report",
    SeriesKind.SEGMENTATION: "Segmentation",
    SeriesKind.PRESENTATION: "Presentation state",
    SeriesKind.OTHER: "Other object",
}
# DICOM PS3.6 annex A, the last parts of 1.2.840.10008.1.2 and what follows.
_SYNTAX_ROOT = "1.2.840.10008.1.2"
_SYNTAXES = {
    "": "uncompressed (implicit)",
    ".1": "uncompressed",
    ".2": "uncompressed (big endian)",
    ".1.99": "deflated",
    ".5": "RLE lossless",
    ".4.50": "JPEG baseline",
    ".4.51": "JPEG extended",
    ".4.57": "JPEG lossless",
    ".4.70": "JPEG lossless",
    ".4.80": "JPEG-LS lossless",
    ".4.81": "JPEG-LS near-lossless",
    ".4.90": "JPEG 2000 lossless",
    ".4.91": "JPEG 2000",
    ".4.201": "High-throughput JPEG 2000 lossless",
    ".4.202": "High-throughput JPEG 2000 lossless",
    ".4.203": "High-throughput JPEG 2000",
}
_IDENTITY_HIDDEN = "Identity hidden"


@attrs.frozen
class ReportLine:
    """A line of the report: what it is about, what is said, and whether it deserves attention."""

    label: str
    text: str
    notable: bool = False


@attrs.frozen
class ReportSection:
    """A heading with its lines; `level` 1 for the whole, 2 for a study, 3 for a series."""

    title: str
    lines: tuple[ReportLine, ...]
    level: int = 3


def import_report(
    catalogue: Catalogue,
    shown: Series | None = None,
    volume: Volume | None = None,
    *,
    identity_hidden: bool = False,
) -> tuple[ReportSection, ...]:
    """Return the report on everything found; `shown` is the open series with its `volume`.

    With `identity_hidden` it names neither patients nor folders.
    """
    sections = [ReportSection("Import report", tuple(_summary(catalogue)), 1)]
    for study in catalogue.studies:
        sections.append(ReportSection(_study_title(study, hidden=identity_hidden), (), 2))
        for series in study.series:
            is_shown = shown is not None and shown.key == series.key
            sections.append(
                _series_section(shown, volume) if is_shown and shown else _series_section(series, None)
            )
    if catalogue.skipped:
        skipped = tuple(_grouped(catalogue.skipped, hidden=identity_hidden))
        sections.append(ReportSection("Files left out", skipped, 2))
    return tuple(sections)


def report_text(sections: tuple[ReportSection, ...]) -> str:
    """Return the report as plain text, a line each, sections apart."""
    lines: list[str] = []
    for section in sections:
        lines += ["", f"{'=' * (3 - section.level)} {section.title}".strip()]
        lines += [f"  {one.label}: {one.text}" if one.label else f"  {one.text}" for one in section.lines]
    return "\n".join(lines).strip() + "\n"


def _summary(catalogue: Catalogue) -> Iterator[ReportLine]:
    series = [one for study in catalogue.studies for one in study.series]
    files = {path for one in series for path in (*one.files, *(left.path for left in one.left_out))}
    volumes = sum(one.usable for one in series)
    yield ReportLine(
        "Read",
        f"{_counted(len(files), 'file')}: {_counted(len(catalogue.studies), 'study', 'studies')} with"
        f" {len(series)} series, of which {volumes} can be opened as {'a volume' if volumes == 1 else 'volumes'}",
    )
    yield ReportLine("Left out", _counted(len(catalogue.skipped), "file"), bool(catalogue.skipped))
    changed = sum(one.usable and bool(one.warnings) for one in series)
    if changed:
        yield ReportLine("Not simply as acquired", f"{changed} of {volumes} volumes", notable=True)


def _study_title(study: Study, *, hidden: bool) -> str:
    who = _IDENTITY_HIDDEN if hidden else study.patient.shown_name or "No patient name"
    patient_id = "" if hidden else study.patient.patient_id
    return " · ".join(part for part in (who, patient_id, study.date, study.description) if part)


def _series_section(series: Series, volume: Volume | None) -> ReportSection:
    number = "" if series.number is None else f"#{series.number}"
    title = " ".join(part for part in (number, series.description or _KINDS[series.kind]) if part)
    if series.part > 1 or series.part_note:
        title += f" (part {series.part})"
    return ReportSection(
        f"{title}, open" if volume is not None else title, tuple(_series_lines(series, volume))
    )


def _series_lines(series: Series, volume: Volume | None) -> Iterator[ReportLine]:
    yield ReportLine("Kind", _kind(series))
    if series.suggested:
        yield ReportLine(
            "Suggested", series.suggestion.removeprefix("Suggested: ") or "the largest volume found"
        )
    if series.part_note:
        yield ReportLine("Own part because of", series.part_note)
    if not series.usable:
        yield ReportLine(
            "Not a volume", series.reason or f"{_KINDS[series.kind]}: holds no slices of a volume."
        )
    if series.geometry is not None:
        yield ReportLine("Grid", _grid(series.geometry))
        yield ReportLine("Resampled", _resampled(series), series.resampled)
        gaps = series.gaps if volume is None else volume.gaps
        if gaps:
            yield ReportLine("Not scanned", _gaps(gaps, series), notable=True)
    if series.duplicates:
        yield ReportLine("Doubled", f"{_counted(series.duplicates, 'image')} dropped", notable=True)
    for one in series.left_out:
        yield ReportLine("Left out", f"{one.path.name}: {one.reason}", notable=True)
    if series.transfer_syntaxes:
        lossy = ", with loss" if series.lossy else ""
        syntaxes = dict.fromkeys(map(_syntax, series.transfer_syntaxes))
        yield ReportLine("Coding", ", ".join(syntaxes) + lossy, series.lossy)
    for sentence in told_sentences(series, volume):
        yield ReportLine("Note", sentence, notable=True)


def _kind(series: Series) -> str:
    files = len(set(series.files))
    return " · ".join(
        part
        for part in (_KINDS[series.kind], series.modality, _counted(files, "file") if files else "")
        if part
    )


def _grid(geometry: VolumeGeometry) -> str:
    slices, rows, columns = geometry.shape
    x, y, z = geometry.spacing_mm
    return f"{columns} x {rows} x {slices} voxels of {x:.4g} x {y:.4g} x {z:.4g} mm"


def _resampled(series: Series) -> str:
    if not series.resampled:
        return "no: slices are the images as they are"
    tilt = f"gantry tilt of {abs(series.tilt_deg):.1f} degrees taken out, " if series.tilt_deg else ""
    acquired = len(series.files)
    slices = series.geometry.shape[0] if series.geometry else acquired
    return f"yes: {tilt}{_counted(slices, 'slice')} made of {_counted(acquired, 'image')}"


def _gaps(gaps: tuple[tuple[int, int], ...], series: Series) -> str:
    step_mm = series.geometry.spacing_mm[2] if series.geometry else 0.0
    places = (
        f"slice {first + 1}" if count == 1 else f"slices {first + 1} to {first + count}"
        for first, count in gaps
    )
    missing = sum(count for _, count in gaps)
    return f"{', '.join(places)} ({missing * step_mm:.1f} mm)"


def _syntax(uid: str) -> str:
    return _SYNTAXES.get(uid.removeprefix(_SYNTAX_ROOT), uid) if uid.startswith(_SYNTAX_ROOT) else uid


def _grouped(skipped: tuple[Rejected, ...], *, hidden: bool) -> Iterator[ReportLine]:
    """Each reason once, with the files that it holds for."""
    reasons: dict[str, list[Path]] = {}
    for one in skipped:
        reasons.setdefault(one.reason, []).append(one.path)
    for reason, paths in reasons.items():
        yield ReportLine(_counted(len(paths), "file"), reason, notable=True)
        yield from (ReportLine("", path.name if hidden else str(path)) for path in paths)


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
