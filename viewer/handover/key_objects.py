"""Key images as DICOM objects: as presentation states where an acquired image is shown, else as captures."""

from collections.abc import Callable, Iterator

import attrs

from viewer.dicom.outgoing.capture import DamagedPictureError, secondary_capture
from viewer.dicom.outgoing.image_view import ImageView, Unplaced, image_view
from viewer.dicom.outgoing.key_objects import KeptImage, key_object_selection
from viewer.dicom.outgoing.made_object import MadeObject
from viewer.dicom.outgoing.presentation import ShownImage, presentation_state
from viewer.dicom.outgoing.source_study import SourceStudy
from viewer.handover.files import Part, ReportFile
from viewer.handover.format import Format
from viewer.handover.request import ReportRequest
from viewer.model.display import PaneId
from viewer.model.key_image import KeyImage
from viewer.model.overlay.overlay import objects
from viewer.model.overlay.overlay_shapes import Shape
from viewer.model.plane import PlaneKind
from viewer.model.resolve import PaneView, resolve_pane
from viewer.model.volume import Volume
from viewer.tools.regions import Regions

# The size of the pane that words and symbols over an image are laid out for.
_PANE_PX = 480
_IN_3D = Unplaced("shows the contrast column in 3D")


@attrs.frozen(eq=False)
class _Kept:
    """A key image, the `number`th from 1; `view` is None in three dimensions."""

    number: int
    key_image: KeyImage
    view: PaneView | None
    placed: ImageView | Unplaced

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        title = self.key_image.title
        return f"{self.number}, {title[:60]!r}," if title else f"{self.number}"


class KeyObjects:
    """Makes the objects of the key images of one report."""

    def __init__(self, request: ReportRequest, source: SourceStudy, volume: Volume) -> None:
        self._request = request
        self._source = source
        self._volume = volume
        self._regions = Regions()

    def part(self) -> Part:
        """Return the files of all forms asked for; one that shows no acquired image is always captured."""
        formats = self._request.formats
        files: list[ReportFile] = []
        remarks: list[str] = []
        selected: list[KeptImage] = []
        for kept in self._all():
            placed = kept.placed
            presentation = capture = None
            if isinstance(placed, ImageView) and Format.PR in formats:
                presentation = self._presentation(kept, placed)
                files.append(ReportFile(f"pr-{kept.number}.dcm", Format.PR, presentation.data))
            if Format.SC in formats or isinstance(placed, Unplaced):
                capture = self._capture(kept)
                remarks += _remarks(kept, capture, wanted=Format.SC in formats)
            if capture is not None:
                files.append(ReportFile(f"sc-{kept.number}.dcm", Format.SC, capture.data))
            if isinstance(placed, ImageView):
                selected.append(KeptImage(kept.key_image, placed.image, presentation))
            if capture is not None:
                selected.append(KeptImage(kept.key_image, capture=capture))
        if Format.KO in formats and selected:
            files.append(ReportFile("ko.dcm", Format.KO, self._selection(selected).data))
        return Part(tuple(files), tuple(remarks))

    def _all(self) -> Iterator[_Kept]:
        for number, one in enumerate(self._request.report.key_images, start=1):
            if one.pane is PaneId.COLUMN:
                yield _Kept(number, one, None, _IN_3D)
                continue
            kind = PlaneKind(one.pane.value)
            view = resolve_pane(one.display, kind, self._volume.geometry, _PANE_PX, _PANE_PX)
            yield _Kept(number, one, view, image_view(view, self._source))

    def _presentation(self, kept: _Kept, placed: ImageView) -> MadeObject:
        assert kept.view is not None
        request = self._request
        return presentation_state(
            ShownImage(kept.key_image, kept.view, placed, self._shapes(kept.view)),
            kept.number,
            report=request.report,
            source=self._source,
            uid_root=request.uid_root,
        )

    def _shapes(self, view: PaneView) -> tuple[Shape, ...]:
        request, volume = self._request, self._volume
        if request.outdated:
            # An issued report must not be shown with what was marked after it.
            return ()
        issued = request.as_issued
        case = request.case if issued is None else attrs.evolve(request.case, annotations=issued.annotations)
        regions = self._regions.of(volume, case.annotations)
        return objects(case, view, volume.geometry, regions=regions, analysis=request.analysis)

    def _capture(self, kept: _Kept) -> MadeObject | None:
        request, view = self._request, kept.view
        picture = request.pictures.get(kept.key_image.key_id)
        if picture is None:
            return None
        shows = None if view is None else self._source.nearest(view.plane.point)
        try:
            return secondary_capture(
                kept.key_image,
                kept.number,
                picture,
                report=request.report,
                source=self._source,
                shows=shows,
                mm_per_px=self._scale_of(kept),
                uid_root=request.uid_root,
            )
        except DamagedPictureError:
            # It is told of as lacking; all else of the report is as good as before.
            return None

    def _scale_of(self, kept: _Kept) -> Callable[[int, int], float] | None:
        view, display, geometry = kept.view, kept.key_image.display, self._volume.geometry
        if view is None:
            return None
        return lambda width, height: resolve_pane(display, view.kind, geometry, width, height).mm_per_px

    def _selection(self, selected: list[KeptImage]) -> MadeObject:
        request = self._request
        return key_object_selection(
            selected, report=request.report, source=self._source, uid_root=request.uid_root
        )


def _remarks(kept: _Kept, capture: MadeObject | None, *, wanted: bool) -> Iterator[str]:
    if capture is None:
        yield f"Key image {kept.name} has no picture that can be shown and was not captured."
    elif isinstance(kept.placed, Unplaced) and not wanted:
        yield (
            f"Key image {kept.name} {kept.placed.reason}: a presentation state cannot show that, so it was "
            f"written as a captured picture, sc-{kept.number}.dcm."
        )
    elif isinstance(kept.placed, Unplaced):
        yield f"Key image {kept.name} {kept.placed.reason}: it is a captured picture only."
