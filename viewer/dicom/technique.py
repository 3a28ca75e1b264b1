"""How a series was acquired, read from the headers of its first and its last image."""

from pathlib import Path
from typing import Any

from pydicom import Dataset, dcmread
from pydicom.errors import InvalidDicomError

from viewer.dicom.text import iso_time, printable
from viewer.errors import DicomError
from viewer.model.study import Series
from viewer.model.technique import Technique

# What an enhanced object says in its shared functional groups (PS3.3 C.8.15.3), else in the image itself.
_GROUPS = {
    "KVP": "CTXRayDetailsSequence",
    "ConvolutionKernel": "CTReconstructionSequence",
    "SliceThickness": "PixelMeasuresSequence",
}
_TAGS = (
    "AccessionNumber",
    "AcquisitionDateTime",
    "AcquisitionTime",
    "ContrastBolusAdministrationRouteSequence",
    "ContrastBolusAgent",
    "ContrastBolusAgentSequence",
    "ContrastBolusRoute",
    "ConvolutionKernel",
    "KVP",
    "Manufacturer",
    "ManufacturerModelName",
    "PatientPosition",
    "SharedFunctionalGroupsSequence",
    "SliceThickness",
    "SpecificCharacterSet",
)
_LONGEST = 200


def technique(series: Series) -> Technique:
    """Return how a series was acquired; what its files do not say stays empty.

    Files that are no DICOM say nothing but their grid. `DicomError` if an image cannot be read.
    """
    first, last = (_header(path) for path in _ends(series))
    geometry = series.geometry
    spacing_mm = None if geometry is None else geometry.spacing_mm[2]
    slices = 0 if geometry is None else geometry.shape[0]
    return Technique(
        scanner=" ".join(filter(None, (_text(first, "Manufacturer"), _text(first, "ManufacturerModelName")))),
        kv=_number(first, "KVP"),
        slice_mm=_number(first, "SliceThickness") or series.slice_thickness_mm,
        spacing_mm=spacing_mm,
        range_mm=None if spacing_mm is None else (slices - 1) * spacing_mm,
        images=len(series.files),
        kernel=_text(first, "ConvolutionKernel") or series.kernel,
        patient_position=_text(first, "PatientPosition") or series.patient_position,
        acquired_at=_earliest(first, last),
        contrast_agent=_agent(first),
        route=_route(first),
        accession_number=_text(first, "AccessionNumber"),
        lossy=series.lossy,
    )


def _ends(series: Series) -> tuple[Path | None, Path | None]:
    return (series.files[0], series.files[-1]) if series.files else (None, None)


def _header(path: Path | None) -> Dataset:
    if path is None:
        return Dataset()
    try:
        return dcmread(path, stop_before_pixels=True, specific_tags=list(_TAGS))
    except InvalidDicomError:
        return Dataset()
    except OSError as error:
        raise DicomError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except Exception as error:  # a damaged file may fail in any way; it is refused in one
        raise DicomError(f"The header of {path.name} is damaged.") from error


def _value(header: Dataset, name: str) -> Any:
    """A value of the image, or of the functional groups that all its frames share; None if absent."""
    found = header.get(name)
    if found not in (None, ""):
        return found
    shared = header.get("SharedFunctionalGroupsSequence")
    group = shared[0].get(_GROUPS[name]) if shared and name in _GROUPS else None
    return group[0].get(name) if group else None


def _text(header: Dataset, name: str) -> str:
    value = _value(header, name)
    words = value if isinstance(value, str) else "" if value is None else " ".join(map(str, _parts(value)))
    return printable(words)[:_LONGEST].strip()


def _parts(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) or hasattr(value, "__iter__") else [value]


def _number(header: Dataset, name: str) -> float | None:
    value = _value(header, name)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if 0.0 < number < 1e6 else None


def _meanings(header: Dataset, name: str) -> str:
    found = (_text(item, "CodeMeaning") for item in header.get(name) or ())
    return ", ".join(filter(None, found))


def _agent(header: Dataset) -> str:
    return _text(header, "ContrastBolusAgent") or _meanings(header, "ContrastBolusAgentSequence")


def _route(header: Dataset) -> str:
    return _text(header, "ContrastBolusRoute") or _meanings(
        header, "ContrastBolusAdministrationRouteSequence"
    )


def _earliest(*headers: Dataset) -> str:
    """The time at which the first of the images was acquired."""
    times = (
        iso_time(_text(one, "AcquisitionTime") or _text(one, "AcquisitionDateTime")[8:]) for one in headers
    )
    return min(filter(None, times), default="")
