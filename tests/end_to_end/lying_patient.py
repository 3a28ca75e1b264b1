"""A patient with one extrusion on the right, scanned in any position, read and reported in every form."""

from functools import cache
from pathlib import Path

import attrs

from viewer.analysis.analyse import analyse
from viewer.analysis.correcting import corrected
from viewer.analysis.phantom.case import around, build, lumbar_case, small
from viewer.analysis.phantom.spec import Lesion, LesionKind, PatientPosition, PhantomSpec
from viewer.analysis.phantom.spec import Side as From
from viewer.analysis.phantom.truth import PhantomTruth
from viewer.dicom.load import load
from viewer.dicom.scan import scan
from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.handover.format import Format
from viewer.handover.request import ReportRequest
from viewer.handover.writing import write_report
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.display import Display, PaneId
from viewer.model.finding import Cause, Severity, Side, Zone
from viewer.model.form.case_form import CaseForm
from viewer.model.form.level_form import Degree, Fluid, LevelForm
from viewer.model.form.numbering_statement import CountedFrom, NumberingStatement, Transitional
from viewer.model.form.question import ClinicalQuestion, Symptom, SymptomKind
from viewer.model.geometry import Vec3
from viewer.model.key_image import KeyImage
from viewer.model.labels import LevelLabel
from viewer.model.report.report import Report
from viewer.model.spine import Level
from viewer.model.study import Patient, Series
from viewer.model.volume import Volume
from viewer.progress import silent
from viewer.report.composing.compose import StudyFacts, compose
from viewer.session.opening import reference_of
from viewer.tools.narrowings import accept
from viewer.tools.outcome import Edit
from viewer.widgets.slices.key_image_painter import key_picture_bytes

L4_L5 = Level("L4/L5")
MADE_AT, READER = "2026-02-01T10:00:00+00:00", "Reader, Rita"
_FIELD_MM = 130.0
_LABELLED = ("L3/L4", "L4", "L4/L5", "L5", "L5/S1")


@attrs.frozen(eq=False)
class Reported:
    """The files of a report, and what they were made of."""

    folder: Path
    images: Path
    request: ReportRequest
    report: Report
    volume: Volume
    series: Series
    analysis: Analysis

    @property
    def mark(self) -> Vec3:
        """Where the finding was marked: in the middle of what is left of the sac."""
        (one,) = self.request.case.marks
        return one.point


@cache
def phantom_of(position: PatientPosition) -> PhantomSpec:
    """A lumbar spine with one lesion: an extrusion from the patient's right at L4/5."""
    lesion = Lesion(L4_L5, LesionKind.EXTRUSION, 80.0, From.RIGHT, half_length_mm=9.0, shift_mm=3.0)
    calm = attrs.evolve(
        small(lumbar_case(), 3), lesions=(lesion,), scoliosis_mm=0.0, noise_sd_hu=12.0, streaks_hu=0.0
    )
    lying = attrs.evolve(calm, position=position)
    return around(lying, L4_L5, _FIELD_MM)


def reported(position: PatientPosition, folder: Path) -> Reported:
    """Scan, read, mark and report the patient; every form of the report lies in `report` below the folder."""
    phantom = build(phantom_of(position))
    images = folder / "images"
    write_series(phantom.volume, images, _header(position))
    found = scan([images]).best()
    assert found is not None
    study, series = found
    volume = load(series)
    begun = Case(study=reference_of(study, series), labels=_labels(phantom.truth))
    measured = corrected(volume, analyse(volume, begun.labels, silent), begun.correction)
    case = _read(begun, measured.analysis)
    report = compose(case, measured.analysis, _facts(volume), READER, MADE_AT)
    pictures = {
        one.key_id: key_picture_bytes(volume, case, measured.analysis, measured.sac, one, series=series)
        for one in case.key_images
    }
    request = ReportRequest(
        report,
        case,
        tuple(Format),
        pictures,
        series=series,
        volume=volume,
        analysis=measured.analysis,
        sac=measured.sac,
    )
    out = folder / "report"
    write_report(request, out)
    return Reported(out, images, request, report, volume, series, measured.analysis)


def _facts(volume: Volume) -> StudyFacts:
    return StudyFacts("CT lumbar myelogram", volume=volume.geometry)


def _header(position: PatientPosition) -> SeriesHeader:
    names = (named_uid("lying", noun, position) for noun in ("study", "series", "frame"))
    return SeriesHeader(
        Patient("LYING^LENA", "LL1", "1960-05-01", "F"),
        *names,
        patient_position=position.value,
        study_description="CT MYELOGRAM LUMBAR",
        date="2026-01-31",
        time="10:30:00",
        intrathecal=True,
        agent="Iohexol",
        body_part="LSPINE",
    )


def _labels(truth: PhantomTruth) -> tuple[LevelLabel, ...]:
    """Vertebrae and discs where they are."""
    return tuple(LevelLabel(Level(name), truth.level_centres[Level(name)]) for name in _LABELLED)


def _read(begun: Case, analysis: Analysis) -> Case:
    """What a reader said: the narrowing accepted and marked on the right, the form filled, images kept."""
    worst = max(analysis.narrowings, key=lambda one: one.area_reduction_pct or 0.0)
    edit = accept(begun, worst, "L4/5", MADE_AT)
    assert isinstance(edit, Edit)
    (mark,) = edit.case.marks
    marked = attrs.evolve(
        mark,
        severity=Severity.SEVERE,
        side=Side.RIGHT,
        zones=(Zone.LATERAL_RECESS,),
        causes=(Cause.EXTRUSION,),
        roots=("L5",),
    )
    form = LevelForm(
        L4_L5,
        Degree.NONE,
        Fluid.THINNED,
        Degree.SEVERE,
        Degree.NONE,
        Degree.NONE,
        Degree.NONE,
        reviewed_by=READER,
    )
    question = ClinicalQuestion(symptoms=(Symptom(SymptomKind.PAIN, Side.RIGHT, ("dermatome-L5",)),))
    stated = NumberingStatement(CountedFrom.SACRUM, Transitional.NONE)
    display = Display(crosshair=mark.point)
    zoomed = attrs.evolve(
        display, axial=attrs.evolve(display.axial, zoom=2.0), coronal=attrs.evolve(display.coronal, zoom=1.5)
    )
    return attrs.evolve(
        edit.case,
        marks=(marked,),
        form=CaseForm(question=question, numbering=stated, levels=(form,)),
        key_images=(
            KeyImage("axial", PaneId.AXIAL, zoomed, "Axial"),
            KeyImage("bare", PaneId.AXIAL, zoomed, "Axial, bare", burned_in=False),
            KeyImage("coronal", PaneId.CORONAL, zoomed, "Coronal", burned_in=False),
        ),
    )
