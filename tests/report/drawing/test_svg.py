"""SVG: well-formed, of the drawing's size, with nothing of a foreign text taken for mark-up."""

from xml.etree import ElementTree as ET

from tests.report.sample_report import whole_spine
from viewer.report.drawing.area_profile import area_profile
from viewer.report.drawing.drawing import Anchor, Circle, Drawing, Line, Polygon, Text
from viewer.report.drawing.hatch import hatch
from viewer.report.drawing.spine_strip import spine_strip
from viewer.report.drawing.svg import svg

_NS = "{http://www.w3.org/2000/svg}"


def test_it_is_well_formed_and_of_its_size_in_millimetres():
    drawing = spine_strip(whole_spine(), 150.0, 50.0)
    root = ET.fromstring(svg(drawing))
    assert root.get("viewBox") == "0 0 50 150"
    assert root.get("width") == "50mm"
    assert root.findtext(f"{_NS}title") == drawing.title
    assert root.findtext(f"{_NS}desc") == drawing.description


def test_all_words_are_in_it_in_their_order():
    drawing = area_profile(whole_spine())
    found = [one.text for one in ET.fromstring(svg(drawing)).iter(f"{_NS}text")]
    assert tuple(found) == drawing.words


def test_each_shape_becomes_one_element():
    shapes = (
        Line((0, 1), (2, 3), "#111111", 0.5, (1.0, 2.0)),
        Polygon(((0, 0), (1, 0), (1, 1)), "#eeeeee", "#000000"),
        Polygon(((0, 0), (1, 1)), "", "#000000", closed=False),
        Circle((5, 5), 2.0, "#ffffff"),
        Text((1, 2), '<b>&"', 3.0, "#000000", Anchor.END, bold=True),
    )
    root = ET.fromstring(svg(Drawing(10, 10, shapes, "<&>")))
    tags = [one.tag.removeprefix(_NS) for one in root][2:]
    assert tags == ["line", "polygon", "polyline", "circle", "text"]
    assert root[-1].text == '<b>&"'
    assert root[2].get("stroke-dasharray") == "1 2"
    assert root[-1].get("text-anchor") == "end"


def test_a_hatch_stays_inside_its_rectangle():
    lines = list(hatch((10.0, 20.0), (16.0, 23.0), "#000000", 1.0))
    assert lines
    for one in lines:
        for x, y in (one.start, one.end):
            assert 10.0 - 1e-9 <= x <= 16.0 + 1e-9
            assert 20.0 - 1e-9 <= y <= 23.0 + 1e-9
    assert list(hatch((1.0, 1.0), (1.0, 2.0), "#000000")) == []
