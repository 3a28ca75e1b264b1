"""Colours as DICOM stores them: CIELab under D50, each value in 16 bits (PS3.3 C.10.7.1.1)."""

_RED, _GREEN, _BLUE = (0.4360747, 0.2225045, 0.0139322), (0.3850649, 0.7168786, 0.0971045), (0.1430804, 0.0606169, 0.7141733)  # fmt: skip
_WHITE = (0.96422, 1.0, 0.82521)


def lab_colour(rgb: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return an sRGB colour (0 to 255) as Recommended Display CIELab Value.

    Source: sRGB (IEC 61966-2-1), its primaries adapted to D50 by Bradford.
    """
    red, green, blue = (_linear(one / 255) for one in rgb)
    xyz = [_RED[n] * red + _GREEN[n] * green + _BLUE[n] * blue for n in range(3)]
    x, y, z = (_cube_root(one / white) for one, white in zip(xyz, _WHITE, strict=True))
    lightness, a, b = 116 * y - 16, 500 * (x - y), 200 * (y - z)
    return _stored(lightness / 100), _stored((a + 128) / 255), _stored((b + 128) / 255)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _cube_root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def _stored(share: float) -> int:
    return round(min(max(share, 0.0), 1.0) * 65535)
