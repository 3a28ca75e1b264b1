"""An extrusion on the patient's right is on the right in every form of the report, however the patient lay.

Every form is read by other means than those that wrote it; where the patient's right is comes from the source
images alone.
"""

import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache

import numpy as np
import pydicom
import pypdfium2
import pytest
import SimpleITK
from pydicom.dataset import Dataset

from tests.end_to_end.lying_patient import Reported, reported
from viewer.analysis.phantom.spec import PatientPosition

RIGHT_CODE, LEFT_CODE, L4_L5_CODE = "24028007", "7771000", "84020006"
ZONES = ("Lateral recess right", "Lateral recess left")
SVG = "{http://www.w3.org/2000/svg}"
SENTENCE = "L4/5: severe right lateral recess narrowing by disc extrusion"
INK, DARK = 180, 100


@pytest.fixture(scope="module", params=list(PatientPosition))
def made(request, tmp_path_factory, qapp) -> Reported:
    return reported(request.param, tmp_path_factory.mktemp("lying"))


def read(made: Reported, name: str) -> str:
    return (made.folder / name).read_text(encoding="utf-8")


def one_line(text: str) -> str:
    return " ".join(text.replace("\u2010", "-").split())


def test_the_text_says_right(made) -> None:
    said = one_line(read(made, "report.txt"))
    assert SENTENCE in said
    assert "right L5 root" in said
    assert "Pain on the right (L5): concordant with finding 1 (L4/5)." in said
    assert not re.search(r"\bleft\b", said, re.IGNORECASE)


def test_the_pages_say_right(made) -> None:
    document = pypdfium2.PdfDocument(made.folder / "report.pdf")
    said = one_line(" ".join(page.get_textpage().get_text_bounded() for page in document))
    assert SENTENCE in said
    assert "concordant with finding 1 (L4/5)" in said


