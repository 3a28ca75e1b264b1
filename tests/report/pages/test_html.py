"""The HTML: one file that runs and fetches nothing, in the order of the report, readable without seeing it."""

from html.parser import HTMLParser

import attrs
import pytest

from tests.report.sample_report import (
    addendum,
    empty,
    hostile,
    images,
    one_finding,
    unreviewed,
    whole_spine,
    without_analysis,
)
from viewer.report.pages.html import report_html

_VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """The elements and the words of a page, and whether every element was closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [values for name, values in self.elements if name == tag]


@pytest.mark.parametrize("make", [whole_spine, one_finding, without_analysis, unreviewed, empty, hostile])
def test_it_is_well_formed_runs_nothing_and_fetches_nothing(make):
    report = make()
    text = report_html(report, images(report))
    page = Page(text)
    assert not page.all("script")
    assert all(str(one["src"]).startswith("data:image/") for one in page.all("img"))
    assert not any(name.startswith("on") for _, values in page.elements for name in values)
    assert not {"link", "iframe", "object", "base", "form"} & {tag for tag, _ in page.elements}
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_it_is_in_the_order_of_the_report():
    report = whole_spine()
    said = Page(report_html(report, images(report))).text
    parts = (
        "Okafor, Ngozi Adaeze", "FINAL 1", "Impression", report.impression[0], "Spine with findings",
        "Area of the sac along the canal", "L4/5: severe, left, axial", "Levels", "Grades by scale",
        "Numbered findings", "Clinical question", "Concordance", "Procedure", "Technique", "Technical adequacy",
        "Numbering", "Comparison", "Method, software", "Limits", "Not a certified medical device.",
    )  # fmt: skip
    places = [said.find(part) for part in parts[:-1]] + [said.rfind(parts[-1])]
    assert -1 not in places
    assert places == sorted(places)


def test_tables_can_be_followed_by_a_screen_reader():
    page = Page(report_html(whole_spine(), {}))
    heads = page.all("th")
    assert all(one.get("scope") in ("col", "row", "colgroup") for one in heads)
    assert sum(one.get("scope") == "row" for one in heads) >= 23
    ids = {values.get("id") for _, values in page.elements}
    assert all(one["aria-labelledby"] in ids for one in page.all("table"))


def test_pictures_and_drawings_have_words():
    report = whole_spine()
    page = Page(report_html(report, images(report)))
    assert all(one["alt"] for one in page.all("img"))
    assert len(page.all("img")) == 6
    assert len(page.all("title")) == 3
    assert all(one["role"] == "img" for one in page.all("svg"))


def test_foreign_text_stays_text():
    report = hostile(3_000)
    text = report_html(report, {})
    page = Page(text)
    assert '<b>O\'Brien & "Söhne"</b>, Ann (山田 太郎)' in page.text
    assert "</para><font size=40>& Co" in page.text
    assert not page.all("font")
    assert not page.all("i")
    assert not any(ord(c) < 32 and c != "\n" for c in text)


def test_a_hundred_thousand_characters_are_all_in_it():
    assert len(report_html(hostile(100_000), {})) > 100_000


def test_an_addendum_points_from_the_top_to_its_text_at_the_end():
    report, issued = addendum()
    page = Page(report_html(report, {}, issued))
    assert {"href": "#addendum-1"} in page.all("a")
    assert {"id": "addendum-1"} in page.all("h2")
    assert page.text.find("Final report 1") < page.text.find("Impression")


def test_a_missing_picture_is_said():
    assert report_html(one_finding(), {}).count("(the picture cannot be shown)") == 2


def test_the_same_report_gives_the_same_file():
    report = whole_spine()
    assert report_html(report, images(report)) == report_html(report, images(report))
    assert report_html(report, {}) != report_html(attrs.evolve(report, author="B"), {})
