"""Presentation states read back: each view as a key image, and lines that say their length (PS3.3 A.33.1)."""

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
from pydicom.dataset import Dataset

from viewer.dicom.incoming.guarded import read_guarded
from viewer.dicom.outgoing.graphics import CROSSHAIR
from viewer.dicom.outgoing.image_view import PixelGrid, pixel_grid, turned_axes
from viewer.dicom.outgoing.presentation import PRESENTATION_CLASS
from viewer.dicom.outgoing.source_study import SourceImage, SourceStudy
from viewer.dicom.text import printable
from viewer.errors import DicomError, ViewerError
from viewer.model.annotation import Annotation, Distance
from viewer.model.display import MAX_ZOOM, MIN_ZOOM, Display, PaneId, SlicePane
from viewer.model.geometry import Vec3, VolumeGeometry, distance_mm
from viewer.model.key_image import KeyImage
from viewer.model.plane import Plane, PlaneKind
from viewer.model.resolve import fit_mm_per_px
from viewer.model.study import WindowSetting

# Views of one state beyond this are a whole series shown alike, and no chosen images.
_MOST_IMAGES = 6
_PANE_PX = 480
_SAME_MM = 0.15
_ALIGNED_MM = 1e-5
_LENGTH = re.compile(r"(?<![\d.,])(\d{1,4}(?:[.,]\d+)?)\s*(mm|cm)\b", re.ASCII)
_KINDS = (PlaneKind.SAGITTAL, PlaneKind.CORONAL, PlaneKind.AXIAL)
_LONGEST_TITLE = 200


