"""The built-in demo cases: digital phantoms, written once as DICOM into the user's cache folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from viewer.model.demo_case import DemoCase
from viewer.model.study import Patient, WindowSetting
from viewer.progress import Progress, part

if TYPE_CHECKING:
    from viewer.analysis.phantom.spec import PhantomSpec
    from viewer.dicom.write import SeriesHeader

# A new number makes every user's cached demo be built anew.
_EDITION = "1"


def demo_folder(case: DemoCase, cache: Path | None = None) -> Path:
    """Return the folder of a demo case's series, whether or not it has been made."""
    root = cache or platformdirs.user_cache_path("thecal", appauthor=False)
    return root / "demo" / f"{case.value}-{_EDITION}"


def ensure_demo(case: DemoCase, progress: Progress, cache: Path | None = None) -> Path:
    """Return the folder of a demo case, building it on first use.

    The folder appears whole or not at all: a killed process leaves no half series behind.
    """
    folder = demo_folder(case, cache)
    if folder.is_dir():
        return folder
    from viewer.analysis.phantom.case import cervical_case, lumbar_case

    specs = {DemoCase.LUMBAR: lumbar_case, DemoCase.CERVICAL: cervical_case}
    write_demo(case, specs[case](), folder, progress)
    return folder


def write_demo(case: DemoCase, spec: "PhantomSpec", folder: Path, progress: Progress) -> None:
    """Build a phantom and write it as the series of a demo case."""
    from viewer.analysis.phantom.case import build
    from viewer.dicom.write import write_series

    phantom = build(spec, part(progress, 0.0, 0.9))
    progress(0.9, "Writing the DICOM series")
    write_series(phantom.volume, folder, _header(case), part(progress, 0.9, 1.0))


def _header(case: DemoCase) -> "SeriesHeader":
    from viewer.dicom.uid import named_uid
    from viewer.dicom.write import SeriesHeader

    def uid(noun: str) -> str:
        return named_uid("thecal-demo", _EDITION, case.value, noun)

    region = case.value.upper()
    return SeriesHeader(
        patient=Patient(f"PHANTOM^{region}", f"DEMO-{region}", "1958-03-14", "O"),
        study_uid=uid("study"),
        series_uid=uid("series"),
        frame_of_reference_uid=uid("frame of reference"),
        study_description=f"CT MYELOGRAM {region} SPINE (DIGITAL PHANTOM)",
        series_description=f"{region} MYELO BONE 0.7",
        number=2,
        study_id="1",
        date="2026-01-31",
        time="10:30:00",
        kernel="Br59",
        kvp=120.0,
        window=WindowSetting(1500.0, 500.0),
        agent="Iohexol 300 mgI/mL",
        intrathecal=True,
        body_part={DemoCase.LUMBAR: "LSPINE", DemoCase.CERVICAL: "CSPINE"}[case],
    )
