"""Images that are read one by one beside the CT: radiographs, MR, captures, pages, stacks that form no volume."""

from typing import Any, TypeAlias

import attrs
from numpy.typing import NDArray

from viewer.model.geometry import Vec3
from viewer.model.plane import Plane
from viewer.model.study import WindowSetting


@attrs.frozen
class Placement:
    """Where a picture lies in the patient, where its header says so.

    `origin` is the centre of the first pixel, LPS mm; `right` and `down` are unit directions of growing
    column and row; `spacing_mm` are the steps `(row, column)`.
    """

    origin: Vec3
    right: Vec3
    down: Vec3
    spacing_mm: tuple[float, float]

    @property
    def plane(self) -> Plane:
        """The plane of the picture, through its first pixel."""
        return Plane(self.origin, self.right, self.down)


@attrs.frozen
class PictureInfo:
    """One picture of a series before its pixels are read.

    `size` counts `(rows, columns)`; `pixel_mm` are the steps `(row, column)` within the picture, None
    where they are unknown (a projection's are those at the detector, and are not shown as lengths in
    the patient); `aspect` is the height of a pixel by its width, known without them. `sides` are the
    patient's sides at the right and the lower edge as letters, where a header says no more about its
    place. `label` says which one it is, such as "12 of 40".
    """

    label: str
    size: tuple[int, int] | None
    pixel_mm: tuple[float, float] | None = None
    placement: Placement | None = None
    frame_of_reference_uid: str = ""
    aspect: float = 1.0
    sides: tuple[str, str] = ("", "")


@attrs.frozen(eq=False)
class GreyPicture:
    """Values `[j, i]` with the window they are first shown in; `inverted` means that large is dark.

    `unit` is "HU" for CT and empty for all else, whose values mean nothing across scans.
    """

    values: NDArray[Any]
    window: WindowSetting
    inverted: bool = False
    unit: str = ""


@attrs.frozen(eq=False)
class ColourPicture:
    """Colours `[j, i, 3]`, 0 to 255."""

    rgb: NDArray[Any]


Picture: TypeAlias = GreyPicture | ColourPicture
