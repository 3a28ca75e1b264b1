"""A report that was issued: kept as it was, whatever becomes of the case."""

import attrs

from viewer.model.annotation import Annotation
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.report import Report


@attrs.frozen
class IssuedImage:
    """A key image as it was drawn for an issued report."""

    key_id: str
    picture: PictureBytes


@attrs.frozen
class IssuedReport:
    """A final report or an addendum, with its pictures.

    `basis` is the fingerprint of what the case said then: where the case says something else now, the
    report is outdated; an addendum keeps that of the report it adds to. `addition` is the text of an addendum, empty for the report itself. `annotations` are
    what was drawn over the images then.
    """

    report: Report
    images: tuple[IssuedImage, ...]
    issued_at: str
    issued_by: str
    basis: str
    addition: str = ""
    annotations: tuple[Annotation, ...] = ()
