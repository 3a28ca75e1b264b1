"""Structured reports read: Thecal's own to marks, those of other programs to measurements with their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs
from pydicom.dataset import Dataset

from viewer.dicom.incoming.content import Item, read_content
from viewer.dicom.incoming.drawn import with_places
from viewer.dicom.incoming.measurement import IncomingMeasurement
from viewer.dicom.incoming.own_report import FINDING, TRACKING, own_kind, read_own
from viewer.dicom.incoming.site import LATERALITY, level_said, side_said, site_of
from viewer.dicom.incoming.taken import Taken
from viewer.dicom.incoming.units import in_known_unit
from viewer.dicom.outgoing.source_study import SourceStudy
from viewer.dicom.text import printable
from viewer.errors import DicomError
from viewer.model.finding import Side
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.spine import Level

_GROUP = ("DCM", "125007")
# What a measurement is made of, or says whom it is from, is no loss where it is not shown.
_CONTEXT = frozenset(("PNAME", "UIDREF", "DATETIME", "DATE", "TIME", "CONTAINER", "NUM", ""))
_WORDS = {
    "TEXT": ("text", "texts"),
    "CODE": ("coded statement", "coded statements"),
    "SCOORD": ("region drawn on an image", "regions drawn on images"),
    "TCOORD": ("place in time", "places in time"),
    "IMAGE": ("reference to an image", "references to images"),
    "COMPOSITE": ("reference to an object", "references to objects"),
    "WAVEFORM": ("reference to a curve", "references to curves"),
    "TABLE": ("table", "tables"),
}


def read_report(
    dataset: Dataset, geometry: VolumeGeometry, frame_uid: str = "", images: SourceStudy | None = None
) -> Taken:
    """Return what a structured report says; `DicomError` where it has no content.

    `images` are those of the volume, so that what is drawn on them has a place. Places in another frame of reference than `frame_uid` (where that is known) are left out with a sentence.
    """
    root = read_content(dataset)
    if not root.children:
        raise DicomError("The report is empty.")
    if frame_uid and any(one.frame_uid not in ("", frame_uid) for one in root.all_items()):
        return Taken(
            notes=("Its places are those of another frame of reference, so nothing was taken over.",)
        )
    if images is not None:
        root = with_places(root, images, geometry)
    source = _source(dataset)
    taken, missed = Taken(), Counter[str]()
    for one in _walk(root, _Context()):
        if isinstance(one, _OwnGroup):
            taken = taken.joined(read_own(one.item, one.kind, geometry))
        elif isinstance(one, IncomingMeasurement):
            taken = taken.joined(Taken(measurements=(attrs.evolve(one, source=source),)))
        else:
            missed[one] += 1
    return taken.joined(Taken(notes=tuple(_missed(missed))))


@attrs.frozen
class _OwnGroup:
    item: Item
    kind: str


@attrs.frozen
class _Context:
    """What the containers above a number say of it."""

    level: Level | None = None
    side: Side | None = None
    site: str = ""
    tracking: str = ""
    points: tuple[Vec3, ...] = ()

    def within(self, item: Item) -> _Context:
        """The context of what lies in an item."""
        found = self
        if site := site_of(item):
            said, side = site
            found = attrs.evolve(found, site=said.meaning, level=level_said(said), side=side)
        elif sides := [side for one in item.named(*LATERALITY) if (side := side_said(one.code))]:
            found = attrs.evolve(found, side=sides[0])
        if trackings := [one.text for one in item.named(TRACKING) if one.text]:
            found = attrs.evolve(found, tracking=printable(trackings[0]))
            if found.level is None:
                found = attrs.evolve(found, level=level_said(attrs.evolve(item.name, meaning=found.tracking)))
        if points := tuple(point for one in item.children for point in one.points):
            found = attrs.evolve(found, points=points)
        return found


def _walk(item: Item, context: _Context) -> Iterator[_OwnGroup | IncomingMeasurement | str]:
    """Yield Thecal's own groups, numbers of others, and the value type of what is neither."""
    if item.kind == "CONTAINER" and item.name.among(_GROUP) and (kind := own_kind(item)):
        yield _OwnGroup(item, kind)
        return
    context = context.within(item)
    if item.kind == "NUM":
        yield _measurement(item, context) or "NUM without a value"
        return
    for child in item.children:
        if child.kind in ("CONTAINER", "NUM"):
            yield from _walk(child, context)
        elif child.kind not in _CONTEXT and not _is_context(child):
            yield child.kind


def _is_context(item: Item) -> bool:
    """Whether an item says what or where a group is, which its measurements tell already."""
    return bool(item.points) or item.name.among(TRACKING, FINDING) or item.name.among(*_TOLD)


# Site, side, language, country, observer, procedure, method and image library of the templates.
_TOLD = (
    ("SCT", "363698007"),
    ("SRT", "G-C0E3"),
    *LATERALITY,
    *(("DCM", value) for value in ("121049", "121046", "121005", "121058", "121008", "121012", "121013")),
    *(("DCM", value) for value in ("121014", "121015", "121016", "111001", "111003", "121401", "121112")),
    ("SCT", "370129005"),
)


def _measurement(item: Item, context: _Context) -> IncomingMeasurement | None:
    found = None if item.number is None else in_known_unit(item.number, item.unit)
    if found is None:
        return None
    value, unit, kind = found
    return IncomingMeasurement(
        item.name.meaning or "Measurement", value, unit, kind, context.level, context.side, context.site,
        context.points, context.tracking,
    )  # fmt: skip


def _source(dataset: Dataset) -> str:
    said = (dataset.get("Manufacturer", ""), dataset.get("ManufacturerModelName", ""))
    words = [printable(str(one)) for one in said if one]
    return " ".join(dict.fromkeys(words)) or "another program"


def _missed(missed: Counter[str]) -> Iterator[str]:
    for kind, count in sorted(missed.items()):
        one, several = _WORDS.get(kind, ("number without a value", "numbers without a value"))
        was = "was" if count == 1 else "were"
        yield f"{count} {one if count == 1 else several} {was} not taken over."
