"""Volumes of other programs read through SimpleITK: NIfTI, NRRD and MetaImage.

These formats hold numbers and a grid, and say neither what scanner made the numbers nor who was
scanned; what is taken for granted is told in a sentence.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.errors import FormatError, GeometryError
from viewer.formats.detached import data_files
from viewer.model.geometry import VolumeGeometry, cross, dot, scale, unit, vec3
from viewer.model.study import Patient, Series, SeriesKind, Study
from viewer.model.volume import AIR_HU, Volume
from viewer.progress import Progress, silent

SUFFIXES = (".nii", ".nii.gz", ".nrrd", ".nhdr", ".mha", ".mhd")
"""The endings of files that can be read."""
_NO_HU = "The file does not say what its values are; they are taken as Hounsfield units."
_NO_SIDES = "The file does not say how it lies in the patient: say which side is which before you trust left and right."
_HINT = "Export the scan again, as DICOM if you can."
_HIGHEST = 32767
_PARALLEL = 1e-3
_LARGEST_VOXELS = 1 << 33
# No packing of these formats shrinks voxels further (deflate reaches 1,032).
_HIGHEST_RATIO = 1100
_READERS = {
    **dict.fromkeys((".nii", ".nii.gz"), "NiftiImageIO"),
    **dict.fromkeys((".nrrd", ".nhdr"), "NrrdImageIO"),
    **dict.fromkeys((".mha", ".mhd"), "MetaImageIO"),
}


def is_volume_file(path: Path) -> bool:
    """Whether this is a file with the ending of a format that can be read."""
    return path.name.lower().endswith(SUFFIXES) and path.is_file()


def describe(path: Path) -> Study:
    """Return a file as a study of one series, from its header alone; `FormatError` if it has none."""
    reader = _reader(path)
    _refuse_cut(reader, path)
    _refuse_bomb(reader, path)
    reason, geometry = "", None
    try:
        geometry = _upright(_geometry(reader, path))
    except FormatError as error:
        reason = error.message
    known = _says_orientation(reader, path)
    shape = geometry.shape if geometry else None
    uid = hashlib.sha256(f"{path.absolute()}\0{path.stat().st_size}".encode("utf-8", "surrogateescape"))
    name = path.name
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        name = name.removesuffix(suffix)
    series = Series(
        series_uid=f"file.{uid.hexdigest()[:32]}",
        description=path.name,
        kind=SeriesKind.VOLUME if geometry else SeriesKind.OTHER,
        reason=reason,
        files=(path,),
        shape=shape,
        geometry=geometry,
        orientation_known=known,
        warnings=() if reason else (_NO_HU, *(() if known else (_NO_SIDES,))),
    )
    return Study(study_uid=series.series_uid, patient=Patient(name=name), description=name, series=(series,))


class Loading:
    """A volume that is read in one piece; it is air until it is there."""

    def __init__(self, series: Series) -> None:
        geometry = series.geometry
        if geometry is None:
            raise FormatError("This file cannot be opened as a volume.", series.reason)
        self._path = series.files[0]
        try:
            self._hu = np.full(geometry.shape, AIR_HU, np.int16)
        except MemoryError as error:
            raise FormatError("This file is too large for the memory of this computer.") from error
        shown = self._hu.view()
        shown.flags.writeable = False
        self.volume = Volume(geometry, shown, series.series_uid, orientation_known=series.orientation_known)

    def run(self, progress: Progress = silent, on_first: Callable[[], None] | None = None) -> Volume:
        """Fill the volume and return it; `on_first` is called once it is there."""
        progress(0.0, f"Reading {self._path.name}")
        reader = _reader(self._path)
        image, values = _values(reader, self._path)
        if values.shape != self._hu.shape:
            raise FormatError(f"{self._path.name} changed while it was being opened.", "Open it again.")
        values = values[:: _turn(_geometry(reader, self._path))]
        for k in range(len(values)):
            self._hu[k] = _hu(values[k])
        del image  # until here: `values` are its memory
        self._hu.flags.writeable = False
        progress(1.0)
        if on_first is not None:
            on_first()
        return self.volume


def _reader(path: Path) -> Any:
    import SimpleITK as sitk  # noqa: N813 - its own custom; heavy: 0.3 s to import

    _refuse_outside(path)
    # What the library would write to the terminal is told in a sentence of ours.
    sitk.ProcessObject.GlobalWarningDisplayOff()
    reader = sitk.ImageFileReader()
    # Named, so that no other format is tried on a file that calls itself one of these.
    reader.SetImageIO(next(_READERS[ending] for ending in SUFFIXES if path.name.lower().endswith(ending)))
    reader.SetFileName(str(path))
    try:
        reader.ReadImageInformation()
    except RuntimeError as error:
        raise FormatError(f"{path.name} is damaged or is not what its name says.", _HINT) from error
    return reader


def _geometry(reader: Any, path: Path) -> VolumeGeometry:
    """The grid of the file in its own order of slices; `FormatError` where it is none."""
    size = tuple(int(n) for n in reader.GetSize())
    if len(size) != 3 or min(size) < 2 or reader.GetNumberOfComponents() != 1:
        raise FormatError(f"{path.name} holds no single volume of grey values.")
    if np.prod(np.array(size, float)) > _LARGEST_VOXELS:
        raise FormatError(f"{path.name} says that it holds {np.prod(np.array(size, float)):.3g} voxels.")
    direction = np.array(reader.GetDirection()).reshape(3, 3).T
    if np.abs(direction @ direction.T - np.eye(3)).max() > _PARALLEL:
        raise FormatError(f"{path.name} has a sheared grid, which cannot be shown rightly.")
    right = unit(vec3(direction[0]))
    down = unit(vec3(direction[1] - np.array(right) * dot(vec3(direction[1]), right)))
    normal = cross(right, down)
    along = normal if dot(normal, vec3(direction[2])) > 0 else scale(normal, -1.0)
    try:
        return VolumeGeometry(
            (size[2], size[1], size[0]),
            vec3(reader.GetOrigin()),
            (right, down, along),
            vec3(reader.GetSpacing()),
        )
    except GeometryError as error:
        raise FormatError(f"{path.name} does not say where its voxels lie. {error.message}", _HINT) from error


def _turn(geometry: VolumeGeometry) -> int:
    """-1 where the slices run against the normal of rows and columns, else 1."""
    right, down, along = geometry.axes
    return 1 if dot(cross(right, down), along) > 0 else -1


def _upright(geometry: VolumeGeometry) -> VolumeGeometry:
    """The same voxels with slices that run along the normal, as every other volume has them."""
    if _turn(geometry) > 0:
        return geometry
    right, down, along = geometry.axes
    last = geometry.to_lps((0.0, 0.0, geometry.shape[0] - 1.0))
    return VolumeGeometry(geometry.shape, last, (right, down, scale(along, -1.0)), geometry.spacing_mm)


def _values(reader: Any, path: Path) -> tuple[Any, NDArray[Any]]:
    """The image and a view of its voxels, so that they are in memory once and not twice."""
    import SimpleITK as sitk  # noqa: N813

    try:
        image = reader.Execute()
        return image, sitk.GetArrayViewFromImage(image)
    except (RuntimeError, MemoryError) as error:
        raise FormatError(f"{path.name} is cut short or damaged.", _HINT) from error


def _hu(values: NDArray[Any]) -> NDArray[np.int16]:
    if values.dtype == np.int16:
        return np.maximum(values, AIR_HU)
    known = (
        np.nan_to_num(values, nan=AIR_HU, posinf=_HIGHEST, neginf=AIR_HU)
        if values.dtype.kind == "f"
        else values
    )
    return np.clip(np.rint(known), AIR_HU, _HIGHEST).astype(np.int16)


def _refuse_cut(reader: Any, path: Path) -> None:
    """Refuse a NIfTI file that ends early: the library fills the rest with whatever lies in memory."""
    if not path.name.lower().endswith((".nii", ".nii.gz")):
        return
    said = {key: float(reader.GetMetaData(key)) for key in ("vox_offset", "bitpix")}
    needed = int(said["vox_offset"] + np.prod(np.array(reader.GetSize(), float)) * said["bitpix"] / 8)
    size = path.stat().st_size
    if path.name.lower().endswith(".gz"):
        with path.open("rb") as file:
            file.seek(-4, 2)
            # The length that was packed, as the last four bytes tell it.
            size = int.from_bytes(file.read(4), "little")
        needed &= 0xFFFF_FFFF
    if size < needed:
        raise FormatError(f"{path.name} is cut short: it holds {size:,} of {needed:,} bytes.", _HINT)


def _refuse_outside(path: Path) -> None:
    try:
        data_files(path)
    except OSError as error:
        raise FormatError(f"{path.name} cannot be read: {error.strerror or error}.") from error


def _refuse_bomb(reader: Any, path: Path) -> None:
    """Refuse a file that says it holds more than its bytes can, before memory is asked for."""
    needed = float(np.prod(np.array(reader.GetSize(), float))) * max(1, reader.GetNumberOfComponents())
    held = sum(file.stat().st_size for file in data_files(path))
    if needed > _HIGHEST_RATIO * max(held, 1):
        raise FormatError(f"{path.name} says that it holds {needed:.3g} voxels, and is far too small.", _HINT)


def _says_orientation(reader: Any, path: Path) -> bool:
    keys = reader.GetMetaDataKeys()
    if path.name.lower().endswith((".nii", ".nii.gz")):
        codes = [reader.GetMetaData(key) for key in ("qform_code", "sform_code") if key in keys]
        return any(code.strip() not in ("", "0") for code in codes)
    if path.name.lower().endswith((".nrrd", ".nhdr")):
        return "NRRD_space" in keys
    return any(word in _text_header(path) for word in (b"TransformMatrix", b"Orientation", b"Rotation"))


def _text_header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096).split(b"ElementDataFile")[0]
