"""Which key images the report shows, and what stands under them."""

from viewer.model.key_image import MOST_IN_REPORT, KeyImage
from viewer.model.report.report import Report
from viewer.report.pages.banner import shortened
from viewer.report.texts.written import one_line

_LONGEST_TITLE = 110


def shown_images(report: Report) -> tuple[KeyImage, ...]:
    """Return the key images that the report shows."""
    return tuple(one for one in report.key_images if one.reported)[:MOST_IN_REPORT]


def caption(number: int, key: KeyImage) -> str:
    """Return what stands under a key image."""
    return shortened(f"{number}  {one_line(key.title) or key.pane.value}", _LONGEST_TITLE)
