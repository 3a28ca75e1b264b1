"""What a folder holds as the JSON object of `thecal info` (schema `thecal.info/1`)."""

from collections.abc import Callable
from typing import Any, TypeAlias

from viewer.dicom.load import load
from viewer.errors import ViewerError
from viewer.model.study import Catalogue, Series, Study
from viewer.model.volume import Volume
from viewer.progress import Progress, part, silent

Read: TypeAlias = Callable[[Series, Progress], Volume]


def catalogue_json(
    catalogue: Catalogue, *, pixels: bool = False, progress: Progress = silent, read: Read = load
) -> dict[str, Any]:
    """Return the catalogue as plain values for JSON.

    With `pixels` every usable series is read, by `read`, for its `hu_range`; what is found damaged then
    joins its gaps and warnings, and one that cannot be read says so there.
    """
    count = max(1, sum(len(study.series) for study in catalogue.studies))
    done = 0
    studies: list[dict[str, Any]] = []
    for study in catalogue.studies:
        listed: list[dict[str, Any]] = []
        for series in study.series:
            watched = part(progress, done / count, (done + 1) / count)
            told = _series(series)
            if pixels and series.usable:
                told.update(_of_pixels(series, watched, read))
            listed.append(told)
            done += 1
        studies.append({**_study(study), "series": listed})
    left_out = [one for study in catalogue.studies for series in study.series for one in series.left_out]
    skipped = [{"path": str(one.path), "reason": one.reason} for one in (*catalogue.skipped, *left_out)]
    return {"schema": "thecal.info/1", "studies": studies, "skipped": skipped}


def _study(study: Study) -> dict[str, Any]:
    return {
        "study_instance_uid": study.study_uid,
        "patient_name": study.patient.name,
        "patient_id": study.patient.patient_id,
        "date": study.date,
        "description": study.description,
    }


def _series(series: Series) -> dict[str, Any]:
    geometry = series.geometry
    return {
        "series_instance_uid": series.series_uid,
        "part": series.part,
        "modality": series.modality,
        "description": series.description,
        "kind": series.kind.value,
        "usable": series.usable,
        "reason": series.reason,
        "files": len(set(series.files)),
        "shape": None if geometry is None else list(geometry.shape),
        "spacing_mm": None if geometry is None else list(reversed(geometry.spacing_mm)),
        "affine": None if geometry is None else geometry.affine.tolist(),
        "patient_position": series.patient_position,
        "transfer_syntaxes": list(series.transfer_syntaxes),
        "lossy": series.lossy,
        "hu_range": None,
        "tilt_deg": series.tilt_deg,
        "gaps": [list(gap) for gap in series.gaps],
        "duplicates": series.duplicates,
        "resampled": series.resampled,
        "intrathecal": series.intrathecal.value,
        "suggested": series.suggested,
        "warnings": list(series.warnings),
    }


def _of_pixels(series: Series, progress: Progress, read: Read) -> dict[str, Any]:
    """What only the pixels of a usable series tell."""
    try:
        volume = read(series, progress)
    except ViewerError as error:
        return {"warnings": [*series.warnings, error.message]}
    return {
        "hu_range": [int(volume.hu.min()), int(volume.hu.max())],
        "gaps": [list(gap) for gap in volume.gaps],
        "warnings": [*series.warnings, *volume.notes],
    }
