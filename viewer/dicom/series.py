"""Images grouped to series, each judged whether it is a volume, and series to studies."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import attrs

from viewer.dicom import tags
from viewer.dicom.header import Header
from viewer.dicom.intrathecal import intrathecal
from viewer.dicom.kind import Kind, is_viewable, kind_of
from viewer.dicom.readable import is_lossy, unreadable_reason
from viewer.dicom.sampling import Sampling
from viewer.dicom.splitting import Part, parts_of
from viewer.dicom.stacking import NoStack, Stack, stack
from viewer.dicom.text import iso_date, iso_time, person_name
from viewer.dicom.uid import named_uid
from viewer.model.study import Intrathecal, Patient, Rejected, Series, SeriesKind, Study, WindowSetting


@attrs.frozen
class ScannedSeries(Series):
    """A series with the headers it was read from, so that loading parses nothing again.

    `sampling` tells how its grid is made from the images, None where slices are images as they are.
    """

    headers: tuple[Header, ...] = attrs.field(default=(), repr=False, eq=False)
    sampling: Sampling | None = attrs.field(default=None, repr=False, eq=False)


def studies(headers: Iterable[Header]) -> tuple[Study, ...]:
    """Return the studies that images belong to, by date; series by number."""
    groups: dict[str, dict[str, list[Header]]] = defaultdict(lambda: defaultdict(list))
    for header in headers:
        groups[_study_key(header)][_series_key(header)].append(header)
    found = [_study(list(series.values())) for series in groups.values()]
    return tuple(sorted(found, key=lambda study: (study.date, study.time, study.study_uid)))


def series_key(header: Header) -> tuple[str, str]:
    """Return what two images of one series have in common."""
    return _study_key(header), _series_key(header)


def _study_key(header: Header) -> str:
    # With the patient, so that two patients never share a study whatever the files claim.
    parts = [header.word(tags.STUDY_INSTANCE_UID), header.text(tags.PATIENT_ID)]
    if not parts[0]:
        parts += [header.text(tags.PATIENT_NAME), header.word(tags.STUDY_DATE)]
    return "\0".join(parts)


def _series_key(header: Header) -> str:
    uid = header.word(tags.SERIES_INSTANCE_UID)
    if uid:
        return uid
    parts = (str(header.path.parent), header.word(tags.SERIES_NUMBER), header.text(tags.SERIES_DESCRIPTION))
    return "\0".join(parts)


def _study(groups: list[list[Header]]) -> Study:
    series: list[ScannedSeries] = []
    for headers in groups:
        series.extend(_parts(headers))
    series.sort(key=lambda one: (one.number is None, one.number or 0, one.series_uid, one.part))
    first = groups[0][0]
    return Study(
        study_uid=first.word(tags.STUDY_INSTANCE_UID) or _stand_in_uid(groups[0]),
        patient=patient(first),
        date=iso_date(first.word(tags.STUDY_DATE)),
        time=iso_time(first.word(tags.STUDY_TIME)),
        description=first.text(tags.STUDY_DESCRIPTION),
        series=tuple(series),
    )


def patient(header: Header) -> Patient:
    """Return the patient an image is of."""
    return Patient(
        name=person_name(header.text(tags.PATIENT_NAME)),
        patient_id=header.text(tags.PATIENT_ID),
        birth_date=iso_date(header.word(tags.PATIENT_BIRTH_DATE)),
        sex=header.word(tags.PATIENT_SEX),
    )


def _parts(headers: list[Header]) -> list[ScannedSeries]:
    """A series that mixes kinds or holds several volumes is listed once for each."""
    kinds: dict[Kind, list[Header]] = defaultdict(list)
    for header in headers:
        kinds[kind_of(header)].append(header)
    ordered = sorted(kinds.items(), key=lambda item: (item[0].kind is not SeriesKind.VOLUME, item[0].kind))
    found: list[ScannedSeries] = []
    for kind, group in ordered:
        pieces = parts_of(group) if kind.kind is SeriesKind.VOLUME else (Part(tuple(group)),)
        found += [_series(kind, list(piece.headers), piece.note) for piece in pieces]
    # A volume before images that form none, so that the first part is the one to read.
    found.sort(key=lambda one: (one.kind is not SeriesKind.VOLUME, one.kind is not SeriesKind.STACK))
    return [attrs.evolve(one, part=number) for number, one in enumerate(found, start=1)]


def _series(kind: Kind, headers: list[Header], note: str) -> ScannedSeries:
    listed = sorted(headers, key=lambda header: (header.number(tags.INSTANCE_NUMBER) or 0.0, header.path))
    return attrs.evolve(_judged(kind, listed), part_note=note)


def _judged(kind: Kind, listed: list[Header]) -> ScannedSeries:
    if kind.kind is not SeriesKind.VOLUME:
        return _listed(tuple(listed), kind)
    reasons = [unreadable_reason(header) for header in listed]
    left_out = tuple(Rejected(one.path, why) for one, why in zip(listed, reasons, strict=True) if why)
    kept = [one for one, why in zip(listed, reasons, strict=True) if not why]
    if not kept:
        return _listed(tuple(listed), Kind(SeriesKind.OTHER, left_out[0].reason))
    try:
        series = _volume(stack(kept))
    except NoStack as refusal:
        reason = refusal.reason if not left_out else left_out[0].reason
        return _listed(tuple(listed), Kind(SeriesKind.STACK, reason))
    if not left_out:
        return series
    return attrs.evolve(series, left_out=left_out, warnings=(_left_out(left_out), *series.warnings))


def _left_out(images: tuple[Rejected, ...]) -> str:
    if len(images) == 1:
        return f"One image was left out: {images[0].reason}"
    return f"{len(images)} images were left out; the first: {images[0].reason}"


def _volume(found: Stack) -> ScannedSeries:
    series = _listed(found.headers, Kind(SeriesKind.VOLUME))
    return attrs.evolve(
        series,
        geometry=found.geometry,
        sampling=found.sampling,
        resampled=found.sampling is not None,
        gaps=found.gaps,
        tilt_deg=round(found.tilt_deg, 3),
        duplicates=found.duplicates,
        warnings=(*found.warnings, *series.warnings),
    )


def _listed(headers: tuple[Header, ...], kind: Kind) -> ScannedSeries:
    first = headers[0]
    number = first.number(tags.SERIES_NUMBER)
    uid = first.word(tags.SERIES_INSTANCE_UID)
    lossy = any(map(is_lossy, headers))
    return ScannedSeries(
        series_uid=uid or _stand_in_uid(headers),
        modality=first.word(tags.MODALITY),
        description=first.text(tags.SERIES_DESCRIPTION) or first.text(tags.PROTOCOL_NAME),
        number=None if number is None else int(number),
        kind=kind.kind,
        reason=kind.reason,
        files=tuple(header.path for header in headers),
        shape=_shape(headers),
        frame_of_reference_uid=first.word(tags.FRAME_OF_REFERENCE_UID),
        sop_instance_uids=tuple(header.word(tags.SOP_INSTANCE_UID) for header in headers),
        patient_position=first.word(tags.PATIENT_POSITION),
        transfer_syntaxes=tuple(sorted({header.syntax.uid for header in headers})),
        lossy=lossy,
        kernel=first.words(tags.CONVOLUTION_KERNEL)[0],
        date=_first(
            first, iso_date, (tags.SERIES_DATE, tags.ACQUISITION_DATE, tags.CONTENT_DATE, tags.STUDY_DATE)
        ),
        time=_first(
            first, iso_time, (tags.SERIES_TIME, tags.ACQUISITION_TIME, tags.CONTENT_TIME, tags.STUDY_TIME)
        ),
        slice_thickness_mm=first.number(tags.SLICE_THICKNESS),
        window=_window(first),
        intrathecal=_intrathecal(headers),
        viewable=any(is_viewable(kind, header) for header in headers),
        warnings=tuple(text for told, text in ((lossy, _LOSSY), (not uid, _NO_UID)) if told),
        headers=headers,
    )


_LOSSY = "The images were compressed with loss; fine detail and HU may differ from the scan."
_NO_UID = "The files name no series; those of one folder were taken together."


def _first(header: Header, form: Callable[[str], str], choices: tuple[int, ...]) -> str:
    return next((text for tag in choices if (text := form(header.word(tag)))), "")


def _shape(headers: tuple[Header, ...]) -> tuple[int, int, int] | None:
    sizes = {(header.integer(tags.ROWS), header.integer(tags.COLUMNS)) for header in headers}
    rows, columns = sizes.pop()
    return (len(headers), rows, columns) if not sizes and rows and columns else None


def _window(header: Header) -> WindowSetting | None:
    centre, width = header.number(tags.WINDOW_CENTER), header.number(tags.WINDOW_WIDTH)
    return WindowSetting(width, centre) if centre is not None and width is not None and width >= 1 else None


def _intrathecal(headers: tuple[Header, ...]) -> Intrathecal:
    return intrathecal(headers[len(headers) // 2])


def _stand_in_uid(headers: Sequence[Header]) -> str:
    """Return a lasting UID for images that came without one, the same wherever they lie.

    It follows from the images themselves: marks saved for one study must never meet another.
    """
    places = sorted(f"{header.raw(tags.IMAGE_POSITION).hex()} {header.size}" for header in headers)
    first = min(headers, key=lambda header: (header.raw(tags.IMAGE_POSITION), header.path))
    try:
        with first.path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        content = ""
    return named_uid("stand-in", content, *places)
