"""The picture of the sac in a pane: tinted voxel by voxel, with what a reader painted and erased hatched."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from viewer.model.overlay.overlay_shapes import Role
from viewer.widgets.slices.overlay_painter import ROLE_COLOUR

_Marks: TypeAlias = NDArray[np.uint8]
_Flags: TypeAlias = NDArray[np.bool_]

_SAC, _PAINTED, _ERASED = 1, 2, 3
# What is added to a voxel's code, so that one table gives each pixel its colour.
_EDGE, _HATCH, _RIM = 4, 8, 16
_HATCH_PX, _DASH_PX = 7, 4
_TINT, _PAINTED_TINT, _HATCHED, _LINE, _DARK = 36, 62, 150, 235, 110


def sac_image(codes: _Marks, corner: tuple[int, int], width_px: int) -> QImage:
    """Return the picture of voxel codes `[y, x]` whose first pixel lies at `corner` of a pane.

    The sac is tinted within a line; painted voxels carry another tint and rising hatching, erased ones
    falling hatching within a dashed line, no tint. Lines are `width_px` thick.
    """
    inside = (codes == _SAC) | (codes == _PAINTED)
    marks = codes | _flagged(edge_of(inside, width_px), _EDGE)
    marks |= _flagged(edge_of(~inside, width_px), _RIM)
    told = _corrected(codes)
    if told is not None:
        rows, columns = told
        marks[told] |= _hatched(codes[told], (corner[0] + columns.start, corner[1] + rows.start), width_px)
    height, width = codes.shape
    image = QImage(marks.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(_TABLE)
    # A picture of its own memory, in the form that is fast to draw.
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _corrected(codes: _Marks) -> tuple[slice, slice] | None:
    """The rows and columns that hold what was painted or erased, None where nothing was."""
    found = codes > _SAC
    rows = np.flatnonzero(found.any(axis=1))
    if not len(rows):
        return None
    rows = slice(int(rows[0]), int(rows[-1]) + 1)
    columns = np.flatnonzero(found[rows].any(axis=0))
    return rows, slice(int(columns[0]), int(columns[-1]) + 1)


def _hatched(codes: _Marks, corner: tuple[int, int], width_px: int) -> _Marks:
    """The hatching of painted and erased pixels, and the dashed line about the latter."""
    apart, dash = _HATCH_PX * width_px, _DASH_PX * width_px
    rising = _diagonals(codes.shape, corner, apart, width_px)
    falling = _diagonals(codes.shape, (-corner[0] - codes.shape[1] + 1, corner[1]), apart, width_px)[:, ::-1]
    dashes = _diagonals(codes.shape, corner, 2 * dash, dash)
    erased = codes == _ERASED
    hatched = ((codes == _PAINTED) & rising) | (erased & falling)
    return _flagged(hatched, _HATCH) | _flagged(edge_of(erased, width_px) & dashes, _EDGE)


def _diagonals(shape: tuple[int, ...], corner: tuple[int, int], apart: int, width: int) -> _Flags:
    """Rising stripes `width` pixels wide, `apart` pixels from one to the next, that stay where they are."""
    height, columns = shape
    along = (np.arange(height + columns - 1) + corner[0] + corner[1]) % apart < width
    return np.lib.stride_tricks.sliding_window_view(along, columns)


def _flagged(flags: _Flags, mark: int) -> _Marks:
    return flags.view(np.uint8) * np.uint8(mark)


def edge_of(flags: _Flags, width_px: int) -> _Flags:
    """Return the outermost pixels of what is flagged; the border of the picture is no edge."""
    core = flags.copy()
    core[width_px:] &= flags[:-width_px]
    core[:-width_px] &= flags[width_px:]
    core[:, width_px:] &= flags[:, :-width_px]
    core[:, :-width_px] &= flags[:, width_px:]
    return flags & ~core


def _table() -> list[int]:
    sac, painted, erased = (ROLE_COLOUR[role] for role in (Role.SECTION, Role.PAINTED, Role.ERASED))
    table: list[int] = []
    for mark in range(2 * _RIM):
        code, line, hatch, rim = mark & 3, mark & _EDGE, mark & _HATCH, mark & _RIM
        colour = {0: "#000000", _SAC: sac, _PAINTED: painted, _ERASED: erased}[code]
        tint = {_SAC: _TINT, _PAINTED: _PAINTED_TINT}.get(code, _DARK if rim else 0)
        alpha = _LINE if line else _HATCHED if hatch else tint
        made = QColor("#000000" if rim and not (line or hatch) else colour)
        made.setAlpha(alpha)
        table.append(made.rgba())
    return table


_TABLE = _table()
