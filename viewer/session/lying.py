"""How a volume lies in the patient where its file does not say so: as the reader of its case has said."""

from typing import TYPE_CHECKING

import attrs
import numpy as np

from viewer.casefile.document import CaseDocument
from viewer.model.orientation_choice import OrientationChoice, oriented
from viewer.model.study import Series
from viewer.model.volume import Volume
from viewer.session.notice import Severity

if TYPE_CHECKING:
    from viewer.session.session import Session


class Lying:
    """Turns the volume of a case as its reader has said; once, for what is shown first is what is read."""

    def __init__(self, document: CaseDocument | None) -> None:
        self._choice = None if document is None else document.case.orientation
        self._turned: Volume | None = None

    def volume(self, volume: Volume) -> Volume:
        """Return the volume as it lies; itself where its file says so or nobody has."""
        if self._choice is None or volume.orientation_known:
            return volume
        if self._turned is None:
            turned = oriented(volume, self._choice)
            # Renderers share memory with what lies in one piece.
            hu = np.ascontiguousarray(turned.hu)
            hu.flags.writeable = False
            self._turned = attrs.evolve(turned, hu=hu)
        return self._turned


def as_said(series: Series, volume: Volume, document: CaseDocument | None) -> Series:
    """Return a series with the grid that its volume lies on, and with who said so."""
    if series.orientation_known or not volume.orientation_known or document is None:
        return series
    choice = document.case.orientation
    if choice is None:
        return series
    said = f"A reader said how it lies: {words(choice)}. The file does not say so."
    kept = tuple(one for one in series.warnings if "how it lies" not in one)
    return attrs.evolve(series, geometry=volume.geometry, orientation_known=True, warnings=(*kept, said))


def words(choice: OrientationChoice) -> str:
    """Return a choice in words."""
    columns, rows, slices = (one.name.lower() for one in choice.each)
    return f"columns towards {columns}, rows towards {rows}, slices towards {slices}"


def say_orientation(session: "Session", choice: OrientationChoice) -> bool:
    """Keep with the case how its volume lies, and open it anew so; False with a notice where it is refused.

    Refused once anything has a place: it would come to lie elsewhere.
    """
    series, case = session.series, session.case
    if series is None:
        return False
    if case.has_places:
        session.notice(
            "What was placed in these images would come to lie elsewhere.",
            "Delete it first, then say which side is which.",
            Severity.WARNING,
        )
        return False
    if case.orientation != choice and not session.edit(
        "Say how the volume lies", attrs.evolve(case, orientation=choice)
    ):
        return False
    session.close()
    session.open_series(series.key)
    return True