@attrs.frozen
class Presented:
    """What presentation states show of a volume; `not_understood` says in sentences what was left out."""

    key_images: tuple[KeyImage, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    not_understood: tuple[str, ...] = ()

    def joined(self, other: "Presented") -> "Presented":
        """Return all of both."""
        return Presented(
            (*self.key_images, *other.key_images),
            (*self.annotations, *other.annotations),
            (*self.not_understood, *other.not_understood),
        )


def read_presentations(paths: Sequence[Path], source: SourceStudy, geometry: VolumeGeometry) -> Presented:
    """Return what presentation states show of the volume of a source, Thecal's own and those of others.

    A file that cannot be read, or that shows other images, becomes a sentence; nothing is raised for it.
    """
    found = Presented()
    for path in paths:
        try:
            one = read_guarded(path, lambda dataset: _read(dataset, source, geometry))
        except ViewerError as error:
            one = Presented(not_understood=(str(error),))
        notes = (note if path.name in note else f"{path.name}: {note}" for note in one.not_understood)
        found = found.joined(attrs.evolve(one, not_understood=tuple(notes)))
    return found


def _read(state: Dataset, source: SourceStudy, geometry: VolumeGeometry) -> Presented:
    if state.get("SOPClassUID") != PRESENTATION_CLASS:
        raise DicomError("This is no grayscale presentation state.")
    images = _referenced(state, source)
    if not images:
        raise DicomError("It shows other images than those that are open.")
    notes = list(_left_out(state, images))
    found = Presented(not_understood=tuple(notes))
    for number, image in enumerate(images[:_MOST_IMAGES], start=1):
        found = found.joined(_shown(state, image, source, geometry, number))
    return found


def _referenced(state: Dataset, source: SourceStudy) -> list[SourceImage]:
    """The images of the source that a state refers to, in its order."""
    known: dict[tuple[str, int], SourceImage] = {
        (image.sop_instance_uid, image.frame): image for image in source.images
    }
    frames: dict[str, list[int]] = {}
    for image in source.images:
        frames.setdefault(image.sop_instance_uid, []).append(image.frame)
    found: list[SourceImage] = []
    for series in state.get("ReferencedSeriesSequence", ()):
        for item in series.get("ReferencedImageSequence", ()):
            uid = str(item.get("ReferencedSOPInstanceUID", ""))
            wanted = _numbers(item.get("ReferencedFrameNumber")) or frames.get(uid, ())
            found += [known[uid, int(frame)] for frame in wanted if (uid, int(frame)) in known]
    return found


def _shown(
    state: Dataset, image: SourceImage, source: SourceStudy, geometry: VolumeGeometry, number: int
) -> Presented:
    """The key image of one referenced image, with the lines drawn over it."""
    grid = pixel_grid(image)
    axes = None
    if grid is not None:
        turn = round(float(state.get("ImageRotation") or 0))
        axes = turned_axes(grid, turn, mirrored=state.get("ImageHorizontalFlip", "N") == "Y")
    area = _area(state, image)
    if grid is None or axes is None or area is None:
        return Presented(not_understood=("It does not say which part of an image it shows, or how it lies.",))
    plane = Plane(grid.to_lps(_middle(area)), *axes)
    kind = _KINDS[max(range(3), key=lambda axis: abs(plane.normal[axis]))]
    whole = {*area[::2]} == {0, source.columns} and {*area[1::2]} == {0, source.rows}
    pane = _pane(plane, kind, grid, area, geometry, whole=whole)
    crosshair = _crosshair(state, grid) or plane.point
    display = attrs.evolve(
        Display(crosshair=crosshair, crosshair_shown=_has_crosshair(state)).with_pane(kind, pane),
        main_pane=PaneId(kind.value),
    )
    window = _window(state, image)
    if window is not None:
        display = attrs.evolve(display, window=window, preset=_preset(state))
    kept = KeyImage(
        key_id=f"{state.get('SOPInstanceUID', 'presentation')}-{number}",
        pane=PaneId(kind.value),
        display=display,
        title=_text(state, "ContentDescription") or _text(state, "ContentLabel"),
        created=_created(state),
        by=_text(state, "ContentCreatorName").rstrip("^"),
    )
    return Presented((kept,), tuple(_distances(state, image, grid, plane)))


def _area(state: Dataset, image: SourceImage) -> tuple[float, float, float, float] | None:
    """The part shown of an image, `(left, top, right, bottom)` in places of it as they stand on the screen."""
    for item in state.get("DisplayedAreaSelectionSequence", ()):
        if not _is_of(item, image):
            continue
        first = _numbers(item.get("DisplayedAreaTopLeftHandCorner"))
        last = _numbers(item.get("DisplayedAreaBottomRightHandCorner"))
        if len(first) == len(last) == 2:
            left, right = _edges(first[0], last[0])
            top, bottom = _edges(first[1], last[1])
            return (left, top, right, bottom)
    return None


def _edges(first: float, last: float) -> tuple[float, float]:
    """The outer edges of two pixels counted from 1, in the order they stand on the screen."""
    return (first - 1, last) if first <= last else (first, last - 1)


def _middle(area: tuple[float, float, float, float]) -> tuple[float, float]:
    left, top, right, bottom = area
    return ((left + right) / 2, (top + bottom) / 2)


def _pane(
    plane: Plane,
    kind: PlaneKind,
    grid: PixelGrid,
    area: tuple[float, float, float, float],
    geometry: VolumeGeometry,
    *,
    whole: bool,
) -> SlicePane:
    corners = [plane.coordinates(grid.to_lps(at)) for at in (area[:2], area[2:])]
    largest_mm = max(abs(corners[1][0] - corners[0][0]), abs(corners[1][1] - corners[0][1]), 1e-3)
    zoom = fit_mm_per_px(geometry, kind, _PANE_PX, _PANE_PX) * _PANE_PX / largest_mm
    straight = Display().pane(kind)
    apart = max(distance_mm(straight.right, plane.right), distance_mm(straight.down, plane.down))
    pane = straight if apart < _ALIGNED_MM else SlicePane(plane.right, plane.down)
    if whole:
        return pane
    pan_mm = pane.plane(geometry.centre).coordinates(plane.point)
    return attrs.evolve(pane, zoom=min(max(zoom, MIN_ZOOM), MAX_ZOOM), pan_mm=pan_mm)


def _window(state: Dataset, image: SourceImage) -> WindowSetting | None:
    """The window in HU: what the state counts in, by its own rescale, brought to that of the image."""
    for item in state.get("SoftcopyVOILUTSequence", ()):
        centre, width = _numbers(item.get("WindowCenter")), _numbers(item.get("WindowWidth"))
        if not (_is_of(item, image) and centre and width and width[0] >= 1):
            continue
        slope, intercept = image.rescale or (1.0, 0.0)
        own_slope = float(state.get("RescaleSlope") or slope) or 1.0
        own_intercept = float(state.get("RescaleIntercept", intercept))
        factor = slope / own_slope
        return WindowSetting(width[0] * abs(factor), (centre[0] - own_intercept) * factor + intercept)
    return None


def _preset(state: Dataset) -> str:
    item = state.SoftcopyVOILUTSequence[0]
    return printable(str(item.get("WindowCenterWidthExplanation", "")))[:_LONGEST_TITLE]


def _has_crosshair(state: Dataset) -> bool:
    """Whether the crosshair was shown: own states carry it, those of others have none to hide."""
    return any(
        item.get("GraphicLayer") == CROSSHAIR.name for item in state.get("GraphicAnnotationSequence", ())
    )


def _crosshair(state: Dataset, grid: PixelGrid) -> Vec3 | None:
    for item in state.get("GraphicAnnotationSequence", ()):
        if item.get("GraphicLayer") == CROSSHAIR.name:
            for graphic in item.get("GraphicObjectSequence", ()):
                if graphic.get("GraphicType") == "POINT":
                    column, row = _numbers(graphic.get("GraphicData"))[:2]
                    return grid.to_lps((column, row))
    return None


def _distances(state: Dataset, image: SourceImage, grid: PixelGrid, plane: Plane) -> Iterator[Distance]:
    """Lines of two points beside which their length is written: any other line may mean anything."""
    for number, item in enumerate(_annotations(state, image)):
        texts = " ".join(
            str(one.get("UnformattedTextValue", "")) for one in item.get("TextObjectSequence", ())
        )
        said = [_mm(*match) for match in _LENGTH.findall(texts)]
        for line, ends in enumerate(_lines(item, grid)):
            if any(abs(distance_mm(*ends) - length) <= _SAME_MM for length in said):
                name = f"{state.get('SOPInstanceUID', 'presentation')}-{number}-{line}"
                yield Distance(name, plane.through(ends[0]), *ends)


def _lines(item: Dataset, grid: PixelGrid) -> Iterator[tuple[Vec3, Vec3]]:
    for graphic in item.get("GraphicObjectSequence", ()):
        places = _numbers(graphic.get("GraphicData"))
        straight = graphic.get("GraphicType") == "POLYLINE" and len(places) == 4
        if straight and graphic.get("GraphicAnnotationUnits") == "PIXEL":
            yield grid.to_lps((places[0], places[1])), grid.to_lps((places[2], places[3]))


def _mm(number: str, unit: str) -> float:
    return float(number.replace(",", ".")) * (10 if unit == "cm" else 1)


def _annotations(state: Dataset, image: SourceImage) -> Iterator[Dataset]:
    yield from (item for item in state.get("GraphicAnnotationSequence", ()) if _is_of(item, image))


def _is_of(item: Dataset, image: SourceImage) -> bool:
    """Whether an item is meant for an image: one that names none is meant for all."""
    named = item.get("ReferencedImageSequence") or ()
    return not named or any(
        one.get("ReferencedSOPInstanceUID") == image.sop_instance_uid
        and (not image.frame or image.frame in (_numbers(one.get("ReferencedFrameNumber")) or [image.frame]))
        for one in named
    )


def _left_out(state: Dataset, images: list[SourceImage]) -> Iterator[str]:
    if len(images) > _MOST_IMAGES:
        yield f"It shows {len(images)} images; the first {_MOST_IMAGES} were taken over."
    if state.get("PresentationLUTShape") == "INVERSE" or "PresentationLUTSequence" in state:
        yield "Its inverted or curved greys were not taken over."
    if any("VOILUTSequence" in item for item in state.get("SoftcopyVOILUTSequence", ())):
        yield "Its curve of greys was not taken over, only a window."
    if "ShutterShape" in state:
        yield "Its shutter was not taken over."
    if str(state.get("Manufacturer", "")) != _OWN and (count := _drawn(state)):
        yield f"Of {count} drawn lines and texts, only lines with their length beside them were taken over."


def _drawn(state: Dataset) -> int:
    return sum(
        len(item.get(name) or ())
        for item in state.get("GraphicAnnotationSequence", ())
        for name in ("GraphicObjectSequence", "TextObjectSequence")
    )


_OWN = "Thecal"


def _created(state: Dataset) -> str:
    day, time = str(state.get("PresentationCreationDate", "")), str(state.get("PresentationCreationTime", ""))
    if not re.fullmatch(r"\d{8}", day) or not re.match(r"\d{6}", time):
        return ""
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:6]}"


def _text(state: Dataset, keyword: str) -> str:
    return printable(str(state.get(keyword) or ""))[:_LONGEST_TITLE]


def _numbers(value: Any) -> list[float]:
    """The finite numbers of a value, none where it is empty."""
    if value is None or value == "":
        return []
    parts = [value] if isinstance(value, (int, float, str)) else list(value)
    numbers = [float(part) for part in parts]
    return numbers if all(map(math.isfinite, numbers)) else []
