"""The text of the pages as other programs read it is that of the report."""

import json
import re


def _words(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def test_pdftotext_reads_impression_and_levels(program, folder, request_made) -> None:
    told = program("pdftotext", "-layout", "-enc", "UTF-8", folder / "report.pdf", "-")
    assert told.returncode == 0
    read = _words(program("pdftotext", "-enc", "UTF-8", folder / "report.pdf", "-").stdout)
    report = request_made.report
    assert report.impression
    for line in report.impression:
        assert _words(line) in read
    for row in report.rows:
        assert row.level.short_name in told.stdout
    assert report.study.patient.patient_id in told.stdout


def test_every_form_states_the_same_impression(folder, request_made) -> None:
    text = _words((folder / "report.txt").read_text())
    page = _words(re.sub(r"<[^>]+>", "", (folder / "report.html").read_text()))
    told = json.loads((folder / "report.json").read_text())
    for line in request_made.report.impression:
        assert _words(line) in text
        assert _words(line) in page
        assert line in told["impression"]
