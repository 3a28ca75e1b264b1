"""A lumbar case on a straight canal: measured, partly marked, partly filled in; and what is known of its study."""

import attrs

from tests.straight_canal import BAND, StraightCanal
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.finding import Cause, CompressionMark, Severity, Side, Zone
from viewer.model.form.case_form import CaseForm
from viewer.model.form.level_form import Degree, Fluid, LevelForm
from viewer.model.form.numbering_statement import CountedFrom, NumberingStatement, Transitional
from viewer.model.geometry import VolumeGeometry
from viewer.model.labels import LevelLabel
from viewer.model.measured import Measured
from viewer.model.narrowing import Narrowing
from viewer.model.report.contradiction import Contradiction
from viewer.model.report.report import Report
from viewer.model.report.section import SectionId
from viewer.model.sections import SectionState
from viewer.model.spine import Level
from viewer.model.study import Patient
from viewer.model.study_reference import StudyReference
from viewer.model.technique import Technique
from viewer.report.composing.compose import StudyFacts, compose

# The discs of the canal lie at 120, 160, ... 280 mm: L1/2 to L5/S1.
CANAL = StraightCanal()
DISCS = tuple(Level(name) for name in ("L1/L2", "L2/L3", "L3/L4", "L4/L5", "L5/S1"))
L4_L5, L3_L4, L5_S1 = Level("L4/L5"), Level("L3/L4"), Level("L5/S1")
READER, MADE_AT = "Dr. Ada Reader", "2026-11-22T06:00:00+00:00"
SEVERE = CANAL.narrowing(240.0, 63.0, bands=(BAND,), level="L4/L5", region="lumbar")
MILDER = CANAL.narrowing(200.0, 31.0, level="L3/L4", region="lumbar")
STATEMENT = NumberingStatement(CountedFrom.SACRUM, Transitional.NONE)
STUDY = StudyReference(
    study_uid="2.25.1",
    series_uid="2.25.2",
    patient=Patient("Müller^Ann", "4711", "1960-05-01", "F"),
    study_date="2026-01-31",
    images="abc",
)
GRID = VolumeGeometry(
    (600, 100, 100), (-50.0, -50.0, 50.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 1.0)
)
FACTS = StudyFacts("CT lumbar myelogram", Technique(scanner="Scanner", kv=120.0), "ACC1", "abc", GRID)


def mark(narrowing: Narrowing = SEVERE, mark_id: str = "m1", **said: object) -> CompressionMark:
    """A measured mark at a narrowing: severe, central, right, by an extrusion, unless said otherwise."""
    made = CompressionMark(
        mark_id,
        narrowing.position,
        Severity.SEVERE,
        Side.RIGHT,
        (Zone.CENTRAL,),
        (Cause.EXTRUSION,),
        ("L5",),
        measured=Measured.of(narrowing, "Thecal 0.1.0", READER),
    )
    return attrs.evolve(made, **said)


def labels(*levels: Level) -> tuple[LevelLabel, ...]:
    """Discs placed by a reader where they were found."""
    found = {one.name: one.centre for one in CANAL.levels()}
    return tuple(LevelLabel(level, found[level.name]) for level in levels or DISCS)


def analysis(*narrowings: Narrowing, dark: tuple[float, float] | None = None, **more: object) -> Analysis:
    """The measured canal; no contrast between two arc lengths where `dark` names them."""
    made = CANAL.analysis(narrowings=narrowings or (SEVERE, MILDER), **more)
    if dark is None:
        return made
    sections = CANAL.sections()
    state = tuple(
        SectionState.NOT_OPACIFIED if dark[0] <= arc <= dark[1] else state
        for arc, state in zip(sections.arc_mm, sections.state, strict=True)
    )
    return attrs.evolve(made, sections=attrs.evolve(sections, state=state))


def case(*marks: CompressionMark, levels: tuple[LevelForm, ...] = (), **form: object) -> Case:
    """A case with its levels placed and its numbering stated."""
    said = CaseForm(numbering=STATEMENT, levels=levels)
    return Case(study=STUDY, labels=labels(), marks=marks, form=attrs.evolve(said, **form))


def reported(
    of: Case, measured: Analysis | None = None, *, auto: bool = False, facts: StudyFacts = FACTS
) -> Report:
    """The report of a case, signed."""
    return compose(of, measured or analysis(), facts, READER, MADE_AT, auto=auto)


def narrowed(level: Level = L3_L4, **said: object) -> LevelForm:
    """The form of a level with a moderate central narrowing."""
    none = Degree.NONE
    made = LevelForm(
        level, Degree.MODERATE, Fluid.THINNED, none, none, none, none, (Cause.DISC_BULGE,), reviewed_by=READER
    )
    return attrs.evolve(made, **said)


def text_of(report: Report, section: SectionId) -> str:
    """The shown text of a section."""
    return report.section(section).text


def messages(report: Report) -> str:
    """All that is flagged, a line each."""
    return "\n".join(f"{one.weight.value}: {one.message}" for one in report.contradictions)


def flagged(report: Report, words: str) -> list[Contradiction]:
    """What is flagged with these words."""
    return [one for one in report.contradictions if words in one.message]
