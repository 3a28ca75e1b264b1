"""How well the analysis agrees with the built-in phantoms, as the table of the README."""

import sys
from collections.abc import Sequence
from pathlib import Path

import attrs
import numpy as np

from viewer.analysis.analyse import analyse
from viewer.analysis.phantom.agreement import Agreement, agreement
from viewer.analysis.phantom.case import Phantom, build
from viewer.analysis.phantom.found import levels_right_pct
from viewer.analysis.renaming import renamed
from viewer.app.benchmark.accuracy_cases import AccuracyCase, accuracy_cases
from viewer.app.benchmark.table import replaced, table
from viewer.model.analysis import Analysis
from viewer.model.labels import LevelLabel

HEADS = (
    "phantom",
    "Dice",
    "surface mm",
    "centreline mm",
    "measured %",
    "area error % (median, p95)",
    "AP error mm",
    "levels % (alone, one click)",
    "narrowings",
    "false",
    "block",
)


@attrs.frozen
class Row:
    """One phantom's line: its agreement, and the levels right once a reader has named one."""

    case: AccuracyCase
    found: Agreement | None
    clicked_pct: float | None


def measure(case: AccuracyCase) -> Row:
    """Build a case, analyse it and return how well both agree."""
    phantom = build(case.spec)
    analysis = analyse(phantom.volume)
    return Row(case, agreement(phantom, analysis, case.block), _clicked_pct(phantom, analysis))


def _clicked_pct(phantom: Phantom, analysis: Analysis) -> float | None:
    """The levels right after one click on the middle vertebra of a phantom, in percent."""
    truth = phantom.truth
    inside = [
        one for one in truth.level_centres if phantom.volume.geometry.contains(truth.level_centres[one])
    ]
    bodies = [one for one in inside if "/" not in one.name]
    middle = bodies[len(bodies) // 2]
    label = LevelLabel(middle, truth.level_centres[middle])
    named = renamed(phantom.volume, analysis, (), (label,))
    return levels_right_pct(truth, named.levels, phantom.volume.geometry)


def accuracy_table(rows: Sequence[Row]) -> str:
    """Return the rows as a table in Markdown, with the means of all below."""
    found = [row.found for row in rows if row.found is not None]
    lines = [(row.case.title, *_cells(row)) for row in rows]
    return table(HEADS, [*lines, ("**mean**", *_means(rows, found))])


def _cells(row: Row) -> tuple[str, ...]:
    one = row.found
    if one is None:
        return ("nothing found", *[""] * (len(HEADS) - 2))
    return (
        f"{one.dice:.3f}",
        f"{one.surface_mm:.2f}",
        f"{one.centreline_mm:.2f}",
        f"{one.measured_pct:.0f}",
        f"{one.area_median_pct:.1f}, {one.area_p95_pct:.1f}",
        f"{one.chord_mm:.2f}",
        f"{_percent(one.levels_pct)}, {_percent(row.clicked_pct)}",
        f"{one.found} of {one.lesions}",
        str(one.false),
        ("found" if one.blocks_right else "missed")
        if row.case.block
        else ("" if one.blocks_right else "false"),
    )


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _means(rows: Sequence[Row], found: Sequence[Agreement]) -> tuple[str, ...]:
    def mean(name: str) -> float:
        return float(np.mean([getattr(one, name) for one in found]))

    clicked = [row.clicked_pct for row in rows if row.clicked_pct is not None]
    blocks = [row.found is not None and row.found.blocks_right for row in rows if row.case.block]
    return (
        f"{mean('dice'):.3f}",
        f"{mean('surface_mm'):.2f}",
        f"{mean('centreline_mm'):.2f}",
        f"{mean('measured_pct'):.0f}",
        f"{mean('area_median_pct'):.1f}, {mean('area_p95_pct'):.1f}",
        f"{mean('chord_mm'):.2f}",
        f"{np.mean([one.levels_pct for one in found if one.levels_pct is not None]):.0f}, {np.mean(clicked):.0f}",
        f"{sum(one.found for one in found)} of {sum(one.lesions for one in found)}",
        str(sum(one.false for one in found)),
        f"{sum(blocks)} of {len(blocks)}",
    )


def main() -> None:
    """Measure every case and put the table between its markers in the file named on the command line."""
    rows: list[Row] = []
    for case in accuracy_cases():
        print(case.title, file=sys.stderr, flush=True)
        rows.append(measure(case))
    text = accuracy_table(rows)
    print(text)
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(replaced(path.read_text(encoding="utf-8"), "accuracy", text), encoding="utf-8")


if __name__ == "__main__":
    main()
