"""What the program remembers of its user between runs."""

import json
from pathlib import Path

import attrs
import platformdirs

from viewer.casefile import atomic
from viewer.casefile.converter import reason, strict_converter
from viewer.errors import CaseFileError
from viewer.model.display import Interpolation, SurfaceColour
from viewer.session.notice import Notice, Severity

_CONVERTER = strict_converter()
_MAX_RECENT = 12


@attrs.frozen
class Settings:
    """The user's choices; `recent` are paths, the last one opened first.

    `auto_column` analyses every opened series, its contrast column first; `window_geometry` is Qt's own
    description of the window in hexadecimal; `surface_colour` is what the 3D column's colour tells;
    `library` remembers opened studies; `watched` is the folder whose new images are opened, none if empty.
    `reader` is the name that reports are signed with; `uid_root` is the site's registered root of UIDs,
    empty where it has none; `desk_px` is the width of the report desk, 0 before one was chosen.
    """

    auto_column: bool = True
    interpolation: Interpolation = Interpolation.LINEAR
    recent: tuple[str, ...] = ()
    window_geometry: str = ""
    surface_colour: SurfaceColour = SurfaceColour.REDUCTION
    library: bool = True
    watched: str = ""
    reader: str = ""
    uid_root: str = ""
    desk_px: int = 0

    def with_recent(self, *paths: Path) -> "Settings":
        """Return the settings with paths as the last ones opened."""
        latest = tuple(str(path) for path in paths)
        others = tuple(one for one in self.recent if one not in latest)
        return attrs.evolve(self, recent=(*latest, *others)[:_MAX_RECENT])


def default_file() -> Path:
    """Return the file of the user's settings; it need not exist yet."""
    return Path(platformdirs.user_config_dir("thecal", appauthor=False)) / "settings.json"


def read_settings(path: Path) -> Settings:
    """Return the saved settings, the defaults where none are saved; `CaseFileError` if damaged."""
    if not path.exists():
        return Settings()
    try:
        return _CONVERTER.structure(json.loads(path.read_bytes()), Settings)
    except Exception as error:  # a damaged file may fail in any way; it is refused in one
        raise CaseFileError(
            "The settings could not be read, so Thecal starts with its defaults.",
            f"{path} is damaged: {reason(error)}",
        ) from error


def remembered_settings(path: Path | None) -> tuple[Settings, tuple[Notice, ...]]:
    """Return the saved settings, else the defaults with a notice of what is wrong with the file."""
    if path is None:
        return Settings(), ()
    try:
        return read_settings(path), ()
    except CaseFileError as error:
        return Settings(), (Notice(error.message, error.hint, Severity.WARNING),)


def write_settings(path: Path, settings: Settings) -> None:
    """Replace the settings file; `CaseFileError` leaves the old one intact."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CaseFileError("The settings could not be saved.", f"Check {path.parent}.") from error
    atomic.replace(path, json.dumps(_CONVERTER.unstructure(settings), indent=1).encode())
