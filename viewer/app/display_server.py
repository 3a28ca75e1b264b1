"""Whether there is a display to open a window on."""

import os
import socket
import sys
from pathlib import Path

from viewer.errors import DisplayError


def has_display() -> bool:
    """Return whether a window can be shown; a chosen off-screen platform counts as none."""
    if os.environ.get("QT_QPA_PLATFORM", "") in {"offscreen", "minimal"}:
        return False
    if not sys.platform.startswith("linux"):
        return True
    return _has_wayland() or _has_x11(os.environ.get("DISPLAY", ""))


def require_display() -> None:
    """Raise `DisplayError`, naming `thecal snapshot`, where no window can be shown."""
    if not has_display():
        raise DisplayError("There is no display to open a window on.", "Use thecal snapshot for a picture.")


def _has_wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name).exists()


def _has_x11(display: str) -> bool:
    """Ask the server itself where it is local: Qt ends the program if a stale name leads nowhere."""
    host, _, number = display.partition(":")
    if host or not number:
        return bool(display)
    address = f"/tmp/.X11-unix/X{number.split('.')[0]}"  # noqa: S108 - the fixed place of X sockets
    return any(_answers(name) for name in (address, "\0" + address))


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1.0)
        return connection.connect_ex(address) == 0
