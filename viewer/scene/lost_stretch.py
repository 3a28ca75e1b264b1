"""Where the sac is obliterated there is no contrast to draw: hoops stand where it would run."""

import numpy as np
from numpy.typing import NDArray

from viewer.model.sections import Sections, SectionState
from viewer.scene.mesh import Mesh

_EVERY_MM, _BROAD_MM = 2.0, 1.0


def lost_hoops(sections: Sections) -> Mesh | None:
    """Return hoops along the obliterated stretches, open bands; None where there is no such stretch.

    Their size is a symbol: that of the nearest measured sections above and below.
    """
    lost = sections.having(SectionState.OBLITERATED)
    measured = np.flatnonzero(sections.having(SectionState.OK, SectionState.METAL))
    if not lost.any() or not measured.size:
        return None
    step_mm = float(sections.arc_mm[1] - sections.arc_mm[0])
    rows = np.flatnonzero(lost)[:: max(1, round(_EVERY_MM / step_mm))]
    bands = [_band(sections, int(row), measured) for row in rows]
    count = len(bands[0][0])
    triangles = np.concatenate([_strip(count // 2) + n * count for n in range(len(bands))])
    points = np.concatenate([points for points, _ in bands]).astype(np.float32)
    normals = np.concatenate([normals for _, normals in bands]).astype(np.float32)
    return Mesh(points, normals, triangles)


def _band(sections: Sections, row: int, measured: NDArray[np.intp]) -> tuple[NDArray[np.float64], ...]:
    radii = np.mean([sections.radii_mm[near] for near in _beside(row, measured)], axis=0)
    angle = np.arange(len(radii)) * 2 * np.pi / len(radii)
    out = np.cos(angle)[:, None] * sections.left[row] + np.sin(angle)[:, None] * sections.back[row]
    ring = sections.point[row] + radii[:, None] * out
    half = sections.tangent[row] * _BROAD_MM / 2
    return np.concatenate([ring - half, ring + half]), np.concatenate([out, out])


def _beside(row: int, measured: NDArray[np.intp]) -> list[int]:
    above, below = measured[measured < row], measured[measured > row]
    return [*(int(above[-1]) for _ in above[-1:]), *(int(below[0]) for _ in below[:1])]


def _strip(count: int) -> NDArray[np.int64]:
    here = np.arange(count, dtype=np.int64)
    after = (here + 1) % count
    upper = np.stack([here, here + count, after], axis=1)
    lower = np.stack([after, here + count, after + count], axis=1)
    return np.concatenate([upper, lower])
