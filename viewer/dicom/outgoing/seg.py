"""Segments as a DICOM segmentation: one binary object of the source's study on the grid of the volume.

The frames are written one by one rather than through highdicom, which wants every segment as an array as
large as the volume: frames in which nothing lies are left out, and memory stays that of the file.
"""

from collections.abc import Iterator
from itertools import islice

import attrs
import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import UID

from viewer import __version__
from viewer.dicom.objects import decimal
from viewer.dicom.outgoing.codes import Code, code, site_codes
from viewer.dicom.outgoing.derived import MODEL, add_lossy, check_same_study, derived_object
from viewer.dicom.outgoing.lab_colour import lab_colour
from viewer.dicom.outgoing.plain import limited, own_title, signed_name
from viewer.dicom.outgoing.segment import MadeBy, Segment
from viewer.dicom.outgoing.site_codes import private_scheme, use_site_codes
from viewer.dicom.outgoing.source_study import SourceImage, SourceStudy
from viewer.dicom.outgoing.uids import case_key, identified, object_uid
from viewer.errors import DicomError
from viewer.model.geometry import VolumeGeometry
from viewer.model.report.report import Report

SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4"
_SERIES = (9101, "Thecal segmentation")
# So many frames always fill whole bytes, whatever their size.
_TOGETHER = 8
_SEGMENT_NUMBER, _SEGMENT_IDENTIFICATION = 0x0062_000B, 0x0062_000A
_POSITION, _PLANE_POSITION = 0x0020_0032, 0x0020_9113
_DERIVATION = Code("113076", "DCM", "Segmentation", "P")
_PURPOSE = Code("121322", "DCM", "Source image for image processing operation", "P")

_Frame = tuple[int, int]


def segmentation(
    segments: tuple[Segment, ...],
    geometry: VolumeGeometry,
    source: SourceStudy,
    report: Report,
    uid_root: str = "",
) -> bytes:
    """Return segments of a volume as the file of a segmentation in the source's study.

    `DicomError` where there is nothing to write, or the report is of another study. Frames refer to the source images where slices of the grid
    are these; a grid of other slices stands in the frame of reference by itself. Source: DICOM PS3.3 A.51.
    """
    check_same_study(report, source)
    kept = tuple(one for one in segments if one.mask.any())
    if not kept:
        raise DicomError(
            "There is no sac to write as a segmentation.", "Measure the sac, or paint it, and export again."
        )
    key = case_key(report.study)
    frames = [(number, k) for number, one in enumerate(kept, start=1) for k in one.slices]
    made = derived_object(report, source, SEGMENTATION, "SEG", _SERIES)
    _describe(made, geometry, source, report)
    made.SegmentSequence = Sequence(
        [_segment(number, one, key, uid_root) for number, one in enumerate(kept, start=1)]
    )
    made.SharedFunctionalGroupsSequence = Sequence([_shared(geometry)])
    _dimensions(made, object_uid(key, "seg dimensions", b"", uid_root))
    ranks = {k: rank for rank, k in enumerate(sorted({k for _, k in frames}), start=1)}
    made.PerFrameFunctionalGroupsSequence = Sequence(
        [_frame(frame, ranks, geometry, source) for frame in frames]
    )
    made.NumberOfFrames = len(frames)
    _refer(made, source, [k for _, k in frames])
    made.CodingSchemeIdentificationSequence = private_scheme()
    use_site_codes(made, site_codes())
    made.add_new("PixelData", "OB", _pixels(kept, frames, geometry))
    return identified(made, key, "seg", uid_root)


def _describe(made: Dataset, geometry: VolumeGeometry, source: SourceStudy, report: Report) -> None:
    """The Segmentation Image module (PS3.3 C.8.20.2) but for its segments."""
    made.FrameOfReferenceUID = UID(source.frame_of_reference_uid)
    made.PositionReferenceIndicator = source.position_reference
    made.ImageType = ["DERIVED", "PRIMARY"]
    made.ContentLabel = "THECAL_SAC"
    made.ContentDescription = "Thecal sac, spinal cord and levels"
    made.ContentCreatorName = signed_name(report.author)
    made.SegmentationType = "BINARY"
    made.SegmentsOverlap = "YES"
    add_lossy(made, source)
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 1, 1, 0, 0
    made.Rows, made.Columns = geometry.shape[1], geometry.shape[2]


def _segment(number: int, segment: Segment, key: str, uid_root: str) -> Dataset:
    item = Dataset()
    item.SegmentNumber = number
    item.SegmentLabel = own_title(segment.label)
    item.SegmentAlgorithmType = segment.made_by.value
    if segment.made_by is not MadeBy.MANUAL:
        item.SegmentAlgorithmName = f"{MODEL} {__version__}"
    item.SegmentedPropertyCategoryCodeSequence = coded(code("segment", "category"))
    item.SegmentedPropertyTypeCodeSequence = coded(segment.kind)
    item.AnatomicRegionSequence = coded(segment.site)
    item.RecommendedDisplayCIELabValue = list(lab_colour(segment.colour))
    item.TrackingID = limited(segment.name, "UT")
    item.TrackingUID = UID(object_uid(key, "tracking segment", segment.name.encode(), uid_root))
    return item


