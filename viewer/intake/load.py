"""A series of a catalogue read into its volume, whatever kind of file it came from."""

from collections.abc import Callable
from typing import Protocol

from viewer.dicom.load import begin as begin_dicom
from viewer.formats.read import Loading as FileLoading
from viewer.formats.read import is_volume_file
from viewer.model.study import Series
from viewer.model.volume import Volume
from viewer.progress import Progress, silent


class Loading(Protocol):
    """A volume being filled: it can be shown at once, and is air where nothing has come yet."""

    @property
    def volume(self) -> Volume:
        """The volume, full of air at first."""
        ...

    def run(self, progress: Progress = silent, on_first: Callable[[], None] | None = None) -> Volume:
        """Fill the volume and return it; `on_first` is called once its first image is there."""
        ...


def begin(series: Series) -> Loading:
    """Return the loading of a usable series, with its volume allocated and full of air."""
    if series.files and is_volume_file(series.files[0]):
        return FileLoading(series)
    return begin_dicom(series)


def load(series: Series, progress: Progress = silent) -> Volume:
    """Return the volume of a usable series; a `ViewerError` names what cannot be read and why."""
    return begin(series).run(progress)
