"""The images of a series one by one, and the pages of its documents, in the order they are read in."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import attrs

from viewer.dicom import tags
from viewer.dicom.document import document_of, is_document
from viewer.dicom.header import Header
from viewer.dicom.pictures import headers_of, picture_info, read_picture
from viewer.errors import DicomError
from viewer.formats.pages import page, page_count
from viewer.model.geometry import Vec3, dot, scale
from viewer.model.orientation import principal
from viewer.model.picture import ColourPicture, Picture, PictureInfo, Placement
from viewer.model.study import Series
from viewer.progress import Progress, silent

# As in the panes of the CT, the next image lies towards the feet, the left, or the back.
_FORWARD = frozenset("FLP")
_PARALLEL = 1e-3
_SAME_PLACE_MM = 0.01


@attrs.frozen
class _Page:
    header: Header
    number: int


_Source: TypeAlias = Header | _Page


@attrs.frozen(eq=False)
class Pictures:
    """What can be looked at of a series: `infos` at once, each picture when it is read."""

    infos: tuple[PictureInfo, ...]
    sources: tuple[_Source, ...] = attrs.field(repr=False)

    def read(self, number: int) -> Picture:
        """Return a picture; a `ViewerError` says why it cannot be shown."""
        source = self.sources[number]
        if isinstance(source, Header):
            return read_picture(source)
        return ColourPicture(page(document_of(source.header), source.number))


def pictures(series: Series, progress: Progress = silent) -> Pictures:
    """Return the images or pages of a series in their order, along their normal where they form a stack.

    `DicomError` if nothing in it can be looked at.
    """
    if not series.viewable:
        raise DicomError("There is nothing to look at in this series.", series.reason)
    headers = _once(headers_of(series))
    sources: list[_Source] = []
    for number, header in enumerate(headers):
        progress(number / len(headers), "Reading headers")
        sources += _pages(header) if is_document(header) else [header]
    ordered = _along_normal(sources)
    count = len(ordered)
    return Pictures(tuple(_info(one, f"{n} of {count}") for n, one in enumerate(ordered, 1)), tuple(ordered))


def _once(headers: Sequence[Header]) -> list[Header]:
    """Each image once, however many copies of its file there are."""
    found: dict[tuple[str, int], Header] = {}
    for header in headers:
        name = header.word(tags.SOP_INSTANCE_UID) or str(header.path)
        found.setdefault((name, header.frame), header)
    return list(found.values())


def _pages(header: Header) -> list[_Source]:
    return [_Page(header, number) for number in range(page_count(document_of(header)))]


def _info(source: _Source, label: str) -> PictureInfo:
    if isinstance(source, Header):
        return picture_info(source, label)
    return PictureInfo(f"Page {label}", None)


def _along_normal(sources: list[_Source]) -> list[_Source]:
    """Sorted by place where all are parallel and none shares its place with another, else as they come.

    Images at one place belong to different times or contrasts, whose order the scanner knows best.
    """
    placed = [_info(one, "").placement for one in sources]
    known = [one for one in placed if one is not None]
    if len(known) < max(len(sources), 2):
        return sources
    forward = _forward(known[0])
    if any(dot(one.plane.normal, known[0].plane.normal) < 1 - _PARALLEL for one in known):
        return sources
    depths_mm = [dot(one.origin, forward) for one in known]
    order = sorted(range(len(sources)), key=depths_mm.__getitem__)
    return sources if _repeats([depths_mm[n] for n in order]) else [sources[n] for n in order]


def _forward(placement: Placement) -> Vec3:
    normal = placement.plane.normal
    return normal if principal(normal) in _FORWARD else scale(normal, -1)


def _repeats(sorted_mm: Sequence[float]) -> bool:
    return any(b - a < _SAME_PLACE_MM for a, b in pairwise(sorted_mm))