def test_pdftotext_reads_the_same_sentence(made) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("the proof by pdftotext was skipped: it is not installed")
    told = subprocess.run(
        ["pdftotext", "-layout", made.folder / "report.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert SENTENCE in one_line(told.stdout)


def test_the_web_page_draws_the_finding_beneath_the_letter_r(made) -> None:
    page = read(made, "report.html")
    drawing = next(
        ET.fromstring(one) for one in re.findall(r"<svg.*?</svg>", page, re.DOTALL) if "Spine" in one
    )
    texts = {one.text: float(one.get("x", "nan")) for one in drawing.iter() if one.tag.endswith("text")}
    assert texts["R"] < texts["1"] < texts["L"]
    assert texts["1"] - texts["R"] < texts["L"] - texts["1"]
    # The root that the symptom points to stands on the same side.
    assert texts["L5"] < (texts["R"] + texts["L"]) / 2 or "L5" not in texts


def test_the_web_page_grades_the_right_recess_alone(made) -> None:
    headings, cells = level_row(read(made, "report.html"))
    # Level and number stand beside both rows of headings.
    said = dict(zip(("Level", "No.", *headings), cells, strict=False))
    assert (said["Level"], said["No."]) == ("L4/5", "1")
    assert (said["Recess right"], said["Recess left"]) == ("severe", "none")
    assert (said["Foramen right"], said["Foramen left"]) == ("none", "none")


def level_row(page: str) -> tuple[list[str], list[str]]:
    """The headings of the level table and its row for L4/5, in words."""
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        rows = [
            [
                one_line(re.sub(r"<[^>]+>", " ", cell))
                for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        ]
        if any("Recess right" in row for row in rows):
            headings = next(row for row in rows if "Recess right" in row)
            return headings, next(row for row in rows if row and row[0].startswith("L4/5"))
    raise AssertionError("there is no level table")


def test_json_and_csv_say_right(made) -> None:
    told = json.loads(read(made, "report.json"))
    (finding,) = told["findings"]
    assert finding["side"] == "right"
    assert {one["side"] for one in finding["narrowed"]} == {"right"}
    (row,) = [one for one in told["levels"] if one["level"] == "L4/L5"]
    assert (row["form"]["recess_right"], row["form"]["recess_left"]) == ("severe", "none")
    (fit,) = told["concordance"]
    assert fit["agreement"] == "concordant"
    rows = list(csv.DictReader(io.StringIO(read(made, "report.csv"))))
    (line,) = [one for one in rows if one["row"] == "finding"]
    assert (line["side"], line["level"]) == ("right", "L4/L5")
    (line,) = [one for one in rows if one["row"] == "level" and one["level"] == "L4/L5"]
    assert (line["recess_right"], line["recess_left"]) == ("severe", "none")


def test_fhir_says_right_by_code_and_in_words(made) -> None:
    bundle = json.loads(read(made, "report.fhir.json"))
    seen = [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Observation"]
    (finding,) = [one for one in seen if one["bodySite"]["text"].startswith("L4/5,")]
    assert finding["bodySite"]["text"] == "L4/5, right"
    assert finding["bodySite"]["coding"][0]["code"] == L4_L5_CODE
    codes = [
        coding["code"]
        for part in finding["component"]
        for coding in part.get("valueCodeableConcept", {}).get("coding", [])
    ]
    assert RIGHT_CODE in codes
    assert LEFT_CODE not in codes
    (level,) = [one for one in seen if one["bodySite"]["text"] == "L4/5"]
    zones = {part["code"]["text"]: part.get("valueString") for part in level["component"]}
    assert [zones[name] for name in ZONES] == ["severe", "none"]


def items(parent: Dataset) -> Iterator[Dataset]:
    for item in parent.get("ContentSequence", []):
        yield item
        yield from items(item)


def test_the_structured_report_says_right_at_the_finding_site(made) -> None:
    sites = [
        (item.ConceptCodeSequence[0].CodeValue, [one.ConceptCodeSequence[0].CodeValue for one in items(item)])
        for item in items(pydicom.dcmread(made.folder / "sr.dcm"))
        if item.ValueType == "CODE" and item.ConceptNameCodeSequence[0].CodeMeaning == "Finding Site"
    ]
    assert (L4_L5_CODE, [RIGHT_CODE]) in sites
    assert not any(LEFT_CODE in sides for _, sides in sites)
    (point,) = [
        item.GraphicData
        for item in items(pydicom.dcmread(made.folder / "sr.dcm"))
        if item.ValueType == "SCOORD3D" and item.GraphicType == "POINT"
    ]
    assert np.allclose(point, made.mark, atol=0.01)


def test_the_segmentation_is_indented_from_the_patients_right(made) -> None:
    data = pydicom.dcmread(made.folder / "seg.dcm")
    number = next(one.SegmentNumber for one in data.SegmentSequence if one.SegmentLabel == "Thecal sac")
    frames = [
        n
        for n, one in enumerate(data.PerFrameFunctionalGroupsSequence)
        if one.SegmentIdentificationSequence[0].ReferencedSegmentNumber == number
    ]
    pixels = SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(str(made.folder / "seg.dcm")))
    shared = data.SharedFunctionalGroupsSequence[0]
    cosines = np.array(shared.PlaneOrientationSequence[0].ImageOrientationPatient, float)
    down_mm, right_mm = (float(one) for one in shared.PixelMeasuresSequence[0].PixelSpacing)
    points = []
    for n in frames:
        corner = data.PerFrameFunctionalGroupsSequence[n].PlanePositionSequence[0].ImagePositionPatient
        row, column = np.nonzero(pixels[n])
        points.append(
            np.array(corner, float)
            + column[:, None] * right_mm * cosines[:3]
            + row[:, None] * down_mm * cosines[3:]
        )
    right_mm, left_mm = reaches(np.concatenate(points), made.mark[2])
    assert left_mm - right_mm > 2.0


def reaches(sac: np.ndarray, height_mm: float) -> tuple[float, float]:
    """How far the sac reaches to the right and left of its own middle above and below the lesion."""
    at = np.abs(sac[:, 2] - height_mm) < 3
    around = (np.abs(sac[:, 2] - height_mm) > 14) & (np.abs(sac[:, 2] - height_mm) < 26)
    middle = sac[around, 0].mean()
    return middle - np.percentile(sac[at, 0], 5), np.percentile(sac[at, 0], 95) - middle


@cache
def source(folder) -> dict[str, Dataset]:
    """The source images by their UIDs."""
    images = (pydicom.dcmread(one) for one in folder.iterdir())
    return {one.SOPInstanceUID: one for one in images}


def in_patient(image: Dataset, column: float, row: float) -> np.ndarray:
    """The place in the patient of a place in an image; the middle of the first pixel is at 1, 1."""
    cosines = np.array(image.ImageOrientationPatient, float)
    down_mm, right_mm = (float(one) for one in image.PixelSpacing)
    start = np.array(image.ImagePositionPatient, float)
    return start + cosines[:3] * (column - 0.5) * right_mm + cosines[3:] * (row - 0.5) * down_mm


def test_the_presentation_state_draws_over_the_lesion_and_names_it_on_its_own_side(made) -> None:
    state = pydicom.dcmread(made.folder / "pr-1.dcm")
    uid = state.ReferencedSeriesSequence[0].ReferencedImageSequence[0].ReferencedSOPInstanceUID
    image = source(made.images)[uid]
    marks = next(one for one in state.GraphicAnnotationSequence if one.GraphicLayer == "MARKS")
    corners = np.array(marks.GraphicObjectSequence[0].GraphicData, float).reshape(-1, 2)
    drawn = in_patient(image, *corners[:-1].mean(axis=0))
    assert np.abs(drawn - made.mark).max() < 2.5
    (text,) = [one for one in marks.TextObjectSequence if "right" in one.UnformattedTextValue]
    assert text.UnformattedTextValue.split() == ["L4/5", "right"]
    assert in_patient(image, *place_of(text))[0] < made.mark[0] - 3


def place_of(text: Dataset) -> np.ndarray:
    """Where words stand: their box, of a turned image the point they begin at."""
    if "AnchorPoint" in text:
        return np.array(text.AnchorPoint, float)
    return np.mean([text.BoundingBoxTopLeftHandCorner, text.BoundingBoxBottomRightHandCorner], axis=0)


def shown_upright(state: Dataset, pixels: np.ndarray) -> np.ndarray:
    """An image as a presentation state turns it (PS3.3 C.10.6): first about, then over."""
    turned = np.rot90(pixels, -int(state.get("ImageRotation", 0)) // 90)
    return turned[:, ::-1] if state.get("ImageHorizontalFlip", "N") == "Y" else turned


def test_the_presentation_state_shows_the_patients_right_on_the_left_of_the_screen(made) -> None:
    state = pydicom.dcmread(made.folder / "pr-1.dcm")
    uid = state.ReferencedSeriesSequence[0].ReferencedImageSequence[0].ReferencedSOPInstanceUID
    image = source(made.images)[uid]
    column, row = np.meshgrid(np.arange(image.Columns), np.arange(image.Rows))
    x_mm = np.vectorize(lambda c, r: in_patient(image, c, r)[0])(column, row)
    y_mm = np.vectorize(lambda c, r: in_patient(image, c, r)[1])(column, row)
    shown_x, shown_y = shown_upright(state, x_mm), shown_upright(state, y_mm)
    assert (np.diff(shown_x, axis=1) > 0).all()
    assert (np.diff(shown_y, axis=0) > 0).all()


@pytest.mark.parametrize("name", ["sc-2.dcm", "sc-3.dcm"])
def test_the_captures_letter_the_patients_sides(made, name) -> None:
    grey = pydicom.dcmread(made.folder / name).pixel_array.mean(axis=2)
    assert letter(grey[:, :40]) == "R"
    assert letter(grey[:, -40:]) == "L"


def test_the_coronal_capture_shows_the_sac_indented_on_the_side_of_the_r(made) -> None:
    grey = pydicom.dcmread(made.folder / "sc-3.dcm").pixel_array.mean(axis=2)
    middle_row, middle = grey.shape[0] // 2, grey.shape[1] // 2
    step = grey.shape[0] // 8
    above, at, below = (
        edges(grey[row], middle) for row in (middle_row - step, middle_row, middle_row + step)
    )
    indented_right = at[0] - (above[0] + below[0]) / 2
    indented_left = (above[1] + below[1]) / 2 - at[1]
    assert indented_right > indented_left + 5


def edges(line: np.ndarray, inside: int) -> tuple[int, int]:
    """Where the contrast around a place in a row of pixels begins and ends."""
    dark = np.flatnonzero(line < DARK)
    return int(dark[dark < inside].max()), int(dark[dark > inside].min())


def letter(edge: np.ndarray) -> str:
    """R or L by its ink: an L has none above on the right."""
    height = edge.shape[0]
    band = edge[height // 2 - 30 : height // 2 + 30] > INK
    rows, columns = np.nonzero(band)
    glyph = band[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    upper_right = glyph[: glyph.shape[0] // 2, glyph.shape[1] // 2 :]
    return "R" if upper_right.mean() > 0.2 else "L"
