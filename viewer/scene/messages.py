"""What VTK has to say goes to the program's log, never to the terminal or a window."""

import logging

from vtkmodules.vtkCommonCore import vtkCommand, vtkLogger, vtkOutputWindow

_log = logging.getLogger("viewer.scene")


def route_messages() -> None:
    """Send VTK's errors and warnings to the Python logger `viewer.scene`; harmless to call again."""
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_OFF)
    window = vtkOutputWindow.GetInstance()
    window.SetDisplayModeToNever()
    for event in (vtkCommand.ErrorEvent, vtkCommand.WarningEvent):
        window.RemoveObservers(event)
        window.AddObserver(event, _logged)


def _logged(_window: object, event: str, text: str = "") -> None:
    level = logging.WARNING if event == "ErrorEvent" else logging.DEBUG
    _log.log(level, "VTK: %s", " ".join(text.split()))


# VTK hands the text of the message to an observer that asks for a string.
_logged.CallDataType = "string0"  # type: ignore[attr-defined]
