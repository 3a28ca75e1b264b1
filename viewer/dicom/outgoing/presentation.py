"""Key images as Grayscale Softcopy Presentation States of the acquired images (PS3.3 A.33.1)."""

import attrs
from pydicom.dataset import Dataset

from viewer.dicom.objects import decimal
from viewer.dicom.outgoing.derived import check_same_study, derived_object
from viewer.dicom.outgoing.graphics import Canvas, graphics
from viewer.dicom.outgoing.image_view import ImageView
from viewer.dicom.outgoing.made_object import MadeObject, made_object
from viewer.dicom.outgoing.plain import own_title, signed_name
from viewer.dicom.outgoing.source_study import SourceImage, SourceStudy
from viewer.model.key_image import KeyImage
from viewer.model.overlay.overlay_shapes import Shape
from viewer.model.report.report import Report
from viewer.model.resolve import PaneView

PRESENTATION_CLASS = "1.2.840.10008.5.1.4.1.1.11.1"
SERIES = (9301, "Thecal key images")
NO_TITLE = "Key image"


@attrs.frozen
class ShownImage:
    """A key image that shows an acquired image.

    `view` is what its pane shows at some size, `placed` the acquired image that is (`image_view`), `shapes`
    what is drawn over it at that size.
    """

    key_image: KeyImage
    view: PaneView
    placed: ImageView
    shapes: tuple[Shape, ...]


def presentation_state(
    shown: ShownImage, number: int, *, report: Report, source: SourceStudy, uid_root: str = ""
) -> MadeObject:
    """Return the presentation state of a key image, the `number`th from 1.

    What is drawn over it becomes graphic layers, whatever is burned into pictures.
    """
    check_same_study(report, source)
    key_image, placed = shown.key_image, shown.placed
    made = derived_object(report, source, PRESENTATION_CLASS, "PR", SERIES, number)
    del made.ContentDate, made.ContentTime
    made.BodyPartExamined = "SPINE"
    made.PresentationCreationDate = made.InstanceCreationDate
    made.PresentationCreationTime = made.InstanceCreationTime
    made.ContentLabel = f"KEY IMAGE {number}"
    made.ContentDescription = own_title(key_image.title or NO_TITLE)
    made.ContentCreatorName = signed_name(key_image.by or report.author)
    made.ReferencedSeriesSequence = [_series_item(source, placed.image)]
    made.DisplayedAreaSelectionSequence = [_area(placed)]
    _add_rescale(made, placed.image)
    made.SoftcopyVOILUTSequence = [_window(key_image)]
    made.PresentationLUTShape = "IDENTITY"
    _add_turn(made, placed)
    _add_graphics(made, shown, source)
    return made_object(made, report, "presentation state", uid_root)


def image_item(image: SourceImage) -> Dataset:
    """Return a reference to an image or a frame (PS3.3 table 10-3)."""
    item = Dataset()
    item.ReferencedSOPClassUID = image.sop_class_uid
    item.ReferencedSOPInstanceUID = image.sop_instance_uid
    if image.frame:
        item.ReferencedFrameNumber = image.frame
    return item


def _series_item(source: SourceStudy, image: SourceImage) -> Dataset:
    item = Dataset()
    item.SeriesInstanceUID = source.series_uid
    item.ReferencedImageSequence = [image_item(image)]
    return item


def _area(placed: ImageView) -> Dataset:
    item = Dataset()
    item.DisplayedAreaTopLeftHandCorner = list(placed.top_left)
    item.DisplayedAreaBottomRightHandCorner = list(placed.bottom_right)
    item.PresentationSizeMode = "SCALE TO FIT"
    right_mm, down_mm = placed.grid.spacing_mm
    item.PresentationPixelSpacing = [decimal(down_mm), decimal(right_mm)]
    return item


def _add_rescale(made: Dataset, image: SourceImage) -> None:
    slope, intercept = image.rescale or (1.0, 0.0)
    made.RescaleIntercept, made.RescaleSlope = decimal(intercept), decimal(slope)
    made.RescaleType = "HU"


def _window(key_image: KeyImage) -> Dataset:
    window, preset = key_image.display.window, key_image.display.preset
    item = Dataset()
    item.WindowCenter, item.WindowWidth = decimal(window.centre), decimal(max(window.width, 1.0))
    if preset:
        item.WindowCenterWidthExplanation = own_title(preset)
    return item


def _add_turn(made: Dataset, placed: ImageView) -> None:
    if placed.rotation_deg or placed.mirrored:
        made.ImageHorizontalFlip = "Y" if placed.mirrored else "N"
        made.ImageRotation = placed.rotation_deg


def _add_graphics(made: Dataset, shown: ShownImage, source: SourceStudy) -> None:
    display, placed, view = shown.key_image.display, shown.placed, shown.view
    upright = not (placed.rotation_deg or placed.mirrored)
    canvas = Canvas(view, placed.grid, source.rows, source.columns, upright)
    crosshair = view.to_px(display.crosshair) if display.crosshair_shown else None
    drawn = graphics(shown.shapes if display.overlays_shown else (), canvas, crosshair)
    if drawn.layers:
        made.GraphicAnnotationSequence = drawn.annotations
        made.GraphicLayerSequence = drawn.layers
