"""Whether images stack to a volume: sorted along their normal, evenly spaced, nothing missing.

What does not is refused with a sentence that names the reason or the file, never shown wrongly.
Tolerance: a grid that fits within 0.01 mm is exact, within 0.1 mm it is used with a note.
"""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.duplicates import without_copies
from viewer.dicom.header import Header
from viewer.model.geometry import Vec3, VolumeGeometry, cross, dot, scale, subtract, unit, vec3

EXACT_MM = 0.01
TOLERATED_MM = 0.1
FEWEST_IMAGES = 3
_COSINE_TOLERANCE = 1e-4
# Numbers beyond these are no places in a scanner but damage.
_FARTHEST_MM, _FINEST_MM, _COARSEST_MM = 1e5, 1e-3, 100.0
_Positions = NDArray[np.float64]


class NoStack(Exception):  # noqa: N818 - a judgement, not a failure
    """Images that form no volume; the message is the sentence for the user."""

    def __init__(self, reason: str, tilt_deg: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.tilt_deg = tilt_deg


@attrs.frozen
class Stack:
    """The images of a volume in the order of its slices, and its grid."""

    headers: tuple[Header, ...]
    geometry: VolumeGeometry
    duplicates: int = 0
    warnings: tuple[str, ...] = ()


def stack(headers: list[Header]) -> Stack:
    """Return the volume that images form; `NoStack` with the reason if they form none."""
    if len(headers) == 1:
        raise NoStack(f"This series is a single image; a volume needs at least {FEWEST_IMAGES}.")
    rows, columns = _same_size(headers)
    row_mm, column_mm = _same_spacing(headers, max(rows, columns))
    right, down = _same_orientation(headers)
    _same_frame(headers)
    positions = np.array([_position(header) for header in headers])
    normal = unit(cross(right, down))
    kept, duplicates = without_copies(sorted_along(headers, positions, normal))
    if len(kept) < FEWEST_IMAGES:
        raise NoStack(f"This series has only {len(kept)} images; a volume needs at least {FEWEST_IMAGES}.")
    positions = np.array([_position(header) for header in kept])
    along = (positions - positions[0]) @ np.array(normal)
    _apart(kept, along)
    _straight(kept, positions, along, normal)
    start_mm, step_mm, off_mm = _even(kept, along)
    step_mm = round(step_mm, 9)
    first = vec3(positions[0] + start_mm * np.array(normal))
    geometry = VolumeGeometry(
        (len(kept), rows, columns), first, (right, down, normal), (column_mm, row_mm, step_mm)
    )
    return Stack(tuple(kept), geometry, duplicates, _notes(kept, step_mm, off_mm, duplicates))


def sorted_along(headers: list[Header], positions: _Positions, normal: Vec3) -> list[Header]:
    """Return images by growing position along a direction, whatever the order they came in."""
    reach = positions @ np.array(normal)
    order = sorted(
        range(len(headers)),
        key=lambda n: (
            reach[n],
            headers[n].number(tags.INSTANCE_NUMBER) or 0.0,
            headers[n].word(tags.SOP_INSTANCE_UID),
            headers[n].path,
        ),
    )
    return [headers[n] for n in order]


def _position(header: Header) -> tuple[float, ...]:
    position = header.numbers(tags.IMAGE_POSITION)
    if len(position) != 3 or max(map(abs, position)) > _FARTHEST_MM:
        raise NoStack(f"{header.path.name} does not say where in the patient it lies.")
    return position


def _same_size(headers: list[Header]) -> tuple[int, int]:
    sizes: dict[tuple[int, int], Header] = {}
    for header in headers:
        sizes.setdefault((header.integer(tags.ROWS) or 0, header.integer(tags.COLUMNS) or 0), header)
    if len(sizes) > 1:
        (first, one), (second, other) = list(sizes.items())[:2]
        raise NoStack(
            f"The images have different sizes: {one.path.name} is {first[1]} x {first[0]}, "
            f"{other.path.name} is {second[1]} x {second[0]}."
        )
    return next(iter(sizes))


def _distinct(headers: list[Header], tag: int) -> list[Header]:
    """One image for each different raw value of an element: few, so that checks stay cheap."""
    found: dict[bytes, Header] = {}
    for header in headers:
        found.setdefault(header.raw(tag), header)
    return list(found.values())


def _same_spacing(headers: list[Header], pixels: int) -> tuple[float, float]:
    distinct = _distinct(headers, tags.PIXEL_SPACING)
    for header in distinct:
        spacing = header.numbers(tags.PIXEL_SPACING)
        if len(spacing) != 2 or not _FINEST_MM <= min(spacing) <= max(spacing) <= _COARSEST_MM:
            raise NoStack(f"{header.path.name} does not say how large its pixels are.")
    row, column = distinct[0].numbers(tags.PIXEL_SPACING)
    for header in distinct[1:]:
        other = header.numbers(tags.PIXEL_SPACING)
        if max(abs(other[0] - row), abs(other[1] - column)) * pixels > TOLERATED_MM:
            raise NoStack(
                f"The images have different pixel sizes: {row:.4g} mm in {distinct[0].path.name}, "
                f"{other[0]:.4g} mm in {header.path.name}."
            )
    return row, column


def _same_orientation(headers: list[Header]) -> tuple[Vec3, Vec3]:
    distinct = _distinct(headers, tags.IMAGE_ORIENTATION)
    for header in distinct:
        if len(header.numbers(tags.IMAGE_ORIENTATION)) != 6:
            raise NoStack(f"{header.path.name} does not say how its image is oriented.")
    first = np.array(distinct[0].numbers(tags.IMAGE_ORIENTATION))
    for header in distinct[1:]:
        difference = np.abs(np.array(header.numbers(tags.IMAGE_ORIENTATION)) - first).max()
        if difference > _COSINE_TOLERANCE:
            raise NoStack(
                f"The images have mixed orientations: {header.path.name} differs "
                f"from {distinct[0].path.name}."
            )
    right, down = vec3(first[:3]), vec3(first[3:])
    lengths = (dot(right, right), dot(down, down))
    if any(abs(length - 1) > 1e-3 for length in lengths) or abs(dot(right, down)) > _COSINE_TOLERANCE:
        raise NoStack(
            f"The orientation in {distinct[0].path.name} is not a pair of perpendicular directions."
        )
    right = unit(right)
    return right, unit(subtract(down, scale(right, dot(right, down))))


def _same_frame(headers: list[Header]) -> None:
    distinct = _distinct(headers, tags.FRAME_OF_REFERENCE_UID)
    # Some de-identification gives each image a frame of its own; two or three are a moved patient.
    if 1 < len(distinct) < len(headers):
        raise NoStack(
            f"The images belong to different frames of reference: {distinct[1].path.name} differs "
            f"from {distinct[0].path.name}."
        )


def _apart(headers: list[Header], along: _Positions) -> None:
    gaps = np.diff(along)
    if along[-1] < EXACT_MM:
        raise NoStack(f"All {len(headers)} images lie at one position.")
    # Images closer than a tenth of the usual step are meant to be at one place.
    doubled = np.flatnonzero(gaps < max(EXACT_MM, 0.1 * float(np.median(gaps))))
    if doubled.size:
        k = int(doubled[0])
        raise NoStack(
            f"{_count(doubled.size, 'position holds', 'positions hold')} more than one image, "
            f"the first {headers[k].path.name} and {headers[k + 1].path.name}."
        )


def _straight(headers: list[Header], positions: _Positions, along: _Positions, normal: Vec3) -> None:
    offsets = positions - positions[0]
    sideways = offsets - np.outer(along, np.array(normal))
    drift_mm = np.linalg.norm(sideways, axis=1)
    if drift_mm.max() <= TOLERATED_MM:
        return
    slope = sideways[-1] / along[-1]
    bent_mm = np.linalg.norm(sideways - np.outer(along, slope), axis=1)
    if bent_mm.max() <= max(TOLERATED_MM, 0.02 * float(drift_mm.max())):
        tilt_deg = float(np.rad2deg(np.arctan(np.linalg.norm(slope))))
        raise NoStack(
            f"The gantry was tilted: the images are stacked {tilt_deg:.1f} degrees off their normal, "
            "which cannot be corrected yet.",
            tilt_deg,
        )
    worst = int(np.argmax(bent_mm))
    raise NoStack(
        f"The images are shifted sideways against each other, {headers[worst].path.name} "
        f"by {bent_mm[worst]:.1f} mm."
    )


def _even(headers: list[Header], along: _Positions) -> tuple[float, float, float]:
    """Return start and step of the even grid and how far an image lies from it, all in mm."""
    count = np.arange(len(along))
    start, step = 0.0, float(along[-1] / count[-1])
    off = float(np.abs(along - step * count).max())
    if off > EXACT_MM:
        step, start = (float(number) for number in np.polyfit(count, along, 1))
        off = float(np.abs(along - start - step * count).max())
    if off > TOLERATED_MM:
        raise NoStack(_uneven(headers, np.diff(along)))
    return start, step, off


def _uneven(headers: list[Header], gaps: _Positions) -> str:
    base = float(np.median(np.sort(gaps)[: max(1, len(gaps) // 2)]))
    steps = np.maximum(np.rint(gaps / base), 1)
    whole = np.abs(gaps - steps * base) <= np.maximum(TOLERATED_MM, 0.02 * steps * base)
    wide = np.flatnonzero(steps > 1)
    # Where every second step is wide the spacing changes; where few are, images were lost.
    if whole.all() and 0 < wide.size <= max(1, len(gaps) // 4):
        missing, k = int((steps - 1).sum()), int(wide[0])
        where = f"between {headers[k].path.name} and {headers[k + 1].path.name}"
        places = "" if wide.size == 1 else f"at {wide.size} places, the first "
        return f"{_count(missing, 'slice is', 'slices are')} missing {places}{where}."
    change = int(np.argmax(np.abs(gaps - gaps[0]) > TOLERATED_MM / 2))
    return (
        f"The slices are unevenly spaced, {gaps.min():.2f} to {gaps.max():.2f} mm apart; "
        f"the spacing changes at {headers[change].path.name}."
    )


def _notes(headers: list[Header], step_mm: float, off_mm: float, duplicates: int) -> tuple[str, ...]:
    notes: list[str] = []
    if off_mm > EXACT_MM:
        notes.append(f"The slices lie up to {off_mm:.2f} mm off an even spacing of {step_mm:.3f} mm.")
    thickness_mm = headers[0].number(tags.SLICE_THICKNESS)
    if thickness_mm and step_mm > 1.5 * thickness_mm:
        notes.append(
            f"Slices {thickness_mm:.4g} mm thick lie {step_mm:.4g} mm apart: "
            "what lies between them was not scanned."
        )
    if duplicates:
        notes.append(f"{_count(duplicates, 'image was', 'images were')} found twice and used once.")
    return tuple(notes)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
