"""The sections of a sac in which a reader has painted and erased voxels."""

import attrs
import numpy as np

from viewer.analysis.changed_sac import changed_sac
from viewer.analysis.curve import sample
from viewer.analysis.filters import Flags, Floats, Whole
from viewer.analysis.renewal import RenewedRows, renewed_rows, touched_rows
from viewer.analysis.sacmask import kept_sections
from viewer.analysis.section_rows import without_numbers
from viewer.model.sac import SacVoxels
from viewer.model.sections import Numbers, Sections, SectionState
from viewer.model.volume import Volume
from viewer.progress import Progress

_LIT = (SectionState.OK, SectionState.METAL)
_DARK = (SectionState.OBLITERATED, SectionState.NOT_OPACIFIED)
_DEPTHS = np.array([0.2, 0.4, 0.6, 0.8, 0.9])
_CSF_SHARE = 80.0


@attrs.frozen(eq=False)
class Repainted:
    """A corrected sac: its voxels `now` and its sections."""

    now: SacVoxels
    sections: Sections


def repainted(
    volume: Volume,
    measured: tuple[Sections, SacVoxels],
    now: SacVoxels,
    before: Repainted | None,
    *,
    front: Numbers,
    progress: Progress,
) -> Repainted:
    """Return the sections of a sac whose voxels are `now` others than those measured.

    `front` is the direction of AP in each section. With `before`, an earlier correction of the same
    sections, only what differs from it is measured.
    """
    sections, sac = measured
    changed = changed_sac(sac, now)
    if changed is None:
        return Repainted(now, sections)
    rows = touched_rows(sections, changed)
    rows = rows[~sections.left_out[rows]]
    if before is None:
        found = renewed_rows(sections, kept_sections(sections), changed, rows, front=front, progress=progress)
        return Repainted(now, _with_rows(volume, sections, sections, found))
    since = changed_sac(before.now, now)
    if since is None:
        return Repainted(now, before.sections)
    stale = touched_rows(sections, since)
    rows = np.intersect1d(rows, stale)
    found = renewed_rows(sections, kept_sections(sections), changed, rows, front=front, progress=progress)
    start = _replaced(before.sections, sections, stale)
    return Repainted(now, _with_rows(volume, sections, start, found))


def with_states(sections: Sections, measured: Sections, shift: int = 0) -> Sections:
    """Return sections with those that hold nothing named by where they lie now: between measured ones or not.

    Only those a correction has changed, or has brought between or beyond what was `measured`, in which
    section 0 was what `shift` is now.
    """
    before = np.zeros(len(sections), bool)
    at = np.arange(len(measured)) + shift
    there = (at >= 0) & (at < len(sections))
    before[at[there]] = _between(measured)[there]
    now = _between(sections)
    open_rows = sections.having(*_DARK) & (sections.corrected | (now != before))
    for inside, state in ((True, SectionState.OBLITERATED), (False, SectionState.NOT_OPACIFIED)):
        rows = np.flatnonzero(open_rows & (now == inside) & ~sections.having(state))
        sections = without_numbers(sections, rows, state)
    return sections


def _between(sections: Sections) -> Flags:
    lit = np.flatnonzero(sections.having(*_LIT))
    place = np.arange(len(sections))
    return (place > lit[0]) & (place < lit[-1]) if lit.size else np.zeros(len(sections), bool)


def _replaced(sections: Sections, source: Sections, rows: Whole) -> Sections:
    """The sections with some rows of another value of the same sections."""
    flags = np.zeros(len(sections), bool)
    flags[rows] = True
    changes = {field.name: getattr(source, field.name) for field in attrs.fields(Sections)}
    mixed: dict[str, object] = {}
    for name, values in changes.items():
        own = getattr(sections, name)
        if isinstance(values, np.ndarray):
            mixed[name] = np.where(flags.reshape(-1, *(1 for _ in values.shape[1:])), values, own)
        elif isinstance(values, tuple):
            mixed[name] = tuple(b if flag else a for a, b, flag in zip(own, values, flags, strict=True))
    return attrs.evolve(sections, **mixed)


def _with_rows(volume: Volume, measured: Sections, start: Sections, found: RenewedRows) -> Sections:
    """The sections with those measured anew in place."""
    rows = found.rows
    if not rows.size:
        return start
    gone = found.area_mm2 <= 0
    numbered = np.isin(rows, np.flatnonzero(~measured.having(SectionState.EDGE, SectionState.GAP))) & ~gone
    blank = np.where(numbered, 1.0, np.nan)
    point, left, back = (one[rows] for one in (measured.point, measured.left, measured.back))
    centre = point + found.left_mm[:, None] * left + found.back_mm[:, None] * back
    cord = np.minimum(measured.cord_mm2[rows] * found.cord_share, found.area_mm2)
    result = attrs.evolve(
        start,
        centre=_put(start.centre, rows, np.where(numbered[:, None], centre, point)),
        radii_mm=_put(start.radii_mm, rows, found.radii_mm),
        area_mm2=_put(start.area_mm2, rows, found.area_mm2 * blank),
        ap_mm=_put(start.ap_mm, rows, found.ap_mm * blank),
        transverse_mm=_put(start.transverse_mm, rows, found.transverse_mm * blank),
        cord_mm2=_put(start.cord_mm2, rows, cord * blank),
        csf_hu=_put(start.csf_hu, rows, _csf_hu(volume, measured, found) * blank),
        state=_states(measured, start, rows, numbered),
        corrected=start.corrected | np.isin(np.arange(len(start)), rows),
    )
    lost = rows[gone & ~measured.having(SectionState.EDGE, SectionState.GAP, SectionState.METAL)[rows]]
    return without_numbers(result, lost, SectionState.NOT_OPACIFIED)


def _put(values: Floats, rows: Whole, fresh: Floats) -> Floats:
    result = values.copy()
    result[rows] = fresh
    return result


def _states(measured: Sections, start: Sections, rows: Whole, numbered: Flags) -> tuple[SectionState, ...]:
    """What is painted where nothing was measured holds numbers now: the reader's word."""
    states = list(start.state)
    for row, known in zip(rows.tolist(), numbered.tolist(), strict=True):
        state = measured.state[row]
        states[row] = SectionState.OK if known and state in _DARK else state
    return tuple(states)


def _csf_hu(volume: Volume, measured: Sections, found: RenewedRows) -> Floats:
    """The CSF of each section as it was measured, or as it shows in what is painted there."""
    csf_hu = measured.csf_hu[found.rows].astype(float)
    fresh = np.flatnonzero(~np.isfinite(csf_hu) & (found.area_mm2 > 0))
    if fresh.size:
        rows, radii = found.rows[fresh], found.radii_mm[fresh]
        angle = np.arange(radii.shape[1]) * 2 * np.pi / radii.shape[1]
        left = (radii * np.cos(angle))[..., None] * _DEPTHS
        back = (radii * np.sin(angle))[..., None] * _DEPTHS
        across = left[..., None] * measured.left[rows][:, None, None]
        across = across + back[..., None] * measured.back[rows][:, None, None]
        hu = sample(volume, measured.point[rows][:, None, None] + across)
        csf_hu[fresh] = np.percentile(hu.reshape(len(fresh), -1), _CSF_SHARE, axis=1)
    return csf_hu
