"""Reports and segmentations as other programs write them, made here with highdicom."""

from pathlib import Path

import attrs
import highdicom as hd
import numpy as np
import pydicom
import pytest
from highdicom.sr import CodedConcept
from pydicom.sr.codedict import codes

from viewer.dicom.incoming.measurement import Quantity
from viewer.dicom.incoming.understood import understand
from viewer.dicom.outgoing.source_study import read_source
from viewer.dicom.uid import named_uid
from viewer.model.finding import Side
from viewer.model.spine import Level

_LENGTH, _AREA = CodedConcept("410668003", "SCT", "Length"), CodedConcept("42798000", "SCT", "Area")


@pytest.fixture
def images(scanned):
    return [pydicom.dcmread(file) for file in scanned.files]


@pytest.fixture
def image_list(images):
    return sorted(images, key=lambda one: float(one.ImagePositionPatient[2]))


def observer():
    person = hd.sr.PersonObserverIdentifyingAttributes(name="Other^Reader")
    return hd.sr.ObservationContext(observer_person_context=hd.sr.ObserverContext(codes.DCM.Person, person))


@pytest.fixture
def foreign_sr(tmp_path, images):
    """Write a report of another program with the given groups."""

    def write_report(*groups):
        report = hd.sr.Comprehensive3DSR(
            images,
            hd.sr.MeasurementReport(observer(), CodedConcept("1", "99X", "CT"), imaging_measurements=groups),
            named_uid("other series"),
            1,
            named_uid("other report"),
            1,
            "Other Company",
        )
        path = tmp_path / "other report.dcm"
        report.save_as(path)
        return path

    return write_report


def group(measurements, site=None, side=None, point=None, frame=None, name="lesion 1", **more):
    sites = [hd.sr.FindingSite(site, side)] if site else None
    tracking = hd.sr.TrackingIdentifier(named_uid(name), name)
    if point is None:
        return hd.sr.MeasurementsAndQualitativeEvaluations(
            tracking, finding_sites=sites, measurements=measurements, **more
        )
    region = hd.sr.ImageRegion3D("POINT", np.array([point]), frame)
    return hd.sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking, referenced_region=region, finding_sites=sites, measurements=measurements, **more
    )


def test_level_side_length_and_area_are_understood(foreign_sr, geometry, images):
    disc = CodedConcept("84020006", "SCT", "L4/L5 disc")
    left = CodedConcept("7771000", "SCT", "Left")
    numbers = [
        hd.sr.Measurement(_LENGTH, 1.25, CodedConcept("cm", "UCUM", "cm")),
        hd.sr.Measurement(_AREA, 61.5, CodedConcept("mm2", "UCUM", "mm2")),
    ]
    path = foreign_sr(group(numbers, disc, left, (1.0, 2.0, 103.0), images[0].FrameOfReferenceUID))
    found = understand([path], geometry).measurements
    assert [(one.name, one.value, one.unit, one.quantity) for one in found] == [
        ("Length", 12.5, "mm", Quantity.LENGTH),
        ("Area", 61.5, "mm2", Quantity.AREA),
    ]
    for one in found:
        assert (one.level, one.side, one.site) == (Level("L4/L5"), Side.LEFT, "L4/L5 disc")
        assert one.points == ((1.0, 2.0, 103.0),)
        assert (one.tracking, one.source, one.own) == ("lesion 1", "Other Company", False)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("L3-L4 disc", "L3/L4"),
        ("Disc space L3/4", "L3/L4"),
        ("C7-T1", "C7/T1"),
        ("T12 vertebra", "T12"),
        ("from L2 to L5", None),
        ("L9/10", None),
        ("liver", None),
    ],
)
def test_a_level_is_known_by_its_words(foreign_sr, geometry, words, level):
    number = hd.sr.Measurement(_LENGTH, 4.0, CodedConcept("mm", "UCUM", "mm"))
    path = foreign_sr(group([number], CodedConcept("X1", "99OTHER", words)))
    (one,) = understand([path], geometry).measurements
    assert one.level == (Level(level) if level else None)
    assert one.site == words


def test_a_number_in_an_unknown_unit_is_kept_as_it_is(foreign_sr, geometry):
    number = hd.sr.Measurement(
        CodedConcept("S", "99X", "Score"), 4.0, CodedConcept("{score}", "UCUM", "score")
    )
    (one,) = understand([foreign_sr(group([number]))], geometry).measurements
    assert (one.value, one.unit, one.quantity) == (4.0, "score", Quantity.OTHER)


def test_what_is_not_understood_is_told_in_a_sentence(foreign_sr, geometry):
    shape = hd.sr.QualitativeEvaluation(CodedConcept("A", "99X", "Shape"), CodedConcept("B", "99X", "Round"))
    found = understand([foreign_sr(group([], qualitative_evaluations=[shape, shape]))], geometry)
    assert found.measurements == ()
    assert found.not_understood == ("other report.dcm: 2 coded statements were not taken over.",)


def a_line_on(image):
    """A line from the middle of pixel (2, 3) to that of (6, 3), as programs for 2D images write it."""
    picture = hd.sr.SourceImageForRegion(image.SOPClassUID, image.SOPInstanceUID)
    region = hd.sr.ImageRegion("POLYLINE", np.array([[2.5, 3.5], [6.5, 3.5]]), picture)
    number = hd.sr.Measurement(_LENGTH, 2.0, CodedConcept("mm", "UCUM", "mm"))
    tracking = hd.sr.TrackingIdentifier(named_uid("line"), "line")
    return hd.sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking, referenced_region=region, measurements=[number]
    )


