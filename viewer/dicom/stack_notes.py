"""What was put right about the positions of images, measured and said in sentences for the screen."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.duplicates import Doubled
from viewer.dicom.evening import EXACT_MM, TOLERATED_MM, Spacing
from viewer.dicom.header import Header
from viewer.model.geometry import Vec3

_Positions = NDArray[np.float64]
# A stated tilt this far from the one that the positions show is told.
_TILT_TOLERANCE_DEG = 0.5


@attrs.frozen(eq=False)
class Sideways:
    """How far images lie beside the line through the first along their normal.

    `shift_mm` `[n, 2]` is along the columns (down) and along the rows (right). `tilt_deg` is the angle
    between the stacking direction and the normal, 0 where the shifts follow no straight line.
    """

    shift_mm: _Positions
    tilt_deg: float
    straight: bool

    @property
    def shifted(self) -> bool:
        """Whether the shifts are too large to be left as they are."""
        return self.largest_mm > TOLERATED_MM

    @property
    def largest_mm(self) -> float:
        """The largest shift."""
        return float(np.linalg.norm(self.shift_mm, axis=1).max())


def sideways_of(positions: _Positions, along: _Positions, axes: tuple[Vec3, Vec3, Vec3]) -> Sideways:
    """Return how far images at `positions` (LPS mm, `along` their normal) lie beside each other."""
    right, down, _ = (np.array(axis) for axis in axes)
    offsets = positions - positions[0]
    shift = np.stack([offsets @ down, offsets @ right], axis=1)
    largest = float(np.linalg.norm(shift, axis=1).max())
    slope = (along @ shift) / (along @ along)
    bent = float(np.linalg.norm(shift - np.outer(along, slope), axis=1).max())
    straight = bent <= max(TOLERATED_MM, 0.02 * largest)
    tilted = straight and largest > TOLERATED_MM
    tilt_deg = float(np.rad2deg(np.arctan(np.linalg.norm(slope)))) if tilted else 0.0
    return Sideways(shift, tilt_deg, straight)


def stack_notes(
    headers: list[Header], spacing: Spacing, sideways: Sideways, doubled: Doubled
) -> tuple[str, ...]:
    """Return a sentence for each thing about a volume that is not simply what was acquired."""
    notes = (
        _tilt(headers, sideways),
        _gap(headers, spacing),
        _steps(headers, spacing),
        _thin(headers, spacing),
        *_copies(doubled),
    )
    return tuple(note for note in notes if note)


def _tilt(headers: list[Header], sideways: Sideways) -> str:
    stated = headers[0].number(tags.GANTRY_DETECTOR_TILT) or 0.0
    if sideways.shifted and not sideways.straight:
        return (
            f"The images lie up to {sideways.largest_mm:.1f} mm beside each other; "
            "each was moved to where its position says it lies."
        )
    if sideways.shifted:
        told = "" if abs(abs(stated) - sideways.tilt_deg) <= _TILT_TOLERANCE_DEG else _otherwise(stated)
        return (
            f"The gantry was tilted by {sideways.tilt_deg:.1f} degrees: the slices were shifted by up to "
            f"{sideways.largest_mm:.1f} mm to make the volume rectangular{told}."
        )
    if abs(stated) > _TILT_TOLERANCE_DEG and not _inclined(headers[0], stated):
        return (
            f"The header states a gantry tilt of {abs(stated):.1f} degrees that the positions of the "
            "images do not show; the positions were used."
        )
    return ""


def _otherwise(stated: float) -> str:
    return f" (the header states {abs(stated):.1f} degrees)" if stated else " (the header states no tilt)"


def _inclined(header: Header, stated: float) -> bool:
    """Whether the images themselves lie tilted as stated: a scan along a tilted axis is rectangular."""
    cosines = header.numbers(tags.IMAGE_ORIENTATION)
    normal_z = abs(cosines[0] * cosines[4] - cosines[1] * cosines[3])
    return abs(float(np.rad2deg(np.arccos(min(normal_z, 1.0)))) - abs(stated)) <= 1.0


def _gap(headers: list[Header], spacing: Spacing) -> str:
    if not spacing.gaps:
        return ""
    missing = sum(number for _, number in spacing.gaps)
    first = int(spacing.below[spacing.gaps[0][0]])
    where = f"between {headers[first].name} and {headers[first + 1].name}"
    places = "" if len(spacing.gaps) == 1 else f"at {len(spacing.gaps)} places, the first "
    are = "slice is missing" if missing == 1 else "slices are missing"
    return (
        f"{missing} {are} {places}{where} ({missing * spacing.step_mm:.1f} mm): "
        "drawn hatched, and not measured."
    )


def _steps(headers: list[Header], spacing: Spacing) -> str:
    if spacing.blended:
        apart = _distances(headers)
        # Missing images are told by themselves; all else that was blended is uneven spacing.
        made = int((spacing.weight > 0).sum()) - sum(number for _, number in spacing.gaps)
        if made:
            return (
                f"The images lie unevenly, {apart.min():.2f} to {apart.max():.2f} mm apart; {made} slices "
                f"were interpolated to one every {spacing.step_mm:.2f} mm."
            )
    if spacing.off_mm > EXACT_MM:
        return (
            f"The slices lie up to {spacing.off_mm:.2f} mm off an even spacing of {spacing.step_mm:.3f} mm."
        )
    return ""


def _distances(headers: list[Header]) -> _Positions:
    positions = np.array([header.numbers(tags.IMAGE_POSITION) for header in headers])
    return np.linalg.norm(np.diff(positions, axis=0), axis=1)


def _thin(headers: list[Header], spacing: Spacing) -> str:
    thickness_mm = headers[0].number(tags.SLICE_THICKNESS)
    if not thickness_mm or spacing.step_mm <= 1.5 * thickness_mm:
        return ""
    return (
        f"Slices {thickness_mm:.4g} mm thick lie {spacing.step_mm:.4g} mm apart: "
        "what lies between them was not scanned."
    )


def _copies(doubled: Doubled) -> tuple[str, ...]:
    found = f"{count(doubled.dropped, 'image was', 'images were')} found twice and used once."
    ambiguous = (
        f"{count(doubled.ambiguous, 'position holds', 'positions hold')} two different images; "
        f"of each the one that was made first was used."
    )
    return tuple(t for n, t in ((doubled.dropped, found), (doubled.ambiguous, ambiguous)) if n)


def count(number: int, one: str, many: str) -> str:
    """Return a number with the right form of its noun."""
    return f"{number} {one if number == 1 else many}"
