"""What is drawn over a slice of a volume, whoever draws it: the pane of the window, or a kept picture."""

from collections.abc import Mapping

from viewer.model.analysis import Analysis
from viewer.model.annotation import RegionResult
from viewer.model.case import Case
from viewer.model.corner_text import CornerText, corner_text
from viewer.model.display import Display
from viewer.model.overlay.overlay import overlay
from viewer.model.overlay.overlay_shapes import Shape, Target
from viewer.model.resolve import PaneView
from viewer.model.study import Series
from viewer.model.volume import Volume


def slice_overlay(
    case: Case,
    series: Series | None,
    display: Display,
    view: PaneView,
    volume: Volume,
    *,
    analysis: Analysis | None,
    regions: Mapping[str, RegionResult],
    selection: str = "",
    hover: Target | None = None,
) -> tuple[tuple[Shape, ...], CornerText]:
    """Return the shapes over a slice, the first ones lowest, and what its corners say."""
    shapes = overlay(
        case,
        display,
        view,
        volume.geometry,
        selection=selection,
        hover=hover,
        regions=regions,
        analysis=analysis,
        gaps=volume.gaps,
        sides_known=volume.orientation_known,
    )
    corners = corner_text(
        case.study, series, display, view, volume.geometry, sides_known=volume.orientation_known
    )
    return shapes, corners
