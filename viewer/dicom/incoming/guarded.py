"""Objects from anywhere read with pydicom so that damage is one sentence, whatever pydicom makes of it."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pydicom
from pydicom.dataset import Dataset

from viewer.dicom.elements import data_start, inflate
from viewer.dicom.header import read_header
from viewer.dicom.syntax import DEFLATED
from viewer.errors import DicomError, ViewerError

_LARGEST = 2 << 30
_T = TypeVar("_T")


def read_guarded(path: Path, understand: Callable[[Dataset], _T]) -> _T:
    """Return what a function makes of the data set of a file; `DicomError` names the file that is damaged.

    pydicom decodes values when they are asked for, and answers damage with almost any exception: so the
    whole of the understanding is guarded, and not the opening alone.
    """
    _check(path)
    try:
        with warnings.catch_warnings():
            # What pydicom finds odd in a value is no news to the reader.
            warnings.simplefilter("ignore")
            return understand(pydicom.dcmread(path, force=True))
    except ViewerError:
        raise
    except Exception as error:  # what others wrote may fail in any way; it is refused in one
        raise DicomError(
            f"{path.name} is damaged, and nothing of it was taken over.", "Ask for the file again."
        ) from error


def _check(path: Path) -> None:
    """Refuse what is no DICOM file, is too large, or is made to fill the memory."""
    header = read_header(path)
    if header.size > _LARGEST:
        raise DicomError(f"{path.name} is too large to be read as a report or segmentation.")
    if header.syntax.uid == DEFLATED:
        content = path.read_bytes()
        inflate(content[data_start(lambda at, count: content[at : at + count], len(content)) :])
