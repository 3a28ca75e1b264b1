"""The two straightened planes of the profile as grey pictures, made anew only where they change."""

import attrs
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from viewer.model.sections import Numbers, Sections
from viewer.model.study import WindowSetting
from viewer.model.volume import Volume
from viewer.widgets.profile.profile_places import HALF_MM

STEP_MM = 0.5
_SIDES = (("L", "R"), ("P", "A"))
# A direction gets a second letter from about 22 degrees on.
_SECOND_LETTER = 0.38
_HATCH_PX, _HATCH_WIDTH_PX, _HATCH_GREY = 12, 2, 190


@attrs.frozen(eq=False)
class StraightPlane:
    """A straightened plane: HU `[section, across]` and the letters of its left and right side.

    `unscanned` are the pixels in missing slices, None where there are none.
    """

    hu: NDArray[np.float32]
    left_letter: str
    right_letter: str
    unscanned: NDArray[np.bool_] | None = None

    def picture(self, window: WindowSetting) -> QImage:
        """Return the plane through a window, a pixel for every number."""
        low = window.centre - window.width / 2
        grey = np.clip((self.hu - low) / window.width * 255, 0, 255).astype(np.uint8)
        if self.unscanned is not None:
            _hatch(grey, self.unscanned)
        rows: NDArray[np.uint8] = np.ascontiguousarray(grey)
        height, width = rows.shape
        # Copied: the numbers go away with this function.
        return QImage(rows.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


def straight_planes(
    volume: Volume, sections: Sections, turn_deg: float
) -> tuple[StraightPlane, StraightPlane]:
    """Return the sagittal and the coronal plane, both turned about the centreline."""
    # scipy is slow to import: it comes with the first analysis.
    from viewer.analysis.straighten import Straightened, across_direction, straighten

    made: list[StraightPlane] = []
    for plane in (Straightened.SAGITTAL, Straightened.CORONAL):
        image = straighten(volume, sections, plane, HALF_MM, STEP_MM, turn_deg=turn_deg)
        direction = across_direction(sections, plane, turn_deg)[len(sections) // 2]
        made.append(straight_plane(image.hu, direction, image.unscanned))
    return made[0], made[1]


def straight_plane(
    hu: NDArray[np.float32], direction: Numbers, unscanned: NDArray[np.bool_]
) -> StraightPlane:
    """Return a plane with its letters; `direction` is that of growing columns, half a millimetre each."""
    missing = unscanned if unscanned.any() else None
    return StraightPlane(hu, letters(-direction), letters(direction), missing)


def _hatch(grey: NDArray[np.uint8], unscanned: NDArray[np.bool_]) -> None:
    """Dim what was never scanned and draw lines across it, in place."""
    rows, columns = grey.shape
    along = 2 * np.arange(rows)[:, None] + np.arange(columns)
    grey[unscanned] //= 2
    grey[unscanned & (along % _HATCH_PX < _HATCH_WIDTH_PX)] = _HATCH_GREY


def letters(direction: Numbers) -> str:
    """Return the patient's side that a direction across the canal points to: `P`, `PL`, `L`."""
    found = [
        (abs(float(value)), sides[bool(value < 0)])
        for sides, value in zip(_SIDES, direction[:2], strict=True)
        if abs(value) >= _SECOND_LETTER
    ]
    return "".join(letter for _, letter in sorted(found, reverse=True))