def coded(one: Code) -> Sequence:
    """Return a code sequence of one code."""
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = one.value, one.scheme, one.meaning
    return Sequence([item])


def _shared(geometry: VolumeGeometry) -> Dataset:
    right, down, _ = geometry.axes
    column_mm, row_mm, step_mm = geometry.spacing_mm
    orientation, measures, group = Dataset(), Dataset(), Dataset()
    orientation.ImageOrientationPatient = [decimal(number) for number in (*right, *down)]
    measures.SliceThickness = measures.SpacingBetweenSlices = decimal(step_mm)
    measures.PixelSpacing = [decimal(row_mm), decimal(column_mm)]
    group.PlaneOrientationSequence = Sequence([orientation])
    group.PixelMeasuresSequence = Sequence([measures])
    return group


def _dimensions(made: Dataset, uid: str) -> None:
    """Frames are counted by segment, and within one by position (PS3.3 C.7.6.17)."""
    organisation = Dataset()
    organisation.DimensionOrganizationUID = UID(uid)
    made.DimensionOrganizationSequence = Sequence([organisation])
    items: list[Dataset] = []
    for pointer, group, label in (
        (_SEGMENT_NUMBER, _SEGMENT_IDENTIFICATION, "Segment Number"),
        (_POSITION, _PLANE_POSITION, "Image Position Patient"),
    ):
        item = Dataset()
        item.DimensionOrganizationUID = UID(uid)
        item.DimensionIndexPointer, item.FunctionalGroupPointer = pointer, group
        item.DimensionDescriptionLabel = label
        items.append(item)
    made.DimensionIndexSequence = Sequence(items)


def _frame(frame: _Frame, ranks: dict[int, int], geometry: VolumeGeometry, source: SourceStudy) -> Dataset:
    number, k = frame
    content, position, identity, group = Dataset(), Dataset(), Dataset(), Dataset()
    content.DimensionIndexValues = [number, ranks[k]]
    position.ImagePositionPatient = [decimal(one) for one in geometry.to_lps((0.0, 0.0, float(k)))]
    identity.ReferencedSegmentNumber = number
    group.FrameContentSequence = Sequence([content])
    group.PlanePositionSequence = Sequence([position])
    group.SegmentIdentificationSequence = Sequence([identity])
    if source.as_acquired:
        group.DerivationImageSequence = Sequence([_derivation(source.images[k])])
    return group


def _derivation(image: SourceImage) -> Dataset:
    origin = _reference(image)
    origin.PurposeOfReferenceCodeSequence = coded(_PURPOSE)
    item = Dataset()
    item.SourceImageSequence = Sequence([origin])
    item.DerivationCodeSequence = coded(_DERIVATION)
    return item


def _reference(image: SourceImage) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID = UID(image.sop_class_uid)
    item.ReferencedSOPInstanceUID = UID(image.sop_instance_uid)
    if image.frame:
        item.ReferencedFrameNumber = image.frame
    return item


def _refer(made: Dataset, source: SourceStudy, slices: list[int]) -> None:
    """Say which images were used; where the grid is not theirs, all of the series for the whole object."""
    used = (source.images[k] for k in sorted(set(slices))) if source.as_acquired else source.images
    images = {one.sop_instance_uid: one for one in used}.values()
    series = Dataset()
    series.SeriesInstanceUID = UID(source.series_uid)
    series.ReferencedInstanceSequence = Sequence([_whole_reference(one) for one in images])
    made.ReferencedSeriesSequence = Sequence([series])
    if not source.as_acquired:
        made.SourceImageSequence = Sequence([_whole_reference(one) for one in images])


def _whole_reference(image: SourceImage) -> Dataset:
    return _reference(attrs.evolve(image, frame=0))


def _pixels(segments: tuple[Segment, ...], frames: list[_Frame], geometry: VolumeGeometry) -> bytes:
    """The frames bit by bit, the first in the lowest bit, with no bits between frames (PS3.5 8.1.1)."""
    _, rows, columns = geometry.shape
    planes = (segments[number - 1].frame(k, (rows, columns)).reshape(-1) for number, k in frames)
    packed = b"".join(
        np.packbits(np.concatenate(some), bitorder="little").tobytes() for some in _batches(planes)
    )
    return packed + b"\0" * (len(packed) % 2)


def _batches(planes: Iterator[np.ndarray]) -> Iterator[list[np.ndarray]]:
    while batch := list(islice(planes, _TOGETHER)):
        yield batch
