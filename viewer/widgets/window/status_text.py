"""The words of the status line."""

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import level_here
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.geometry import Vec3
from viewer.model.volume import Volume

_SIDES = (("L", "R"), ("P", "A"), ("H", "F"))
NOTHING = "-"
NOT_SCANNED = "not scanned"


def position_text(point: Vec3, *, sides_known: bool = True) -> str:
    """Return an LPS point as a radiologist says it: `R 12.3  A 4.5  H 20.1` (mm); no side while unknown."""
    if not sides_known:
        return "  ".join(f"? {value:.1f}" for value in point)
    parts = (
        f"{sides[round(value, 1) < 0]} {abs(value):.1f}" for sides, value in zip(_SIDES, point, strict=True)
    )
    return "  ".join(parts)


def hu_text(volume: Volume | None, point: Vec3) -> str:
    """Return the HU of the voxel nearest to a point, a dash outside the volume, words where none was scanned."""
    if volume and volume.geometry.contains(point) and volume.is_made_up(point):
        return NOT_SCANNED
    value = volume.hu_at(point) if volume else None
    return f"{NOTHING} HU" if value is None else f"{value} HU".replace("-", "\N{MINUS SIGN}")


def level_text(case: Case, point: Vec3, analysis: Analysis | None = None) -> str:
    """Return the level at a point, with a question mark while no reader has placed it."""
    found = level_here(case, point, analysis)
    if found is None:
        return NOTHING
    return found.level.short_name if found.confirmed else f"{found.level.short_name}?"


def window_text(display: Display) -> str:
    """Return width and level of the window, with the name of the preset it is."""
    numbers = f"W {display.window.width:.0f}  L {display.window.centre:.0f}"
    return f"{numbers}  {display.preset}" if display.preset else numbers


def zoom_text(zoom: float) -> str:
    """Return the zoom; at 100 % the whole volume fits the pane."""
    return f"{100 * zoom:.0f} %"
