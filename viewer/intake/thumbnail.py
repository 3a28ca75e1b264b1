"""A small picture of any series for the list of what was found."""

import numpy as np
from numpy.typing import NDArray

from viewer.dicom.thumbnail import reduced
from viewer.dicom.thumbnail import thumbnail as image_thumbnail
from viewer.intake.pictures import pictures
from viewer.model.picture import ColourPicture
from viewer.model.study import Series, SeriesKind


def thumbnail(series: Series, size_px: int = 96) -> NDArray[np.uint8]:
    """Return the middle image of a series, or the first page of a document, 0 to 255.

    Grey `(h, w)` or colour `(h, w, 3)`, the longer side `size_px`; a `ViewerError` if there is none.
    """
    if series.kind is SeriesKind.REPORT and series.viewable:
        page = pictures(series).read(0)
        if isinstance(page, ColourPicture):
            return reduced(page.rgb, size_px, (1.0, 1.0))
    return image_thumbnail(series, size_px)
