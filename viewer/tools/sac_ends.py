"""Moving where the measured sac begins and ends."""

import attrs
import numpy as np

from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.correction import SacEnd
from viewer.model.geometry import Vec3, distance_mm, vec3
from viewer.model.overlay.overlay_sac import end_place
from viewer.model.sections import Sections

END_TITLES = {SacEnd.CRANIAL: "Move the beginning of the sac", SacEnd.CAUDAL: "Move the end of the sac"}
_BESIDE_MM = 15.0
_SHORTEST_MM = 5.0


def with_end(case: Case, end: SacEnd, point: Vec3, sections: Sections | None) -> Case:
    """Return the case with the sac beginning or ending at a point, on the centreline where that is near.

    `ViewerError` where the sac would end before it begins.
    """
    if sections is None or not len(sections):
        raise ViewerError("The sac has not been measured yet.", "Analyse first (F5).")
    number = sections.nearest(point)
    on_line = vec3(sections.point[number])
    beyond = number in (0, len(sections) - 1) and distance_mm(on_line, point) > _along_step(sections)
    place = point if beyond or distance_mm(on_line, point) > _BESIDE_MM else on_line
    correction = case.correction.with_end(end, place)
    _check(
        end_place(correction, sections, SacEnd.CRANIAL),
        end_place(correction, sections, SacEnd.CAUDAL),
        sections,
    )
    return attrs.evolve(case, correction=correction)


def _along_step(sections: Sections) -> float:
    return float(np.median(np.diff(sections.arc_mm))) if len(sections) > 1 else 1.0


def _check(cranial: Vec3 | None, caudal: Vec3 | None, sections: Sections) -> None:
    if cranial is None or caudal is None:
        return
    first, last = (float(sections.arc_mm[sections.nearest(place)]) for place in (cranial, caudal))
    if last - first < _SHORTEST_MM:
        raise ViewerError(
            "The sac would end before it begins.", "Move its other end first, or reset the correction."
        )
