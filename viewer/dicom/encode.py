"""HU of one image turned into stored values and coded in a transfer syntax."""

from collections.abc import Callable
from struct import pack
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.dicom import syntax
from viewer.errors import DicomError
from viewer.model.volume import AIR_HU


@attrs.frozen
class Storage:
    """How pixels are stored: transfer syntax, bits, sign, rescale, and a value for padding.

    With `padding` every voxel of `AIR_HU` or less is stored as that value.
    """

    syntax_uid: str = syntax.EXPLICIT_LITTLE
    signed: bool = False
    bits_allocated: int = 16
    bits_stored: int = 16
    slope: float = 1.0
    intercept: float = -1024.0
    padding: int | None = None


def stored_image(hu: NDArray[np.int16], storage: Storage) -> NDArray[Any]:
    """Return the stored values of an image, clipped to what the stored bits can hold."""
    half = 1 << (storage.bits_stored - 1)
    least, most = (-half, half - 1) if storage.signed else (0, 2 * half - 1)
    if storage.slope == 1 and storage.intercept == int(storage.intercept):
        values = hu.astype(np.int32) - int(storage.intercept)
    else:
        values = np.rint((hu - storage.intercept) / storage.slope)
    values = np.clip(values, least, most)
    if storage.padding is not None:
        values[hu <= AIR_HU] = storage.padding
    return values.astype(f"{'i' if storage.signed else 'u'}{storage.bits_allocated // 8}")


def coded_pixels(image: NDArray[Any], storage: Storage) -> tuple[bytes, bool]:
    """Return the value of Pixel Data and whether it is encapsulated.

    `DicomError` for a syntax that is not written.
    """
    if storage.syntax_uid in _NATIVE:
        order = ">" if storage.syntax_uid == syntax.EXPLICIT_BIG else "<"
        data = image.astype(image.dtype.newbyteorder(order), copy=False).tobytes()
        return data + b"\0" * (len(data) % 2), False
    encoder = _ENCODERS.get(storage.syntax_uid)
    if encoder is None:
        name = syntax.element_syntax(storage.syntax_uid).name
        raise DicomError(f"Images cannot be written as {name}.")
    return _encapsulated(encoder(image, storage)), True


_NATIVE = frozenset((syntax.EXPLICIT_LITTLE, syntax.IMPLICIT_LITTLE, syntax.EXPLICIT_BIG, syntax.DEFLATED))


def _encapsulated(coded: bytes) -> bytes:
    """Wrap one image as an empty offset table and a fragment; the writer adds the end mark."""
    coded += b"\0" * (len(coded) % 2)
    return pack("<HHI", 0xFFFE, 0xE000, 0) + pack("<HHI", 0xFFFE, 0xE000, len(coded)) + coded


def _unsigned(image: NDArray[Any], storage: Storage) -> NDArray[Any]:
    mask = (1 << storage.bits_stored) - 1
    return image.view(f"u{image.dtype.itemsize}") & mask


def _rle(image: NDArray[Any], _: Storage) -> bytes:
    import imagecodecs  # heavy, and only these syntaxes need it

    planes = image.reshape(-1).view(np.uint8).reshape(-1, image.dtype.itemsize).T[::-1]
    # PackBits runs end with each row (PS3.5 G.3.1).
    segments = [
        b"".join(imagecodecs.packbits_encode(row.tobytes()) for row in plane.reshape(image.shape))
        for plane in planes
    ]
    segments = [segment + b"\0" * (len(segment) % 2) for segment in segments]
    starts = [64 + sum(map(len, segments[:n])) for n in range(len(segments))]
    head = [len(segments), *starts, *[0] * (15 - len(starts))]
    return pack("<16I", *head) + b"".join(segments)


def _jpeg_lossless(image: NDArray[Any], storage: Storage) -> bytes:
    import imagecodecs

    return bytes(imagecodecs.ljpeg_encode(_unsigned(image, storage), bitspersample=storage.bits_stored))


def _jpeg_ls(image: NDArray[Any], storage: Storage) -> bytes:
    import imagecodecs

    return bytes(imagecodecs.jpegls_encode(_unsigned(image, storage)))


def _jpeg_2000(image: NDArray[Any], storage: Storage) -> bytes:
    import imagecodecs

    coded = imagecodecs.jpeg2k_encode(
        image, level=0, reversible=True, codecformat="j2k", bitspersample=storage.bits_stored
    )
    return bytes(coded)


def _htj2k(image: NDArray[Any], _: Storage) -> bytes:
    import imagecodecs

    return bytes(imagecodecs.htj2k_encode(image, reversible=True))


_ENCODERS: dict[str, Callable[[NDArray[Any], Storage], bytes]] = {
    syntax.RLE_LOSSLESS: _rle,
    syntax.JPEG_LOSSLESS_14: _jpeg_lossless,
    syntax.JPEG_LOSSLESS: _jpeg_lossless,
    syntax.JPEG_LS_LOSSLESS: _jpeg_ls,
    syntax.JPEG_2000_LOSSLESS: _jpeg_2000,
    syntax.HTJ2K_LOSSLESS: _htj2k,
}
