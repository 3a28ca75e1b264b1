"""DICOM objects of the open study read back, on a job's thread: what they say, and what was not understood."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from viewer.errors import ViewerError
from viewer.model.annotation import Annotation, Distance
from viewer.model.correction import SacCorrection
from viewer.model.finding import CompressionMark
from viewer.model.foreign_segment import SEGMENT_COLOURS, ForeignSegment
from viewer.model.geometry import Vec3, cross, distance_mm, dot, subtract, unit
from viewer.model.key_image import KeyImage
from viewer.model.plane import Plane
from viewer.progress import Progress
from viewer.session.key_pictures import Pictured

if TYPE_CHECKING:
    from viewer.dicom.incoming.measurement import IncomingMeasurement
    from viewer.dicom.incoming.presentation import Presented
    from viewer.dicom.incoming.segment import IncomingSegment
    from viewer.dicom.outgoing.source_study import SourceStudy

# pydicom is slow to import: it comes with the first object that is read.

_SAC = "sac"
# Each is cut anew in every frame.
_MOST_SHOWN = 24


@attrs.frozen(eq=False)
class Received:
    """What can be taken over into the case, `segments` to be looked at only; `told` lists the rest in sentences."""

    marks: tuple[CompressionMark, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    key_images: tuple[KeyImage, ...] = ()
    correction: SacCorrection | None = None
    segments: tuple[ForeignSegment, ...] = ()
    told: tuple[str, ...] = ()


def receive(paths: tuple[Path, ...], here: Pictured, progress: Progress) -> Received:
    """Return what structured reports, segmentations and presentation states say of the open volume.

    What cannot be read or understood becomes a sentence; nothing is raised for it.
    """
    from viewer.dicom.incoming.understood import understand

    progress(0.0, "Reading the objects")
    views = tuple(path for path in paths if _is_presentation(path))
    others = tuple(path for path in paths if path not in views)
    geometry = here.volume.geometry
    source = _source(here)
    found = understand(others, geometry, here.case.study, source)
    progress(0.6, "Reading the presentation states")
    presented = _presented(views, source, here)
    correction, sac_told = _correction(found.segments, here)
    told = (
        *found.not_understood,
        *presented.not_understood,
        *sac_told,
        *(_measured_words(one) for one in found.measurements),
    )
    drawn = tuple(_lengths(found.measurements))
    return Received(
        found.marks,
        (*presented.annotations, *drawn),
        presented.key_images,
        correction,
        tuple(
            ForeignSegment.of(one.label, one.voxels, geometry, colour)
            for one, (_, colour) in _shown(found.segments)
        ),
        told,
    )


def _is_presentation(path: Path) -> bool:
    from viewer.dicom import tags
    from viewer.dicom.header import read_header
    from viewer.dicom.outgoing.presentation import PRESENTATION_CLASS

    try:
        return read_header(path).word(tags.SOP_CLASS_UID) == PRESENTATION_CLASS
    except ViewerError:
        return False


def _source(here: Pictured) -> "SourceStudy | None":
    """The images of the open series; None where it was not read from DICOM images, so that nothing refers to them."""
    from viewer.dicom.outgoing.source_study import read_source

    try:
        return None if here.series is None else read_source(here.series)
    except ViewerError:
        return None


def _presented(paths: tuple[Path, ...], source: "SourceStudy | None", here: Pictured) -> "Presented":
    from viewer.dicom.incoming.presentation import Presented, read_presentations

    if not paths:
        return Presented()
    if source is None:
        return Presented(not_understood=("Presentation states belong to DICOM images, and none are open.",))
    try:
        return read_presentations(paths, source, here.volume.geometry)
    except ViewerError as error:
        return Presented(not_understood=(str(error),))


def _correction(
    segments: "tuple[IncomingSegment, ...]", here: Pictured
) -> tuple[SacCorrection | None, tuple[str, ...]]:
    """The correction that makes the measured sac the same as Thecal's own segment of it."""
    from viewer.dicom.incoming.segment import correction_from

    own = next((one for one in segments if one.own and one.name == _SAC), None)
    colours = {id(one): name for one, (name, _) in _shown(segments)}
    told = [_segment_words(one, here, colours.get(id(one), "")) for one in segments if not one.own]
    if own is None:
        return None, tuple(told)
    if here.sac is None:
        told.append(
            "The sac was not taken over, for it is not measured here yet. Analyse (F5) and read it again."
        )
        return None, tuple(told)
    try:
        correction = correction_from(own, here.sac, here.volume.geometry)
    except ViewerError as error:
        return None, (*told, str(error))
    return (correction if correction.painted or correction.erased else None), tuple(told)


def _shown(
    segments: "tuple[IncomingSegment, ...]",
) -> "tuple[tuple[IncomingSegment, tuple[str, str]], ...]":
    """The first segments of other programs, each with its colour; the colours come again in turn."""
    foreign = [one for one in segments if not one.own and one.voxels]
    return tuple(zip(foreign[:_MOST_SHOWN], cycle(SEGMENT_COLOURS), strict=False))


def _segment_words(segment: "IncomingSegment", here: Pictured, colour: str) -> str:
    x, y, z = here.volume.geometry.spacing_mm
    volume_ml = segment.voxels.count * x * y * z / 1000
    level = f" at {segment.level.short_name}" if segment.level else ""
    source = f" of {segment.source}" if segment.source else ""
    shown = f"shown over the slices in {colour}, not measured" if colour else "not shown"
    return f"Segment {segment.label!r} ({segment.kind}){source}{level}: {volume_ml:.2f} mL, {shown}."


def _measured_words(one: "IncomingMeasurement") -> str:
    where = one.level.short_name if one.level else one.site
    side = f" {one.side.value}" if one.side else ""
    source = f" ({one.source})" if one.source else ""
    return f"{where}{side}: {one.name} {one.value:g} {one.unit}{source}".strip(": ")


def _lengths(measurements: "tuple[IncomingMeasurement, ...]") -> Iterator[Annotation]:
    """Lengths of other programs that say where they were drawn."""
    for number, one in enumerate(measurements, start=1):
        if not one.own and one.unit == "mm" and len(one.points) == _ENDS:
            start, end = one.points
            if distance_mm(start, end) > 0:
                yield Distance(f"i{number}", _plane_of(start, end), start, end)


def _plane_of(start: Vec3, end: Vec3) -> Plane:
    """A plane that holds a line: the axial one where the line lies in it, else one along the patient."""
    right = unit(subtract(end, start))
    along = _UP if abs(dot(right, _UP)) < _FLAT else _BACK
    return Plane(start, right, unit(cross(along, right)))


_ENDS, _FLAT = 2, 0.2
_UP, _BACK = (0.0, 0.0, 1.0), (0.0, 1.0, 0.0)
