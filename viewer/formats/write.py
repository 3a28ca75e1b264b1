"""A volume written as NIfTI, NRRD or MetaImage through SimpleITK."""

import os
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from viewer.errors import FormatError
from viewer.model.geometry import VolumeGeometry
from viewer.model.volume import Volume

SUFFIXES = (".nii.gz", ".nii", ".nrrd", ".mha")
"""The endings a volume can be written with."""


def check_suffix(path: Path) -> str:
    """Return the ending that tells a file's format; `FormatError` if it is none of `SUFFIXES`."""
    for ending in SUFFIXES:
        if path.name.lower().endswith(ending):
            return ending
    raise FormatError(
        f"{path.name} has no ending that tells its format.", f"Choose one of {', '.join(SUFFIXES)}."
    )


def write_volume(volume: Volume, path: Path) -> None:
    """Write int16 HU with their geometry (LPS mm; in NIfTI as RAS, as that format demands).

    The file appears once it is complete and replaces one that is there. `FormatError` if the ending
    is none of `SUFFIXES` or the place cannot be written to.
    """
    _replace(volume.hu, volume.geometry, path)


def write_mask(mask: NDArray[np.bool_], geometry: VolumeGeometry, path: Path) -> None:
    """Write a mask on a volume's grid as 0 and 1, uint8; errors as those of `write_volume`."""
    _replace(mask.view(np.uint8), geometry, path)


def _replace(voxels: NDArray[np.generic], geometry: VolumeGeometry, path: Path) -> None:
    suffix = check_suffix(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error
    place = Path(name)
    try:
        _write(voxels, geometry, place)
        place.chmod(0o644)
        place.replace(path)
    except (OSError, RuntimeError) as error:
        raise _unwritable(path, "the disk may be full") from error
    finally:
        place.unlink(missing_ok=True)


def _write(voxels: NDArray[np.generic], geometry: VolumeGeometry, place: Path) -> None:
    import SimpleITK as sitk  # noqa: N813 - its own custom; heavy: 0.3 s to import

    image = sitk.GetImageFromArray(voxels)
    image.SetOrigin(geometry.origin)
    image.SetSpacing(geometry.spacing_mm)
    right, down, normal = geometry.axes
    image.SetDirection([number for row in zip(right, down, normal, strict=True) for number in row])
    sitk.WriteImage(image, str(place), useCompression=place.name.endswith((".gz", ".nrrd")))


def _unwritable(path: Path, reason: str) -> FormatError:
    return FormatError(
        f"{path} cannot be written: {reason}.", "Choose a folder with enough space that you may write to."
    )
