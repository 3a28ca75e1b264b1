"""The window presets that come with the program, and the window each one means for a study."""

from enum import StrEnum
from functools import cache
from typing import Any

import attrs

from viewer import resources
from viewer.errors import ResourceError, ViewerError
from viewer.model.display import Display
from viewer.model.study import WindowSetting
from viewer.tools.navigation import with_window

_FILE = "presets/windows.json"
# Auto: the window is 1.6 times as wide as the CSF is bright.
_AUTO_WIDTH_PER_CSF = 1.6


class PresetOrigin(StrEnum):
    """Where the numbers of a preset come from."""

    FIXED = "fixed"
    SERIES = "series"
    CONTRAST = "contrast"


@attrs.frozen
class WindowPreset:
    """A named window; `window` is None where the numbers come from the study."""

    name: str
    key: str
    origin: PresetOrigin
    window: WindowSetting | None = None


@cache
def window_presets() -> tuple[WindowPreset, ...]:
    """Return the presets in the order of their keys; `ResourceError` if the file is damaged."""
    try:
        return tuple(_preset(row) for row in resources.table(_FILE)["presets"])
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"The program's file {_FILE} is damaged.", "Install Thecal again.") from error


def _preset(row: dict[str, Any]) -> WindowPreset:
    origin = PresetOrigin(row["from"])
    fixed = origin is PresetOrigin.FIXED
    window = WindowSetting(float(row["width_hu"]), float(row["centre_hu"])) if fixed else None
    return WindowPreset(row["name"], row["key"], origin, window)


def find_preset(name: str) -> WindowPreset:
    """Return the preset of a name in any case; `ViewerError` names those that exist."""
    wanted = name.strip().lower()
    for preset in window_presets():
        if preset.name.lower() == wanted:
            return preset
    names = ", ".join(preset.name for preset in window_presets())
    raise ViewerError(f"There is no window preset {name}.", f"Choose one of: {names}.")


def auto_window(csf_hu: float, cord_hu: float) -> WindowSetting:
    """Return the window that fits the measured contrast: centred between CSF and cord, 1.6 CSF wide."""
    return WindowSetting(
        width=max(1.0, round(_AUTO_WIDTH_PER_CSF * csf_hu)), centre=round((csf_hu + cord_hu) / 2)
    )


def preset_window(
    preset: WindowPreset, of_series: WindowSetting | None, of_contrast: WindowSetting | None
) -> WindowSetting:
    """Return the window a preset means for a study.

    `of_series` is the one in the series header, `of_contrast` that of `auto_window`; `ViewerError`
    where the preset needs one that is None.
    """
    if preset.origin is PresetOrigin.SERIES:
        if of_series is None:
            raise ViewerError("This series names no window of its own.", "Choose another window preset.")
        return of_series
    if preset.origin is PresetOrigin.CONTRAST:
        if of_contrast is None:
            raise ViewerError(
                "No contrast has been measured in this study.",
                "Find the contrast column first (one click in it).",
            )
        return of_contrast
    assert preset.window is not None
    return preset.window


def with_preset(
    display: Display,
    preset: WindowPreset,
    of_series: WindowSetting | None = None,
    of_contrast: WindowSetting | None = None,
) -> Display:
    """Return the display in a preset's window; `ViewerError` as `preset_window` raises."""
    return with_window(display, preset_window(preset, of_series, of_contrast), preset.name)
