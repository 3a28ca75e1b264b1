"""The report as one file of HTML: no script, nothing fetched, drawings and pictures inside it."""

from collections.abc import Iterator, Mapping, Sequence

from viewer.model.key_image import KeyImage
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report
from viewer.model.report.section import SectionId
from viewer.report.drawing.area_profile import area_profile
from viewer.report.drawing.spine_strip import spine_strip
from viewer.report.drawing.svg import svg
from viewer.report.pages.banner import (
    NOT_CERTIFIED,
    Addendum,
    addenda,
    banner,
    patient_line,
    patient_name,
    running_line,
    study_line,
)
from viewer.report.pages.html_style import STYLE
from viewer.report.pages.html_tables import grade_table, level_table, plain
from viewer.report.pages.impression import impression_lines
from viewer.report.pages.passages import Passage, Saying, passages, remarks
from viewer.report.pages.picture_columns import picture_columns, usual_height_mm
from viewer.report.pages.shown_images import caption, shown_images
from viewer.report.pages.table_note import NO_LEVELS, table_note

# The width of the text, and a height that leaves room for the impression on the first sheet.
_WIDTH_MM, _HIGHEST_MM = 184.0, 158.0
# Whatever gets into the file, it runs nothing and fetches nothing.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def report_html(
    report: Report, images: Mapping[str, PictureBytes], issued: tuple[IssuedReport, ...] = ()
) -> str:
    """Return the whole file; `images` are the pictures of key images by their id, `issued` as for the PDF."""
    added = addenda(issued)
    parts = (
        *_head(report, issued),
        *_pointers(added),
        *_impression(report),
        *_pictures(report, images),
        *_levels(report),
        *(_passage(one) for one in passages(report)),
        *_addenda(added),
        _foot(report),
    )
    return "\n".join((*parts, "</body>", "</html>", ""))


def _head(report: Report, issued: tuple[IssuedReport, ...]) -> Iterator[str]:
    state = banner(report, issued)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{plain(report.title)}, {plain(patient_name(report))}, {plain(state.word)}</title>"
    yield f"<style>{STYLE}</style>\n</head>\n<body>"
    yield f'<header><h1>{plain(patient_name(report))}</h1><p class="exam">{plain(report.title)}</p>'
    yield f'<p>{plain(patient_line(report))}</p><p class="study">{plain(study_line(report))}</p></header>'
    yield f'<p class="state {state.state}"><b>{plain(state.word)}</b>&ensp;{plain(state.sentence)}</p>'


def _pointers(added: Sequence[Addendum]) -> Iterator[str]:
    for one in added:
        title = plain(f"Addendum {one.number} ({one.issued})")
        text = plain(one.in_short)
        yield f'<p><b>{title}</b>&ensp;{text} <a href="#addendum-{one.number}">In full at the end.</a></p>'


def _impression(report: Report) -> Iterator[str]:
    lines = impression_lines(report)
    yield "<h2>Impression</h2>"
    if lines:
        yield '<ol class="impression">' + "".join(f"<li>{plain(line)}</li>" for line in lines) + "</ol>"
    else:
        yield '<p class="note">No impression was given.</p>'
    yield from (_saying(one) for one in remarks(report.section(SectionId.IMPRESSION)))


def _pictures(report: Report, images: Mapping[str, PictureBytes]) -> Iterator[str]:
    yield '<div class="pictures">'
    columns, height = picture_columns(report, _WIDTH_MM), min(usual_height_mm(report), _HIGHEST_MM)
    yield svg(spine_strip(report, height, columns.strip_mm))
    if columns.profile_mm:
        yield svg(area_profile(report, height, columns.profile_mm))
    figures = [_figure(number, key, images) for number, key in enumerate(shown_images(report), 1)]
    if figures:
        yield f'<div class="keys across-{columns.images}">{"".join(figures)}</div>'
    yield "</div>"


def _figure(number: int, key: KeyImage, images: Mapping[str, PictureBytes]) -> str:
    words, picture = plain(caption(number, key)), images.get(key.key_id)
    if picture is None:
        return f"<figure><figcaption>{words} (the picture cannot be shown)</figcaption></figure>"
    source = f"data:{picture.kind};base64,{picture.text}"
    return f'<figure><img src="{source}" alt="{words}"><figcaption>{words}</figcaption></figure>'


def _levels(report: Report) -> Iterator[str]:
    if not report.rows:
        yield f'<h2>Levels</h2>\n<p class="note">{NO_LEVELS}</p>'
        return
    yield level_table(report)
    yield f'<p class="note">{plain(table_note(report))}</p>'
    yield grade_table(report)


def _passage(passage: Passage) -> str:
    sayings = "".join(_saying(one) for one in passage.sayings)
    return f'<section class="passage"><h2>{plain(passage.title)}</h2><div>{sayings}</div></section>'


def _saying(one: Saying) -> str:
    lead = f"<b>{plain(one.lead)}</b>&ensp;" if one.lead else ""
    kind = ' class="quiet"' if one.muted else ""
    return f"<p{kind}>{lead}{plain(one.text)}</p>"


def _addenda(added: Sequence[Addendum]) -> Iterator[str]:
    for one in added:
        yield f'<h2 id="addendum-{one.number}">{plain(f"Addendum {one.number}, {one.issued}")}</h2>'
        yield from (f"<p>{plain(line)}</p>" for line in one.text.splitlines() if line.strip())


def _foot(report: Report) -> str:
    software = f"{plain(report.software)}. " if report.software else ""
    return f"<footer>{plain(running_line(report))}<br>{software}{NOT_CERTIFIED}</footer>"
