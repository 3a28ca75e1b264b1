"""The measured profile as a table, one row per section."""

import csv
import io

import numpy as np

from viewer.model.sections import Sections

_HEADER = (
    "arc_mm",
    "centre_x_mm",
    "centre_y_mm",
    "centre_z_mm",
    "sac_area_mm2",
    "sac_ap_mm",
    "sac_transverse_mm",
    "cord_area_mm2",
    "csf_hu",
    "state",
    "corrected",
)


def profile_csv(sections: Sections | None) -> str:
    """Return the table as text; a number that was not measured is an empty cell, points are LPS."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    if sections is not None:
        numbers = np.column_stack(
            [
                sections.arc_mm,
                sections.centre,
                sections.area_mm2,
                sections.ap_mm,
                sections.transverse_mm,
                sections.cord_mm2,
                sections.csf_hu,
            ]
        )
        for row, state, corrected in zip(numbers, sections.state, sections.corrected.tolist(), strict=True):
            cells = ["" if not np.isfinite(number) else f"{number:.3f}" for number in row]
            writer.writerow([*cells, state.value, "true" if corrected else "false"])
    return out.getvalue()
