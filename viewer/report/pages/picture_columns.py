"""How wide the drawings and the key images stand beside one another, and how high they are usually."""

import attrs

from viewer.model.report.report import Report
from viewer.model.spine import LevelKind
from viewer.report.drawing.canal_axis import canal_axis
from viewer.report.pages.shown_images import shown_images

GAP_MM = 4.0
_HEIGHT_MM, _PER_LEVEL_MM = 118.0, 3.3


@attrs.frozen
class PictureColumns:
    """The widths of strip and profile, and how many columns of images stand right of them; 0 for none."""

    strip_mm: float
    profile_mm: float
    images: int


def picture_columns(report: Report, width_mm: float) -> PictureColumns:
    """Return the columns for a page of that width; a profile that was not measured makes way for images."""
    images = len(shown_images(report))
    if images == 0:
        return PictureColumns(62.0, width_mm - 62.0 - GAP_MM, 0)
    if not report.curve.points:
        return PictureColumns(64.0, 0.0, 1 if images == 1 else 2)
    across = 1 if images <= 2 else 2
    strip = 52.0 if across == 1 else 49.0
    shown = 62.0 if across == 1 else 84.0
    return PictureColumns(strip, width_mm - strip - shown - 2 * GAP_MM, across)


def usual_height_mm(report: Report) -> float:
    """Return a height at which the levels of a report are drawn in good proportion."""
    discs = [level for level, _ in canal_axis(report).places if level.kind is LevelKind.DISC]
    return _HEIGHT_MM + _PER_LEVEL_MM * len(discs)
