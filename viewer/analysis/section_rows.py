"""Take measured sections apart and put them together again."""

from typing import Any

import attrs
import numpy as np

from viewer.analysis.filters import Whole
from viewer.model.sections import Sections, SectionState


def rows_of(sections: Sections, rows: Whole) -> Sections:
    """Return these sections alone, their arc lengths as they were."""
    return Sections(**{name: _taken(values, rows) for name, values in _columns(sections).items()})


def joined_rows(parts: tuple[Sections, ...], step_mm: float) -> Sections:
    """Return sections one after the other, their arc lengths counted anew from the cranial end."""
    columns = [_columns(one) for one in parts]
    joined = {name: _joined([one.get(name) for one in columns]) for name in columns[0]}
    joined["arc_mm"] = np.arange(sum(len(one) for one in parts)) * step_mm
    return Sections(**joined)


def without_numbers(sections: Sections, rows: Whole, state: SectionState) -> Sections:
    """Return sections of which some are in another state and hold no numbers, by a reader's correction."""
    blank = np.zeros(len(sections), bool)
    blank[rows] = True
    hidden = np.where(blank, np.nan, 1.0)
    cord = sections.cord_outline_mm
    return attrs.evolve(
        sections,
        centre=np.where(blank[:, None], sections.point, sections.centre),
        area_mm2=sections.area_mm2 * hidden,
        ap_mm=sections.ap_mm * hidden,
        transverse_mm=sections.transverse_mm * hidden,
        cord_mm2=sections.cord_mm2 * hidden,
        csf_hu=sections.csf_hu * hidden,
        state=tuple(state if gone else one for one, gone in zip(sections.state, blank, strict=True)),
        cord_outline_mm=None if cord is None else cord * hidden[:, None, None],
        corrected=sections.corrected | blank,
    )


def _columns(sections: Sections) -> dict[str, Any]:
    return {field.name: getattr(sections, field.name) for field in attrs.fields(Sections)}


def _taken(values: Any, rows: Whole) -> Any:
    if isinstance(values, tuple):
        return tuple(values[int(row)] for row in rows)
    return values[rows] if isinstance(values, np.ndarray) else values


def _joined(parts: list[Any]) -> Any:
    if all(isinstance(one, np.ndarray) for one in parts):
        return np.concatenate(parts)
    return sum(parts, ()) if isinstance(parts[0], tuple) else parts[0]
