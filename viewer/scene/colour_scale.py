"""Colours that stand for numbers: even steps to the eye, told apart by colour-blind readers too."""

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.uint8]

FULL_PCT = 80.0
"""The area reduction from which on the colour stays the same."""

# From the column's own cream over orange and magenta to violet: lightness falls evenly, and hue
# goes from yellow to blue, which every common colour blindness leaves apart. In OKLab (Ottosson 2020).
_STOPS = np.array(
    [
        [0.930, 0.004, 0.052],
        [0.830, 0.045, 0.115],
        [0.710, 0.135, 0.085],
        [0.580, 0.195, -0.010],
        [0.450, 0.135, -0.150],
    ]
)
LEVEL_COLOURS: Colours = np.array([[238, 217, 176], [103, 162, 214]], np.uint8)
"""The two colours of neighbouring levels."""

UNNAMED: Colours = np.array([214, 216, 220], np.uint8)
"""Where no level is known."""

UNMEASURED: Colours = np.array([[150, 156, 164], [76, 81, 89]], np.uint8)
"""The two colours of the stripes where nothing was measured."""

LOST: Colours = np.array([[246, 240, 250], [142, 68, 190]], np.uint8)
"""The two colours of the stripes where the sac is obliterated."""

METAL: Colours = np.array([128, 134, 142], np.uint8)
"""Where metal crosses the sac."""

_LMS_OF_LAB = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
_RGB_OF_LMS = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


def reduction_colours(reduction_pct: NDArray[np.floating]) -> Colours:
    """Return the colours uint8 `[n, rgb]` of area reductions in percent; NaN counts as none."""
    share = np.clip(np.nan_to_num(reduction_pct) / FULL_PCT, 0, 1)
    stops = np.linspace(0, 1, len(_STOPS))
    lab = np.stack([np.interp(share, stops, _STOPS[:, n]) for n in range(3)], axis=-1)
    return _screen(lab)


def linear(colours: Colours) -> NDArray[np.float32]:
    """Return screen colours as shares of light, 0 to 1 (IEC 61966-2-1)."""
    value = colours.astype(np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _screen(lab: NDArray[np.floating]) -> Colours:
    light = np.clip((lab @ _LMS_OF_LAB.T) ** 3 @ _RGB_OF_LMS.T, 0, 1)
    value = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(255 * value).astype(np.uint8)
