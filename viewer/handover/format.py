"""The forms in which a report leaves the house."""

from enum import StrEnum

from viewer.errors import FormatError


class Format(StrEnum):
    """What can be written; the values are those of `thecal report --format`."""

    PDF = "pdf"
    TEXT = "text"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    FHIR = "fhir"
    SR = "sr"
    SEG = "seg"
    PR = "pr"
    KO = "ko"
    SC = "sc"
    DICOM_PDF = "dicom-pdf"


DEFAULT_FORMATS = (Format.PDF, Format.TEXT, Format.JSON)
DICOM_FORMATS = (Format.SR, Format.SEG, Format.PR, Format.KO, Format.SC, Format.DICOM_PDF)

FORMAT_WORDS = {
    Format.PDF: "PDF, pages to print",
    Format.TEXT: "Text, to paste into dictation",
    Format.HTML: "HTML, one page for a browser",
    Format.JSON: "JSON, all numbers",
    Format.CSV: "CSV, all numbers as a table",
    Format.FHIR: "FHIR DiagnosticReport",
    Format.SR: "DICOM structured report",
    Format.SEG: "DICOM segmentation of sac and cord",
    Format.PR: "DICOM presentation states of key images",
    Format.KO: "DICOM key object selection",
    Format.SC: "DICOM captures of key images",
    Format.DICOM_PDF: "DICOM encapsulated PDF",
}
"""What each is called in a list to choose from."""


def formats_of(text: str) -> tuple[Format, ...]:
    """Return the formats of a list with commas, each once, in the order of `Format`; `FormatError` for others."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Format)]
    if unknown or not names:
        what = f"There is no format {unknown[0]!r}." if unknown else "No format is named."
        raise FormatError(what, f"Choose among {', '.join(Format)}.")
    return tuple(one for one in Format if one.value in names)
