"""The colours of the report's drawings: made for white paper, told apart in grey as well."""

from viewer.model.finding import Severity
from viewer.model.spine import Region

INK, GREY, FAINT, PAPER = "#15191e", "#5b636c", "#b4bac1", "#ffffff"
CONTRAST_FILL, CONTRAST_LINE = "#dbe6ef", "#24455f"
EXPECTED, BLOCKED = "#1c5fa8", "#8e1b1b"

REGION_FILL = {
    Region.CERVICAL: "#d3dfee",
    Region.THORACIC: "#d5e4d9",
    Region.LUMBAR: "#efe2cb",
    Region.SACRAL: "#e5d9e7",
}
REGION_LINE = {
    Region.CERVICAL: "#3f5f86",
    Region.THORACIC: "#4d6b57",
    Region.LUMBAR: "#7a6242",
    Region.SACRAL: "#6b4f6e",
}
# The fill of a finding's number, and the number's own colour upon it.
_SEVERITY = {
    Severity.NONE: (PAPER, INK),
    Severity.MILD: ("#f7dc8c", INK),
    Severity.MODERATE: ("#ef9a3d", INK),
    Severity.SEVERE: ("#bf2626", PAPER),
    Severity.COMPLETE_BLOCK: ("#560d16", PAPER),
}


def severity_ink(severity: Severity | None) -> tuple[str, str]:
    """Return the fill of a mark and the colour of the number in it; white for one not graded."""
    return _SEVERITY.get(severity, (PAPER, INK)) if severity else (PAPER, INK)
