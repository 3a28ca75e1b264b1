"""The pages of a PDF document as colours."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from viewer.errors import FormatError

MOST_PAGES = 1000
_DPI, _POINTS_PER_INCH = 150, 72
_LONGEST_PX = 3000
# The library may be used by one thread at a time.
_ONE_AT_A_TIME = threading.Lock()


def page_count(document: bytes) -> int:
    """Return how many pages a document has, at most `MOST_PAGES`; `FormatError` if it cannot be read."""
    with _opened(document) as pages:
        return min(len(pages), MOST_PAGES)


def page(document: bytes, number: int) -> NDArray[np.uint8]:
    """Return a page (from 0) as colours `[j, i, 3]`; `FormatError` if it cannot be drawn."""
    with _opened(document) as pages:
        one = pages[number]
        longest_pt = max(one.get_size())
        scale = min(_DPI / _POINTS_PER_INCH, _LONGEST_PX / max(longest_pt, 1.0))
        # The library's types say int; fractions are what it is made for.
        drawn: Any = one.render(scale=cast("int", scale), rev_byteorder=True, may_draw_forms=False)
        pixels = np.array(drawn.to_numpy()[..., :3], np.uint8, order="C")
        drawn.close()
        one.close()
        return pixels


@contextmanager
def _opened(document: bytes) -> Generator[pypdfium2.PdfDocument]:
    with _ONE_AT_A_TIME:
        try:
            pages = pypdfium2.PdfDocument(document)
        except pypdfium2.PdfiumError as error:
            raise FormatError("The document is damaged or locked with a password.") from error
        try:
            yield pages
        except pypdfium2.PdfiumError as error:
            raise FormatError("This page of the document is damaged.") from error
        finally:
            pages.close()
