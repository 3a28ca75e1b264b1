"""Marks, corrections and key images taken over from DICOM objects of this study."""

from pathlib import Path

from viewer.actions.desk import Desk


def take_received(desk: Desk, paths: tuple[Path, ...]) -> None:
    """Read DICOM objects in a job and take over what is understood as one edit."""
    raise NotImplementedError
