"""How adequate the examination is, region by region: prefilled from the analysis, overruled by the reader."""

import re

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.analysis import Analysis
from viewer.model.form.adequacy import Opacification, RegionAdequacy
from viewer.model.form.case_form import CaseForm
from viewer.model.found_level import FoundLevel
from viewer.model.sections import Sections, SectionState
from viewer.model.spine import Level, Region

_REPORTED = (Region.CERVICAL, Region.THORACIC, Region.LUMBAR)
_LIT = (SectionState.OK, SectionState.METAL)
# Where fewer sections than this show in a region, it was not examined: the scan only reaches into it.
_LEAST_MM = 15.0
# Contrast of 300 to 1500 HU is usual at 120 kVp, 100 to 400 late or beyond a partial block; soft tissue has
# up to about 100. A region is well filled where nearly all of it is lit and the fluid is far above tissue.
_WELL_LIT, _HALF_LIT = 0.95, 0.5
_GOOD_HU, _FAINT_HU = 250.0, 150.0
_LEVEL = re.compile(r"(?<![A-Za-z0-9])([CTLS])[0-9]{1,2}(?![0-9])")
_LETTERS = {"C": Region.CERVICAL, "T": Region.THORACIC, "L": Region.LUMBAR, "S": Region.LUMBAR}
_SETTLED, _OUTSIDE = "The contrast has settled", "contrast outside the sac (epidural or subdural)"

Flags = NDArray[np.bool_]


def suggested_adequacy(analysis: Analysis | None) -> tuple[RegionAdequacy, ...]:
    """Return what the analysis tells of each examined region, cranial first; nothing without named levels.

    Only what was seen is said True: that nothing was seen of metal or layering is for a reader to say.
    Motion is never told. Contrast outside the sac is suspected in `text`, as its space cannot be told.
    """
    sections = analysis.sections if analysis else None
    if analysis is None or sections is None or not len(sections):
        return ()
    rows = _regions(sections, analysis.levels)
    found = [(region, rows == number) for number, region in enumerate(_REPORTED)]
    step_mm = float(np.median(np.diff(sections.arc_mm))) if len(sections) > 1 else 1.0
    examined = [(region, here) for region, here in found if here.sum() * step_mm >= _LEAST_MM]
    return tuple(_of_region(region, here, sections, analysis.warnings) for region, here in examined)


def merged_adequacy(form: CaseForm, analysis: Analysis | None) -> tuple[RegionAdequacy, ...]:
    """Return the adequacy of every region of which anything is known; field by field the reader's word wins."""
    suggested = {one.region: one for one in suggested_adequacy(analysis)}
    said = {one.region: one for one in form.adequacy}
    return tuple(
        _merged(suggested.get(region, RegionAdequacy(region)), said.get(region, RegionAdequacy(region)))
        for region in Region
        if region in suggested or region in said
    )


def _merged(suggested: RegionAdequacy, said: RegionAdequacy) -> RegionAdequacy:
    names = (field.name for field in attrs.fields(RegionAdequacy) if field.name not in ("region", "text"))
    told = {name: getattr(said, name) for name in names if getattr(said, name) is not None}
    return attrs.evolve(suggested, **told, text=said.text.strip() or suggested.text)


def _regions(sections: Sections, levels: tuple[FoundLevel, ...]) -> NDArray[np.int_]:
    """The place in `_REPORTED` of every section's region, by the nearest named level; -1 where none is named."""
    named = [(one.arc_mm, _region(one.name)) for one in levels if one.name is not None]
    if not named:
        return np.full(len(sections), -1)
    arcs = np.array([arc for arc, _ in named])
    nearest = np.abs(sections.arc_mm[:, None] - arcs).argmin(axis=1)
    return np.array([_REPORTED.index(named[number][1]) for number in nearest])


def _region(name: str) -> Region:
    """The sac that ends behind the sacrum belongs to the lumbar region."""
    region = Level(name).region
    return Region.LUMBAR if region is Region.SACRAL else region


def _of_region(region: Region, here: Flags, sections: Sections, warnings: tuple[str, ...]) -> RegionAdequacy:
    metal = bool((sections.having(SectionState.METAL) & here).any())
    lit = bool((sections.having(*_LIT) & here).any())
    settled = lit and any(one.startswith(_SETTLED) for one in warnings)
    outside = [one for one in warnings if _OUTSIDE in one and region in _named_in(one)]
    return RegionAdequacy(
        region=region,
        opacification=_opacification(here, sections),
        layering=True if settled else None,
        metal=True if metal else None,
        text=" ".join(outside),
    )


def _opacification(here: Flags, sections: Sections) -> Opacification | None:
    """How well the region is filled; None where all of it is metal, cut off or not scanned."""
    lit = here & sections.having(*_LIT)
    dark = here & sections.having(SectionState.NOT_OPACIFIED) & ~sections.left_out
    told = int(lit.sum() + dark.sum())
    if not told:
        return None
    if not lit.any():
        return Opacification.NONE
    share = float(lit.sum()) / told
    hu = sections.csf_hu[lit & np.isfinite(sections.csf_hu)]
    csf_hu = float(np.median(hu)) if len(hu) else 0.0
    if share >= _WELL_LIT and csf_hu >= _GOOD_HU:
        return Opacification.GOOD
    return Opacification.LIMITED if share >= _HALF_LIT and csf_hu >= _FAINT_HU else Opacification.POOR


def _named_in(sentence: str) -> set[Region]:
    """The regions a sentence names levels of; all where it names none."""
    return {_LETTERS[one[1]] for one in _LEVEL.finditer(sentence)} or set(_REPORTED)
