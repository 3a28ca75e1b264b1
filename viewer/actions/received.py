"""Marks, corrections and key images taken over from DICOM objects of this study."""

from pathlib import Path

from viewer.actions.desk import Desk
from viewer.session.receiving import Received, receive
from viewer.tools.taking_over import TakenOver

_NOTHING = "Nothing in these objects could be taken over."


def take_received(desk: Desk, paths: tuple[Path, ...]) -> None:
    """Read DICOM objects in a job, take over what is new as one edit, and list all else."""
    session = desk.session
    here, study = session.reporting.pictured(), session.case.study

    def done(received: Received) -> None:
        if session.case.study == study:
            _take(desk, received)

    session.run_job("Reading DICOM objects", lambda progress: receive(paths, here, progress), done)


def _take(desk: Desk, received: Received) -> None:
    session = desk.session
    taken = (
        TakenOver(session.case)
        .marking(received.marks)
        .drawing(received.annotations)
        .keeping(received.key_images)
        .correcting(received.correction)
    )
    if taken.case != session.case and not session.edit("Take over DICOM objects", taken.case):
        return
    lines = (*(taken.told or (_NOTHING,)), *(("", *received.told) if received.told else ()))
    desk.window.show_lines("What came from the DICOM objects", lines)
