"""What a written series says about itself beside its pixels and their geometry."""

import attrs

from viewer.model.study import Patient, WindowSetting


@attrs.frozen
class SeriesHeader:
    """The patient, study, series and technique of a series to be written.

    Dates and times are ISO (`2026-01-31`, `14:05:39`). With `intrathecal` the route of the contrast
    `agent` is coded as intrathecal; without it an agent is given with no route.
    """

    patient: Patient
    study_uid: str
    series_uid: str
    frame_of_reference_uid: str
    patient_position: str = "HFS"
    study_description: str = ""
    series_description: str = ""
    number: int = 1
    study_id: str = ""
    date: str = ""
    time: str = ""
    kernel: str = ""
    kvp: float = 120.0
    slice_thickness_mm: float | None = None
    window: WindowSetting | None = None
    agent: str = ""
    intrathecal: bool = False
    body_part: str = "SPINE"
    image_type: tuple[str, ...] = ("ORIGINAL", "PRIMARY", "AXIAL")
    manufacturer: str = "Thecal"
