"""Whether images form a volume: sorted along their normal and brought onto one rectangular grid.

What the positions say is put right: tilt, sideways shifts, uneven steps and lost images; each with a
sentence for the screen. What forms no volume at all is refused with a sentence that names the reason
or the file, never shown wrongly.
"""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.duplicates import Doubled, without_copies
from viewer.dicom.evening import EXACT_MM, TOLERATED_MM, Spacing, even_spacing
from viewer.dicom.header import Header
from viewer.dicom.sampling import Sampling
from viewer.dicom.splitting import FARTHEST_MM
from viewer.dicom.stack_notes import Sideways, count, sideways_of, stack_notes
from viewer.model.geometry import Vec3, VolumeGeometry, cross, dot, scale, subtract, unit, vec3

FEWEST_IMAGES = 3
_COSINE_TOLERANCE = 1e-4
# Numbers beyond these are no places in a scanner but damage.
_FINEST_MM, _COARSEST_MM = 1e-3, 100.0
# The grid of a tilted or shifted stack may grow to this many times its images.
_LARGEST_GROWTH = 3.0
_Positions = NDArray[np.float64]


class NoStack(Exception):  # noqa: N818 - a judgement, not a failure
    """Images that form no volume; the message is the sentence for the user."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@attrs.frozen
class Stack:
    """The images of a volume in their order along the normal, and the grid they are brought onto.

    `sampling` tells how, None where every slice is an image as it is.
    """

    headers: tuple[Header, ...]
    geometry: VolumeGeometry
    sampling: Sampling | None = None
    gaps: tuple[tuple[int, int], ...] = ()
    tilt_deg: float = 0.0
    duplicates: int = 0
    warnings: tuple[str, ...] = ()


def stack(headers: list[Header]) -> Stack:
    """Return the volume that images form; `NoStack` with the reason if they form none."""
    if len(headers) == 1:
        raise NoStack(f"This series is a single image; a volume needs at least {FEWEST_IMAGES}.")
    size = _same_size(headers)
    spacing_mm = _same_spacing(headers, max(size))
    right, down = _same_orientation(headers)
    normal = unit(cross(right, down))
    kept, doubled = without_copies(sorted_along(headers, positions_of(headers), normal))
    if len(kept) < FEWEST_IMAGES:
        raise NoStack(f"This series has only {len(kept)} images; a volume needs at least {FEWEST_IMAGES}.")
    positions = positions_of(kept)
    along = (positions - positions[0]) @ np.array(normal)
    _apart(kept, along)
    spacing = even_spacing(along)
    sideways = sideways_of(positions, along, (right, down, normal))
    return _gridded(kept, doubled, spacing, sideways, _Frame(size, spacing_mm, (right, down, normal)))


@attrs.frozen
class _Frame:
    """What the images have in common: `(rows, columns)`, `(row, column)` spacing, and directions."""

    size: tuple[int, int]
    spacing_mm: tuple[float, float]
    axes: tuple[Vec3, Vec3, Vec3]


def _gridded(
    kept: list[Header], doubled: Doubled, spacing: Spacing, sideways: Sideways, frame: _Frame
) -> Stack:
    row_mm, column_mm = frame.spacing_mm
    shift_px = sideways.shift_mm / np.array([row_mm, column_mm]) if sideways.shifted else None
    rows, columns = frame.size
    first = positions_of(kept[:1])[0] + spacing.start_mm * np.array(frame.axes[2])
    if shift_px is not None:
        least = np.floor(shift_px.min(axis=0))
        more = np.ceil(shift_px.max(axis=0) - least).astype(int)
        if rows + more[0] > _LARGEST_GROWTH * rows or columns + more[1] > _LARGEST_GROWTH * columns:
            raise NoStack("The images lie so far beside each other that they form no volume.")
        rows, columns = rows + int(more[0]), columns + int(more[1])
        first = first + least[1] * column_mm * np.array(frame.axes[0])
        first = first + least[0] * row_mm * np.array(frame.axes[1])
        shift_px = shift_px - least
    step_mm = round(spacing.step_mm, 9)
    shape = (spacing.count, rows, columns)
    geometry = VolumeGeometry(shape, vec3(first), frame.axes, (column_mm, row_mm, step_mm))
    resampled = spacing.blended or shift_px is not None
    sampling = None
    if resampled:
        moved = np.zeros((len(kept), 2)) if shift_px is None else shift_px
        sampling = Sampling(spacing.below, spacing.weight, moved)
    notes = stack_notes(kept, spacing, sideways, doubled)
    return Stack(tuple(kept), geometry, sampling, spacing.gaps, sideways.tilt_deg, doubled.dropped, notes)


def positions_of(headers: list[Header]) -> _Positions:
    """Return where images lie, LPS mm `[n, 3]`; `NoStack` names the first that does not say so."""
    return np.array([_position(header) for header in headers])


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
    if len(position) != 3 or max(map(abs, position)) > FARTHEST_MM:
        raise NoStack(f"{header.name} does not say where in the patient it lies.")
    return position


def _same_size(headers: list[Header]) -> tuple[int, int]:
    sizes: dict[tuple[int, int], Header] = {}
    for header in headers:
        sizes.setdefault((header.integer(tags.ROWS) or 0, header.integer(tags.COLUMNS) or 0), header)
    if len(sizes) > 1:
        (first, one), (second, other) = list(sizes.items())[:2]
        raise NoStack(
            f"The images have different sizes: {one.name} is {first[1]} x {first[0]}, "
            f"{other.name} is {second[1]} x {second[0]}."
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
            raise NoStack(f"{header.name} does not say how large its pixels are.")
    row, column = distinct[0].numbers(tags.PIXEL_SPACING)
    for header in distinct[1:]:
        other = header.numbers(tags.PIXEL_SPACING)
        if max(abs(other[0] - row), abs(other[1] - column)) * pixels > TOLERATED_MM:
            raise NoStack(
                f"The images have different pixel sizes: {row:.4g} mm in {distinct[0].name}, "
                f"{other[0]:.4g} mm in {header.name}."
            )
    return row, column


def _same_orientation(headers: list[Header]) -> tuple[Vec3, Vec3]:
    distinct = _distinct(headers, tags.IMAGE_ORIENTATION)
    for header in distinct:
        if len(header.numbers(tags.IMAGE_ORIENTATION)) != 6:
            raise NoStack(f"{header.name} does not say how its image is oriented.")
    first = np.array(distinct[0].numbers(tags.IMAGE_ORIENTATION))
    for header in distinct[1:]:
        difference = np.abs(np.array(header.numbers(tags.IMAGE_ORIENTATION)) - first).max()
        if difference > _COSINE_TOLERANCE:
            raise NoStack(
                f"The images have mixed orientations: {header.name} differs from {distinct[0].name}."
            )
    right, down = vec3(first[:3]), vec3(first[3:])
    lengths = (dot(right, right), dot(down, down))
    if any(abs(length - 1) > 1e-3 for length in lengths) or abs(dot(right, down)) > _COSINE_TOLERANCE:
        raise NoStack(f"The orientation in {distinct[0].name} is not a pair of perpendicular directions.")
    right = unit(right)
    return right, unit(subtract(down, scale(right, dot(right, down))))


def _apart(headers: list[Header], along: _Positions) -> None:
    gaps = np.diff(along)
    if along[-1] < EXACT_MM:
        raise NoStack(f"All {len(headers)} images lie at one position.")
    # Images closer than a tenth of the usual step are meant to be at one place.
    doubled = np.flatnonzero(gaps < max(EXACT_MM, 0.1 * float(np.median(gaps))))
    if doubled.size:
        k = int(doubled[0])
        raise NoStack(
            f"{count(doubled.size, 'position holds', 'positions hold')} more than one image, "
            f"the first {headers[k].name} and {headers[k + 1].name}."
        )
