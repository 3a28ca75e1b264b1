"""The names of the built-in cases."""

from enum import StrEnum


class DemoCase(StrEnum):
    """The built-in cases."""

    LUMBAR = "lumbar"
    CERVICAL = "cervical"
