"""The errors a user may see: one sentence, and the next step as the hint."""


class ViewerError(Exception):
    """An error whose message a radiologist can read and whose hint says what to do next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class GeometryError(ViewerError):
    """A position, direction or spacing that describes no volume."""


class DicomError(ViewerError):
    """A DICOM file, series or folder that cannot be read correctly."""


class FormatError(ViewerError):
    """A volume file of another format that cannot be read or written."""


class CaseFileError(ViewerError):
    """A case file that is damaged, newer than this program, or in use elsewhere."""


class ResourceError(ViewerError):
    """A file of the installation is missing or damaged."""


class DisplayError(ViewerError):
    """The command needs a display and there is none."""


class ArchiveError(ViewerError):
    """An archive that cannot be unpacked safely."""


class LibraryError(ViewerError):
    """The library of opened studies cannot be read or written."""
