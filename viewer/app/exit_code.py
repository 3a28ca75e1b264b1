"""What a command tells the shell; other software relies on these numbers."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of every `thecal` command."""

    DONE = 0
    FAILED = 1
    BAD_ARGUMENTS = 2
    UNREADABLE = 3
    NO_CONTRAST = 4
    CANCELLED = 5
    NEEDS_DISPLAY = 6
