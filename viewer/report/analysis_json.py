"""The analysis as the JSON object that other software reads (`thecal.analysis/1`)."""

from typing import Any

import attrs
import numpy as np

from viewer import __version__
from viewer.model.analysis import Analysis
from viewer.model.found_level import FoundLevel
from viewer.model.narrowing import Block, Narrowing
from viewer.model.sections import Numbers, Sections, SectionState


@attrs.frozen
class AnalysisSource:
    """Which images an analysis was made of."""

    study_instance_uid: str = ""
    series_instance_uid: str = ""
    frame_of_reference_uid: str = ""
    patient_position: str = ""


def analysis_json(analysis: Analysis, source: AnalysisSource, load_s: float = 0.0) -> dict[str, Any]:
    """Return the object; all points LPS mm, null where nothing was measured."""
    timings = {"load": load_s, "column": 0.0, "sections": 0.0, "levels": 0.0, **analysis.timings_s}
    timings["total"] = timings.get("total", 0.0) + load_s
    result: dict[str, Any] = {
        "schema": "thecal.analysis/1",
        "software": {"name": "thecal", "version": __version__},
        "source": attrs.asdict(source),
        "frame": "LPS-mm",
        "scope": analysis.scope,
        "contrast": _contrast(analysis),
        "centreline": _centreline(analysis.sections),
        "stations": _stations(analysis.sections),
        "levels": [_level(one) for one in analysis.levels],
        "narrowings": [_narrowing(one) for one in analysis.narrowings],
        "blocks": [_block(one) for one in analysis.blocks],
        "warnings": list(analysis.warnings),
        "timings_s": {stage: round(seconds, 3) for stage, seconds in timings.items()},
    }
    if analysis.absent is not None:
        result["reason"] = analysis.absent
    return result


def _contrast(analysis: Analysis) -> dict[str, Any]:
    return {
        "csf_hu": _number(analysis.csf_hu, 1),
        "volume_ml": _number(analysis.volume_ml, 2),
        "span_mm": None if analysis.span_mm is None else [round(one, 2) for one in analysis.span_mm],
    }


def _centreline(sections: Sections | None) -> dict[str, Any]:
    if sections is None:
        return {"arc_mm": [], "points": []}
    lit = np.flatnonzero(sections.having(SectionState.OK, SectionState.METAL, SectionState.EDGE))
    if not lit.size:
        return {"arc_mm": [], "points": []}
    rows = slice(lit[0], lit[-1] + 1)
    return {"arc_mm": _numbers(sections.arc_mm[rows], 3), "points": _points(sections.point[rows])}


def _stations(sections: Sections | None) -> dict[str, Any]:
    if sections is None:
        names = ("arc_mm", "centre", "tangent", "sac_area_mm2", "sac_ap_mm", "sac_transverse_mm")
        return {name: [] for name in (*names, "cord_area_mm2", "csf_hu", "state", "corrected")}
    return {
        "arc_mm": _numbers(sections.arc_mm, 3),
        "centre": _points(sections.centre),
        "tangent": _points(sections.tangent, 5),
        "sac_area_mm2": _numbers(sections.area_mm2, 2),
        "sac_ap_mm": _numbers(sections.ap_mm, 3),
        "sac_transverse_mm": _numbers(sections.transverse_mm, 3),
        "cord_area_mm2": _numbers(sections.cord_mm2, 2),
        "csf_hu": _numbers(sections.csf_hu, 1),
        "state": [one.value for one in sections.state],
        "corrected": sections.corrected.tolist(),
    }


def _level(level: FoundLevel) -> dict[str, Any]:
    return {
        "name": level.name,
        "kind": level.kind.value,
        "ordinal": level.ordinal,
        "centre": [round(one, 3) for one in level.centre],
        "arc_mm": round(level.arc_mm, 2),
        "source": level.source.value,
        "confidence": round(level.confidence, 3),
    }


def _narrowing(one: Narrowing) -> dict[str, Any]:
    return {
        "level": one.level,
        "region": one.region,
        "arc_mm": round(one.arc_mm, 2),
        "position": [round(number, 3) for number in one.position],
        "length_mm": round(one.length_mm, 2),
        "sac_area_mm2": _number(one.area_mm2, 2),
        "reference_area_mm2": _number(one.reference_area_mm2, 2),
        "area_reduction_pct": _number(one.area_reduction_pct, 2),
        "sac_ap_mm": _number(one.ap_mm, 3),
        "ap_reduction_pct": _number(one.ap_reduction_pct, 2),
        "indented_from": [side.value for side in one.indented_from],
        "state": one.state.value,
        "bands": [attrs.asdict(band) for band in one.bands],
    }


def _block(block: Block) -> dict[str, Any]:
    return {"kind": block.kind.value, "from": list(block.start), "to": list(block.end)}


def _number(value: float | None, digits: int) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, digits)


def _numbers(values: Numbers, digits: int) -> list[float | None]:
    return [_number(float(value), digits) for value in values]


def _points(rows: Numbers, digits: int = 3) -> list[list[float]]:
    return [[round(float(one), digits) for one in row] for row in rows]
