"""Benchmark stage: the same series by SimpleITK, and the least that any reader must do."""

import json
import sys
from pathlib import Path

import numpy as np

from viewer.app.benchmark.timing import seconds
from viewer.app.chosen_series import choose, scan
from viewer.model.study import Series
from viewer.progress import silent

_UNCOMPRESSED = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1"}


def main() -> None:
    """Time both on the best series of the study named on the command line; print them as JSON."""
    study = Path(sys.argv[1])
    _, series = choose(scan([study], silent), None)
    figures = {"simpleitk_load_s": seconds(lambda: _simpleitk(series))}
    if set(series.transfer_syntaxes) <= _UNCOMPRESSED:
        figures["floor_load_s"] = seconds(lambda: _floor(study))
    print(json.dumps(figures), flush=True)


def _simpleitk(series: Series) -> None:
    """Sort and read the series with SimpleITK, as its documentation shows."""
    import SimpleITK as sitk  # noqa: N813 - its own custom; heavy

    folder = str(series.files[0].parent)
    names = sitk.ImageSeriesReader.GetGDCMSeriesFileNames(folder, series.series_uid)
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(names)
    reader.Execute()


def _floor(study: Path) -> None:
    """Parse the headers, then put the last bytes of every file into a volume as they are."""
    _, series = choose(scan([study], silent), None)
    assert series.shape is not None
    volume = np.empty(series.shape, dtype=np.int16)
    for place, path in zip(volume, series.files, strict=True):
        with path.open("rb") as file:
            file.seek(-place.nbytes, 2)
            file.readinto(place.data)


if __name__ == "__main__":
    main()
