"""Level labels on the image: what a reader placed, and what follows for all other levels."""

from bisect import bisect_right
from enum import StrEnum
from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from viewer.errors import ViewerError
from viewer.model.geometry import Vec3, VolumeGeometry, vec3
from viewer.model.spine import Level, Numbering


class LabelSource(StrEnum):
    """How a level came to its place."""

    PLACED = "placed"
    INTERPOLATED = "interpolated"
    EXTRAPOLATED = "extrapolated"


@attrs.frozen
class LevelLabel:
    """A level that a reader has placed at an LPS point."""

    level: Level
    point: Vec3


@attrs.frozen
class LevelPosition:
    """Where a level lies, and how that is known."""

    level: Level
    point: Vec3
    source: LabelSource

    @property
    def confirmed(self) -> bool:
        """Whether a reader placed it; anything else is shown as unconfirmed."""
        return self.source is LabelSource.PLACED
