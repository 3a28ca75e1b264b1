"""The report as a PDF on A4."""

from collections.abc import Mapping

from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report
from viewer.report.pages.banner import addenda, banner

_MOST_RUNS = 4


def report_pdf(
    report: Report, images: Mapping[str, PictureBytes], issued: tuple[IssuedReport, ...] = ()
) -> bytes:
    """Return the bytes of the PDF; the same report gives the same bytes on the same machine.

    `images` are the pictures of key images by their id, `issued` all issued versions, the earliest first:
    addenda among them are named at the top and stand in full at the end.
    """
    # reportlab takes a while to load, and most sessions print nothing.
    from viewer.report.pages.lettering import Lettering
    from viewer.report.pages.paper import Run, printed
    from viewer.report.pages.story import Story

    lettering, head, added = Lettering(), banner(report, issued), addenda(issued)
    before, document = Run(0, {}), b""
    for _ in range(_MOST_RUNS):
        # Run until the number of pages and the places it speaks of are those of the run before.
        places: dict[str, int] = {}
        story = Story(report, lettering, before.places, places).flowables(head, images, added)
        document, pages = printed(report, head, story, lettering, before)
        now = Run(pages, places)
        if now == before:
            break
        before = now
    return document
