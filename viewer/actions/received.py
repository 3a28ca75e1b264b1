"""Marks, corrections and key images taken over from DICOM objects of this study."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from viewer.actions.desk import Desk
from viewer.session.receiving import Received, receive
from viewer.tools.taking_over import TakenOver

_IN_OBJECTS = "What these DICOM objects say"
_TAKEN = re.compile(r"(was|were) taken over\.")
_NOTHING = "Nothing in these objects could be taken over."


def take_received(desk: Desk, paths: tuple[Path, ...]) -> None:
    """Read DICOM objects in a job, take over what is new as one edit, and list all else."""
    _read(desk, paths, partial(_take, desk))


def offer_received(desk: Desk, paths: tuple[Path, ...]) -> None:
    """Read DICOM objects in a job and list what they say; what is new is taken over once the reader says so."""
    _read(desk, paths, partial(_offer, desk))


def _read(desk: Desk, paths: tuple[Path, ...], then: Callable[[Received], None]) -> None:
    session = desk.session
    here, study = session.reporting.pictured(), session.case.study

    def done(received: Received) -> None:
        if session.case.study == study:
            if received.segments:
                session.show_segments(received.segments)
            then(received)

    session.run_job("Reading DICOM objects", lambda progress: receive(paths, here, progress), done)


def _take(desk: Desk, received: Received) -> None:
    session, taken = desk.session, _taken(desk, received)
    if taken.case != session.case and not session.edit("Take over DICOM objects", taken.case):
        return
    lines = (*(taken.told or (_NOTHING,)), *(("", *received.told) if received.told else ()))
    desk.window.show_lines("What came from the DICOM objects", lines)


def _offer(desk: Desk, received: Received) -> None:
    session, taken = desk.session, _taken(desk, received)
    new = taken.case != session.case and not session.read_only
    told = (*(_not_yet(taken.told) if new else ()), *received.told)
    lines = told or ("All that Thecal understands of these objects is in the case already.",)
    if new:
        desk.window.offer_lines(_IN_OBJECTS, lines, "Take over", lambda: _take(desk, received))
    else:
        desk.window.show_lines(_IN_OBJECTS, lines)


def _not_yet(told: tuple[str, ...]) -> tuple[str, ...]:
    """What was taken over in words that leave it to the reader."""
    return tuple(_TAKEN.sub("can be taken over.", one) for one in told)


def _taken(desk: Desk, received: Received) -> TakenOver:
    return (
        TakenOver(desk.session.case)
        .marking(received.marks)
        .drawing(received.annotations)
        .keeping(received.key_images)
        .correcting(received.correction)
    )
