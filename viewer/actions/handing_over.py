"""Handing the report over: files in a folder, one PDF, words on the clipboard."""

from pathlib import Path
from typing import TYPE_CHECKING

from viewer.casefile import atomic
from viewer.progress import Progress
from viewer.session.session import Session

if TYPE_CHECKING:
    from viewer.handover.format import Format
    from viewer.handover.writing import Written

# What makes the files comes with the first of them: no study needs it to be opened.


def export(session: Session, folder: Path, formats: "tuple[Format, ...]") -> None:
    """Write the report to a folder in a job, and tell of what was left out; `ViewerError` if none is open."""
    make = session.reporting.request(formats)

    def work(progress: Progress) -> "Written":
        from viewer.handover.writing import write_report

        progress(0.0, "Drawing the key images")
        return write_report(make(), folder, progress)

    def done(written: "Written") -> None:
        count = len(written.paths)
        told = f"{count} {'file' if count == 1 else 'files'} written to {folder.name}."
        session.notice(told, " ".join(written.remarks))

    session.run_job("Exporting the report", work, done)


def save_pdf(session: Session, path: Path) -> None:
    """Write the report as one PDF file in a job; `ViewerError` if nothing is open."""
    from viewer.handover.format import Format

    path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
    make = session.reporting.request((Format.PDF,))

    def work(progress: Progress) -> None:
        from viewer.handover.files import report_files

        files = report_files(make(), progress).files
        atomic.replace(path, files[0].data)

    session.run_job("Printing the report", work, lambda _: session.notice(f"Saved as {path.name}."))
