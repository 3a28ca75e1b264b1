"""A straight canal that leans back or forward, measured all along, with discs and narrowings on it."""

import math

import attrs
import numpy as np

from viewer.model.analysis import Analysis
from viewer.model.found_level import FoundLevel, LevelSource
from viewer.model.geometry import Vec3, vec3
from viewer.model.narrowing import Band, Indented, Narrowing
from viewer.model.sections import Sections, SectionState
from viewer.model.spine import Level, Numbering

ANGLES = 72


@attrs.frozen
class StraightCanal:
    """A canal of `length_mm` from `top` caudally, round with a radius of 8 mm."""

    top: Vec3 = (0.0, 0.0, 600.0)
    length_mm: int = 500
    lean_deg: float = 0.0
    obliterated_at_mm: int | None = None

    @property
    def tangent(self) -> np.ndarray:
        lean = math.radians(self.lean_deg)
        return np.array([0.0, math.sin(lean), -math.cos(lean)])

    def at(self, arc_mm: float) -> Vec3:
        return vec3(np.array(self.top) + arc_mm * self.tangent)

    def sections(self) -> Sections:
        arc = np.arange(self.length_mm + 1, dtype=float)
        count = len(arc)
        point = np.array(self.top) + arc[:, None] * self.tangent
        _, down, up = self.tangent
        state = [SectionState.OK] * count
        radii = np.full((count, ANGLES), 8.0)
        area, ap = np.full(count, 64 * math.pi), np.full(count, 16.0)
        if self.obliterated_at_mm is not None:
            state[self.obliterated_at_mm] = SectionState.OBLITERATED
            radii[self.obliterated_at_mm] = area[self.obliterated_at_mm] = ap[self.obliterated_at_mm] = np.nan
        return Sections(
            arc_mm=arc,
            point=point,
            tangent=np.tile(self.tangent, (count, 1)),
            left=np.tile([1.0, 0.0, 0.0], (count, 1)),
            back=np.tile([0.0, -up, down], (count, 1)),
            radii_mm=radii,
            centre=point.copy(),
            area_mm2=area,
            ap_mm=ap,
            transverse_mm=ap,
            cord_mm2=np.full(count, np.nan),
            csf_hu=np.full(count, 600.0),
            state=tuple(state),
        )

    def levels(self, first: str | None = "L1", every_mm: float = 20.0) -> tuple[FoundLevel, ...]:
        """Ten levels from a vertebra down, 20 mm before the canal; without names where `first` is None."""
        numbering = Numbering().levels
        start = numbering.index(Level(first or "L1"))
        found = []
        for n in range(10):
            arc = 100.0 + n * every_mm
            x, y, z = self.at(arc)
            name = numbering[start + n].name
            kind = numbering[start + n].kind
            centre = (x, y - 20.0, z)
            found.append(FoundLevel(name if first else None, kind, n + 1, centre, arc, LevelSource.AUTO, 0.9))
        return tuple(found)

    def narrowing(self, arc_mm: float, loss_pct: float | None = 40.0, **more: object) -> Narrowing:
        state = SectionState.OBLITERATED if loss_pct is None else SectionState.OK
        area = None if loss_pct is None else 200.0 * (1 - loss_pct / 100)
        ap = None if loss_pct is None else 8.0
        made = Narrowing(
            level=None,
            region=None,
            arc_mm=arc_mm,
            position=self.at(arc_mm),
            length_mm=9.5,
            area_mm2=area,
            reference_area_mm2=None if loss_pct is None else 200.0,
            area_reduction_pct=loss_pct,
            ap_mm=ap,
            ap_reduction_pct=None if loss_pct is None else 30.0,
            indented_from=() if loss_pct is None else (Indented.ANTERIOR, Indented.LEFT),
            state=state,
        )
        return attrs.evolve(made, **more)

    def analysis(self, **more: object) -> Analysis:
        made = Analysis(
            absent=None,
            scope="Thecal sac only. Foramina and lateral recesses are not assessed.",
            csf_hu=600.0,
            volume_ml=60.0,
            span_mm=(110.0, 260.0),
            sections=self.sections(),
            levels=self.levels(),
            narrowings=(),
            blocks=(),
            warnings=(),
            column=None,
            timings_s={},
        )
        return attrs.evolve(made, **more)


BAND = Band("lumbar sac area", "absolute", "Bolender 1985", "CT")
