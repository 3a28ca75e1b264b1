"""What a folder holds, before any pixel is read: patients, studies, series and what was skipped."""

from enum import StrEnum
from pathlib import Path

import attrs

from viewer.model.geometry import VolumeGeometry


class SeriesKind(StrEnum):
    """What a series can be used as; the values are those of `thecal info`."""

    VOLUME = "volume"
    STACK = "stack"
    LOCALIZER = "localizer"
    CAPTURE = "capture"
    RADIOGRAPH = "radiograph"
    REPORT = "report"
    SEGMENTATION = "segmentation"
    PRESENTATION = "presentation"
    OTHER = "other"


class Intrathecal(StrEnum):
    """Whether the header says that contrast was given into the thecal sac."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@attrs.frozen
class Patient:
    """Who was scanned, as printed on every picture; dates are ISO (`2026-01-31`) or empty."""

    name: str = ""
    patient_id: str = ""
    birth_date: str = ""
    sex: str = ""

    @property
    def shown_name(self) -> str:
        """The name as it is read (DICOM PS3.5 6.2.1.1): `Yamada, Tarou (山田 太郎)`.

        The alphabetic form, family name first; in brackets the ideographic one, or in its place where
        there is no other. The phonetic form is shown only where it stands alone.
        """
        alphabetic, ideographic, phonetic = (*self.name.split("="), "", "", "")[:3]
        native = _spoken(ideographic, " ")
        plain = _spoken(alphabetic, ", ")
        if plain and native and plain != native:
            return f"{plain} ({native})"
        return plain or native or _spoken(phonetic, " ")


def _spoken(group: str, comma: str) -> str:
    family, _, others = group.partition("^")
    given = " ".join(part.strip() for part in others.split("^") if part.strip())
    return comma.join(part for part in (family.strip(), given) if part)


@attrs.frozen
class Rejected:
    """A file that was left out, and why, as a sentence for the user."""

    path: Path
    reason: str


@attrs.frozen
class WindowSetting:
    """A display window: `width` and `centre` in HU (DICOM PS3.3 C.11.2.1.2)."""

    width: float
    centre: float


@attrs.frozen
class Series:
    """One series, or one of the volumes it holds (`part`, from 1).

    `geometry` is the grid Thecal would use, None where the series is no volume; `reason` then says
    why. `files` are sorted along the slice normal for a volume. `key` identifies it within a catalogue.
    `resampled` tells that slices of the grid are not simply the acquired ones; `gaps` are its stretches
    that were never scanned, `(first slice, count)`. `part_note` says what sets this part apart from the
    others of its series, `suggestion` why it is the one to read first; `left_out` are images of the
    series that could not be used. `orientation_known` is False where a file does not say how it lies in
    the patient, so that a reader has to. `viewable` tells that its images, or the pages of its document,
    can be read one by one, whether or not they form a volume.
    """

    series_uid: str
    part: int = 1
    modality: str = ""
    description: str = ""
    number: int | None = None
    kind: SeriesKind = SeriesKind.OTHER
    reason: str = ""
    files: tuple[Path, ...] = ()
    shape: tuple[int, int, int] | None = None
    geometry: VolumeGeometry | None = None
    frame_of_reference_uid: str = ""
    sop_instance_uids: tuple[str, ...] = ()
    patient_position: str = ""
    transfer_syntaxes: tuple[str, ...] = ()
    lossy: bool = False
    kernel: str = ""
    date: str = ""
    time: str = ""
    slice_thickness_mm: float | None = None
    window: WindowSetting | None = None
    intrathecal: Intrathecal = Intrathecal.UNKNOWN
    suggested: bool = False
    duplicates: int = 0
    tilt_deg: float = 0.0
    resampled: bool = False
    gaps: tuple[tuple[int, int], ...] = ()
    part_note: str = ""
    suggestion: str = ""
    left_out: tuple[Rejected, ...] = ()
    orientation_known: bool = True
    viewable: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether it can be opened as a volume."""
        return self.kind is SeriesKind.VOLUME and self.geometry is not None

    @property
    def key(self) -> str:
        """The series UID with its part, unique in a catalogue."""
        return f"{self.series_uid}#{self.part}"


@attrs.frozen
class Study:
    """One examination of one patient."""

    study_uid: str
    patient: Patient
    date: str = ""
    time: str = ""
    description: str = ""
    series: tuple[Series, ...] = ()


@attrs.frozen
class Catalogue:
    """Everything found under the paths a user opened."""

    studies: tuple[Study, ...] = ()
    skipped: tuple[Rejected, ...] = ()

    def best(self) -> tuple[Study, Series] | None:
        """Return the series to open first: the suggested one, else the largest usable, else None."""
        usable = [(study, one) for study in self.studies for one in study.series if one.usable]
        return max(usable, key=lambda pair: (pair[1].suggested, len(pair[1].files)), default=None)

    def find(self, key: str) -> tuple[Study, Series] | None:
        """Return the study and series with a series key, None if it is not here."""
        pairs = ((study, one) for study in self.studies for one in study.series)
        return next((pair for pair in pairs if pair[1].key == key), None)
