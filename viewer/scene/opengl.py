"""An OpenGL window that is never shown, on whatever this machine has: GPU, EGL or OSMesa in software."""

import ctypes
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from vtkmodules.vtkRenderingCore import vtkRenderWindow

from viewer.errors import DisplayError
from viewer.scene.messages import route_messages

# Asked first, because VTK ends the process with a segmentation fault where the library is absent.
LINUX_LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "vtkEGLRenderWindow": ("libEGL.so.1", "libEGL.so"),
    "vtkOSOpenGLRenderWindow": ("libOSMesa.so.8", "libOSMesa.so.6", "libOSMesa.so"),
}
"""The windows to try on Linux, in this order, and the names of the library each of them needs."""

_HINT = {
    "linux": "Install the system packages libegl1 and libgl1-mesa-dri (or the driver of the graphics card).",
}
_OTHER_HINT = "Update the driver of the graphics card."


def hidden_window(libraries: Mapping[str, tuple[str, ...]] = LINUX_LIBRARIES) -> vtkRenderWindow:
    """Return an initialised off-screen window; `DisplayError` where no OpenGL 3.2 can be had."""
    route_messages()
    for window in _candidates(libraries):
        window.SetOffScreenRendering(1)
        window.SetMultiSamples(0)
        window.SetSize(16, 16)
        if _works(window):
            return window
    raise DisplayError(
        "The 3D view needs OpenGL, which this machine does not offer.", _HINT.get(sys.platform, _OTHER_HINT)
    )


def renderer_name(window: vtkRenderWindow) -> str:
    """Return what OpenGL says draws in an initialised window."""
    for line in window.ReportCapabilities().splitlines():
        if line.startswith("OpenGL renderer string:"):
            return line.partition(":")[2].strip()
    return ""


def _candidates(libraries: Mapping[str, tuple[str, ...]]) -> Iterator[Any]:
    try:
        # Late, because slices do without: loading registers VTK's classes for OpenGL and text.
        import_module("vtkmodules.vtkRenderingFreeType")
        opengl = import_module("vtkmodules.vtkRenderingOpenGL2")
    except ImportError as error:
        raise DisplayError("The 3D view needs OpenGL, which this machine does not offer.") from error
    if sys.platform != "linux":
        yield vtkRenderWindow()
        return
    for name, files in libraries.items():
        if any(_loads(file) for file in files):
            yield getattr(opengl, name)()


def _works(window: Any) -> bool:
    # `Render` on a window that failed to initialise would end the process.
    if not window.SupportsOpenGL():
        return False
    window.Initialize()
    return bool(window.GetInitialized())


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
