"""The files of a report: all of them made before any is written."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from viewer.errors import FormatError
from viewer.handover.format import Format
from viewer.handover.request import ReportRequest
from viewer.model.report.issued import IssuedReport
from viewer.progress import Progress, silent


@attrs.frozen
class ReportFile:
    """One file: its name within the folder, its form and its bytes."""

    name: str
    format: Format
    data: bytes = attrs.field(repr=False)


@attrs.frozen
class ReportFiles:
    """The files of a report; `remarks` are sentences on what is in them in another form, or left out."""

    files: tuple[ReportFile, ...]
    remarks: tuple[str, ...] = ()


@attrs.frozen
class Part:
    """What one format gives."""

    files: tuple[ReportFile, ...]
    remarks: tuple[str, ...] = ()


def report_files(request: ReportRequest, progress: Progress = silent) -> ReportFiles:
    """Return the files asked for; nothing is written.

    `ViewerError` in one sentence where one cannot be made; then none is of use.
    """
    files: list[ReportFile] = []
    remarks = [*filter(None, (request.outdated,)), *request.notes]
    parts = tuple(_parts(request))
    for number, (words, make) in enumerate(parts):
        progress(number / len(parts), f"Making the {words}")
        part = make()
        files += part.files
        remarks += part.remarks
    progress(1.0)
    if not files:
        raise FormatError("There is nothing to write.", remarks[-1] if remarks else "Choose another format.")
    return ReportFiles(tuple(files), tuple(dict.fromkeys(remarks)))


def _parts(request: ReportRequest) -> Iterator[tuple[str, Callable[[], Part]]]:
    """What is to be made, each with its name in a sentence."""
    pages = _Pages(request)
    for one in request.formats:
        if one in _TEXTS:
            yield one.value, _text_part(request, one)
        elif one is Format.PDF:
            yield "PDF", lambda: Part((ReportFile("report.pdf", Format.PDF, pages.pdf),))
        elif one is Format.HTML:
            yield "HTML", lambda: Part((ReportFile("report.html", Format.HTML, _html(request)),))
    # Heavy libraries: only for who asks for DICOM.
    from viewer.handover.dicom_files import dicom_parts

    yield from dicom_parts(request, lambda: pages.pdf)


class _Pages:
    """The pages of a report, made once for all forms that hold them."""

    def __init__(self, request: ReportRequest) -> None:
        self._request = request
        self._pdf: bytes | None = None

    @property
    def pdf(self) -> bytes:
        """The PDF file."""
        if self._pdf is None:
            # Heavy: reportlab comes with the first pages.
            from viewer.report.pages.pdf import report_pdf

            request = self._request
            self._pdf = report_pdf(request.report, request.pictures, request.versions)
        return self._pdf


def _text_part(request: ReportRequest, form: Format) -> Callable[[], Part]:
    name, write = _TEXTS[form]
    return lambda: Part((ReportFile(name, form, write(request).encode("utf-8", "replace")),))


def _html(request: ReportRequest) -> bytes:
    from viewer.report.pages.html import report_html

    return report_html(request.report, request.pictures, request.versions).encode("utf-8", "replace")


def _plain(request: ReportRequest) -> str:
    from viewer.report.texts.plain_text import text_report

    return text_report(request.report, issued=request.versions)


def _json(request: ReportRequest) -> str:
    from viewer.report.texts.json_report import report_json

    told = report_json(request.report) | {
        "addenda": [_addendum(one) for one in request.versions if one.addition]
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False)


def _addendum(issued: IssuedReport) -> dict[str, Any]:
    return {
        "number": issued.report.number,
        "issued_at": issued.issued_at,
        "issued_by": issued.issued_by,
        "text": issued.addition,
    }


def _csv(request: ReportRequest) -> str:
    from viewer.report.texts.csv_report import report_csv

    return report_csv(request.report)


def _fhir(request: ReportRequest) -> str:
    from viewer.report.texts.fhir import fhir_bundle

    return fhir_bundle(request.report, issued=request.versions)


_TEXTS: dict[Format, tuple[str, Callable[[ReportRequest], str]]] = {
    Format.TEXT: ("report.txt", _plain),
    Format.JSON: ("report.json", _json),
    Format.CSV: ("report.csv", _csv),
    Format.FHIR: ("report.fhir.json", _fhir),
}
