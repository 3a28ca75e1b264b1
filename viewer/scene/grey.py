"""From Hounsfield units to grey: the display window as a lookup table."""

import numpy as np
from numpy.typing import NDArray

from viewer.model.study import WindowSetting
from viewer.scene.reslicer import OUTSIDE_HU


def grey_table(window: WindowSetting) -> NDArray[np.uint8]:
    """Return the grey of every int16, indexed by its bits as uint16; outside of the volume is black.

    Linear as in DICOM PS3.3 C.11.2.1.2.1: the window's lower end is black, its upper end white.
    """
    hu = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.float32)
    slope = 255.0 / max(window.width - 1.0, 1e-3)
    grey = (hu - np.float32(window.centre - 0.5)) * np.float32(slope) + np.float32(127.5)
    table = np.rint(np.clip(grey, 0, 255)).astype(np.uint8)
    table[np.int16(OUTSIDE_HU).view(np.uint16)] = 0
    return table


def to_grey(hu: NDArray[np.int16], table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture of an array of HU."""
    grey: NDArray[np.uint8] = np.empty(hu.shape, np.uint8)
    np.take(table, hu.view(np.uint16), out=grey, mode="clip")
    return grey
