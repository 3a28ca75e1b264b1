"""A picture as the bytes of its file, kept inside a value."""

import base64
import binascii

import attrs

from viewer.errors import ViewerError

MAX_BYTES = 4 * 1024 * 1024
PNG, JPEG = "image/png", "image/jpeg"
_STARTS = {PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}


@attrs.frozen
class PictureBytes:
    """The file of a picture, PNG or JPEG; `ViewerError` where it is neither or too large."""

    data: bytes = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        if len(self.data) > MAX_BYTES or not self.kind:
            raise ViewerError("A kept picture is damaged or too large.")

    @property
    def kind(self) -> str:
        """Its media type, empty where the bytes are of no known kind."""
        return next((kind for kind, start in _STARTS.items() if self.data.startswith(start)), "")

    @property
    def text(self) -> str:
        """The bytes in base64."""
        return base64.b64encode(self.data).decode("ascii")

    @staticmethod
    def of_text(text: str) -> "PictureBytes":
        """Return the picture of a text in base64; `ViewerError` where it is none."""
        try:
            return PictureBytes(base64.b64decode(text, validate=True))
        except (binascii.Error, ValueError) as error:
            raise ViewerError("A kept picture is damaged.") from error