def test_a_line_drawn_on_an_image_has_its_place_in_the_patient(foreign_sr, geometry, image_list, scanned):
    path = foreign_sr(a_line_on(image_list[4]))
    (one,) = understand([path], geometry, images=read_source(scanned)).measurements
    ends = [geometry.to_lps((2.0, 3.0, 4.0)), geometry.to_lps((6.0, 3.0, 4.0))]
    np.testing.assert_allclose(one.points, ends, atol=1e-6)


def test_a_line_on_an_image_of_another_series_keeps_its_length_alone(
    foreign_sr, geometry, image_list, source
):
    path = foreign_sr(a_line_on(image_list[4]))
    others = attrs.evolve(source, images=source.images[:2])
    for images in (None, others):
        found = understand([path], geometry, images=images)
        assert [(one.value, one.points) for one in found.measurements] == [(2.0, ())]
        assert "1 region drawn on an image was not taken over." in found.not_understood[0]


@pytest.fixture
def foreign_seg(tmp_path, image_list):
    """Write a segmentation of another program over the first images."""

    def write_segmentation(pixels, kind="BINARY", labels=("Spinal canal L4/5",), **more):
        described = [
            hd.seg.SegmentDescription(
                number, label, codes.SCT.AnatomicalStructure, codes.SCT.SpinalCord, "MANUAL"
            )
            for number, label in enumerate(labels, start=1)
        ]
        made = hd.seg.Segmentation(
            image_list[: len(pixels)], pixels, kind, described, named_uid("s"), 1, named_uid("o"), 1,
            "Other Company", "Model", "1", "serial", **more,
        )  # fmt: skip
        path = tmp_path / "other segments.dcm"
        made.save_as(path)
        return path

    return write_segmentation


def test_a_binary_segment_of_another_program_lies_where_it_was_drawn(foreign_seg, geometry):
    pixels = np.zeros((3, 12, 10), bool)
    pixels[1, 4:7, 2:5] = True
    found = understand([foreign_seg(pixels)], geometry)
    (one,) = found.segments
    k, j, i = np.unravel_index(one.voxels.places, geometry.shape)
    assert (set(k), set(j), set(i)) == ({1}, {4, 5, 6}, {2, 3, 4})
    assert (one.label, one.kind, one.level) == ("Spinal canal L4/5", "Spinal cord", Level("L4/L5"))
    assert (one.source, one.own, one.moved) == ("Other Company", False, False)


def test_shares_of_a_voxel_count_from_one_half(foreign_seg, geometry):
    pixels = np.zeros((3, 12, 10), np.float32)
    pixels[1, 4, 2:5] = (0.3, 0.6, 1.0)
    found = understand([foreign_seg(pixels, "FRACTIONAL", max_fractional_value=200)], geometry)
    assert found.segments[0].voxels.count == 2
    assert "voxels of at least one half were taken" in found.not_understood[0]


def test_a_label_map_is_read_by_its_numbers(foreign_seg, geometry):
    pixels = np.zeros((3, 12, 10), np.uint8)
    pixels[0, 0, 0], pixels[2, 5, 5:8] = 1, 2
    found = understand([foreign_seg(pixels, "LABELMAP", ("one", "two"))], geometry)
    assert {one.label: one.voxels.count for one in found.segments} == {"one": 1, "two": 3}


@pytest.mark.parametrize("syntax", ["RLELossless", "JPEGLSLossless"])
def test_a_compressed_label_map_is_read(foreign_seg, geometry, syntax):
    pixels = np.zeros((3, 12, 10), np.uint8)
    pixels[0, 0, 0], pixels[2, 5, 5:8] = 1, 2
    path = foreign_seg(pixels, "LABELMAP", ("one", "two"), transfer_syntax_uid=getattr(pydicom.uid, syntax))
    found = understand([path], geometry)
    assert {one.label: one.voxels.count for one in found.segments} == {"one": 1, "two": 3}


def test_a_deflated_segmentation_is_read(foreign_seg, geometry):
    pixels = np.zeros((3, 12, 10), bool)
    pixels[1, 4:7, 2:5] = True
    image = pydicom.dcmread(foreign_seg(pixels))
    image.file_meta.TransferSyntaxUID = pydicom.uid.DeflatedExplicitVRLittleEndian
    image.save_as(image.filename)
    (one,) = understand([Path(image.filename)], geometry).segments
    assert one.voxels.count == 9


def test_bits_compressed_in_some_way_are_refused_in_a_sentence(foreign_seg, geometry):
    image = pydicom.dcmread(foreign_seg(np.ones((3, 12, 10), bool)))
    image.file_meta.TransferSyntaxUID = pydicom.uid.RLELossless
    image["PixelData"].is_undefined_length = True
    image.PixelData = pydicom.encaps.encapsulate([b"\0" * 64] * 3)
    image.save_as(image.filename)
    (note,) = understand([Path(image.filename)], geometry).not_understood
    assert "compressed in a way Thecal does not read" in note


def test_a_level_is_known_by_the_older_codes_of_snomed(foreign_sr, geometry):
    number = hd.sr.Measurement(_LENGTH, 4.0, CodedConcept("mm", "UCUM", "mm"))
    path = foreign_sr(
        group([number], CodedConcept("T-1194B", "SRT", "x"), CodedConcept("G-A100", "SRT", "x"))
    )
    (one,) = understand([path], geometry).measurements
    assert (one.level, one.side) == (Level("L4/L5"), Side.RIGHT)


def test_an_image_is_neither_report_nor_segmentation(write, geometry):
    file = next(iter(write().glob("*.dcm")))
    (note,) = understand([file], geometry).not_understood
    assert note == f"{file.name}: This is neither a structured report nor a segmentation."
