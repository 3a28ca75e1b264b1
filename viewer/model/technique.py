"""How the CT was acquired, as the header of its images says."""

import attrs


@attrs.frozen
class Technique:
    """Facts from the header; None or empty where it does not say. Lengths mm, times `HH:MM:SS`, `kv` kilovolt.

    `images` counts the acquired slices, `range_mm` reaches from the first to the last of them.
    """

    scanner: str = ""
    kv: float | None = None
    slice_mm: float | None = None
    spacing_mm: float | None = None
    range_mm: float | None = None
    images: int = 0
    kernel: str = ""
    patient_position: str = ""
    acquired_at: str = ""
    contrast_agent: str = ""
    route: str = ""
    accession_number: str = ""
    lossy: bool = False
