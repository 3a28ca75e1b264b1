"""The window presets on the keys 1 to 9, one action for each row of the presets file."""

from viewer.actions.action import Action
from viewer.actions.condition import has_volume
from viewer.model.column import ContrastColumn
from viewer.model.study import WindowSetting
from viewer.session.session import Session
from viewer.tools.presets import PresetOrigin, WindowPreset, auto_window, window_presets, with_preset

_MENU = ("&View", "Window")

_ORIGIN_WORDS = {
    PresetOrigin.SERIES: "from the series",
    PresetOrigin.CONTRAST: "from the measured contrast",
}


def use_preset(session: Session, preset: WindowPreset) -> None:
    """Show a preset's window; `ViewerError` where the series or the contrast does not give it."""
    series = session.series
    of_series = series.window if series else None
    session.look(with_preset(session.display, preset, of_series, _measured(session)))


def _measured(session: Session) -> WindowSetting | None:
    column = session.column
    if not isinstance(column, ContrastColumn):
        return None
    return auto_window(column.estimate.csf_hu, column.estimate.surround_hu)


def _numbers(preset: WindowPreset) -> str:
    if preset.window is None:
        return _ORIGIN_WORDS[preset.origin]
    return f"{preset.window.width:.0f}/{preset.window.centre:.0f}"


def _preset_action(preset: WindowPreset) -> Action:
    return Action(
        f"window.{preset.name.lower().replace(' ', '_')}",
        f"Window: {preset.name} ({_numbers(preset)})",
        _MENU,
        lambda desk: use_preset(desk.session, preset),
        (preset.key,),
        enabled=has_volume,
        checked=lambda desk: desk.session.display.preset == preset.name,
        section="preset",
    )


def window_actions() -> tuple[Action, ...]:
    """Return one action per window preset."""
    return tuple(_preset_action(preset) for preset in window_presets())
