"""A series of a catalogue read into its volume, whatever kind of file it came from."""

from viewer.dicom.load import Loading
from viewer.dicom.load import begin as begin_dicom
from viewer.model.study import Series
from viewer.model.volume import Volume
from viewer.progress import Progress, silent


def begin(series: Series) -> Loading:
    """Return the loading of a usable series, with its volume allocated and full of air."""
    return begin_dicom(series)


def load(series: Series, progress: Progress = silent) -> Volume:
    """Return the volume of a usable series; a `ViewerError` names what cannot be read and why."""
    return begin(series).run(progress)
