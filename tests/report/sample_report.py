"""Reports of an invented patient, from one finding to the whole spine, for whoever writes or shows them."""

import struct
import zlib
from collections.abc import Mapping

import attrs
import numpy as np

from viewer.model.display import Display, PaneId
from viewer.model.finding import Cause, Confidence, Severity, Side, Zone
from viewer.model.form.grade import Grade, GradeNumber
from viewer.model.form.level_form import Degree, Fluid, LevelForm
from viewer.model.key_image import KeyImage
from viewer.model.measured import Measured
from viewer.model.narrowing import Band, Indented
from viewer.model.picture_bytes import PictureBytes
from viewer.model.plane import Plane
from viewer.model.report.concordance import Agreement, Concordance, ExpectedPlace
from viewer.model.report.contradiction import Contradiction, Weight
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.issued import IssuedImage, IssuedReport
from viewer.model.report.level_row import LevelNumbers, LevelRow
from viewer.model.report.profile_curve import CurveLevel, CurveMark, CurvePoint, ProfileCurve
from viewer.model.report.report import Report, ReportState
from viewer.model.report.section import ReportSection, SectionId
from viewer.model.sections import SectionState
from viewer.model.spine import Level, LevelKind, Numbering
from viewer.model.study import Patient
from viewer.model.study_reference import StudyReference
from viewer.model.technique import Technique

READER, PROGRAM = "Dr. Ada Kovács", "Thecal 0.1.0"
_OFFSETS = Numbering()
_STUDY = StudyReference(
    study_uid="2.25.311",
    series_uid="2.25.312",
    frame_of_reference_uid="2.25.313",
    patient=Patient("Okafor^Ngozi Adaeze", "MYE-004711", "1958-03-14", "F"),
    study_date="2026-09-28",
    patient_position="HFS",
    images="0f1e2d3c",
)
_TECHNIQUE = Technique(
    "Siemens SOMATOM Force", 120.0, 0.6, 0.5, 512.0, 1024, "Br64f", "HFS", "10:42:00", "iohexol", "intrathecal",
    "ACC-2026-1187",
)  # fmt: skip


def arc_of(level: Level) -> float:
    """Where a level lies along the sample's canal."""
    return round(_OFFSETS.offset_mm(level), 1)


def discs(first: str = "C2/C3", last: str = "L5/S1") -> tuple[Level, ...]:
    """The discs from one to another."""
    levels = [level for level in _OFFSETS.levels if level.kind is LevelKind.DISC]
    return tuple(levels[levels.index(Level(first)) : levels.index(Level(last)) + 1])


def _area_at(arc_mm: float, dips: Mapping[float, float]) -> float:
    area = 190.0 + 45.0 * np.sin(arc_mm / 95.0) + 6.0 * np.sin(arc_mm / 7.0)
    for where, depth in dips.items():
        area *= 1.0 - depth * np.exp(-(((arc_mm - where) / 7.0) ** 2))
    return float(round(area, 1))


def _curve(
    levels: tuple[Level, ...], findings: tuple[ReportedFinding, ...], unconfirmed: str
) -> ProfileCurve:
    start, end = arc_of(levels[0]) - 18.0, arc_of(levels[-1]) + 26.0
    marks = {f.number: arc_of(f.level) for f in findings if f.level is not None and f.measured is not None}
    areas = {f.number: f.measured.area_mm2 or 0.0 for f in findings if f.measured is not None}
    dips = {arc: 1.0 - areas[n] / _area_at(arc, {}) for n, arc in marks.items()}
    points: list[CurvePoint] = []
    for arc in np.arange(start, end, 2.0):
        state = SectionState.OK
        if arc < start + 8:
            state = SectionState.EDGE
        elif len(levels) > 10 and 150 < arc < 178:
            state = SectionState.METAL
        elif len(levels) > 10 and 205 < arc < 222:
            state = SectionState.GAP
        elif arc > end - 14:
            state = SectionState.NOT_OPACIFIED
        whole = state in (SectionState.OK, SectionState.METAL)
        points.append(CurvePoint(float(arc), _area_at(float(arc), dips) if whole else None, state))
    shown = tuple(
        CurveLevel(level.name, arc_of(level), level.region.value != unconfirmed) for level in levels
    )
    return ProfileCurve(tuple(points), shown, tuple(CurveMark(n, arc, areas[n]) for n, arc in marks.items()))


def _measured(area: float, reduction: float) -> Measured:
    band = Band("lumbar sac area", "relative stenosis", "Bolender 1985", "CT, lumbar spine")
    return Measured(
        area, round(area / (1 - reduction / 100)), reduction, 6.4, 52.0, 17.0, (Indented.ANTERIOR, Indented.LEFT),
        bands=(band,), measured_by=PROGRAM, accepted_by=READER,
    )  # fmt: skip


def finding(
    number: int, level: str | None, severity: Severity, side: Side, area: float | None, *causes: Cause
) -> ReportedFinding:
    """One numbered finding with a sentence; measured where it has an area."""
    name = Level(level).short_name if level else "a level not named"
    where = (
        "centrally"
        if side is Side.CENTRAL
        else f"on the {side}"
        if side is not Side.BILATERAL
        else "on both sides"
    )
    numbers = f" ({area:.0f} mm², less by 58 %)" if area is not None else ""
    plane = Plane((1.0, 2.0, -300.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    return ReportedFinding(
        number=number,
        finding_id=f"mark-{number}",
        level=Level(level) if level else None,
        confirmed=level != "T8/T9",
        severity=severity,
        severity_by=READER,
        side=side,
        zones=(Zone.CENTRAL,) if side is Side.CENTRAL else (Zone.LATERAL_RECESS, Zone.FORAMINAL),
        causes=causes,
        roots=("L5",) if level == "L4/L5" else (),
        confidence=Confidence.PROBABLE,
        text="Root sleeve does not fill." if level == "L4/L5" else "",
        sentence=f"{name}: {severity} narrowing {where} by {' and '.join(causes)}{numbers}.",
        point=(1.0, 2.0, -300.0),
        plane=plane if area is not None else None,
        measured=_measured(area, 58.0) if area is not None else None,
    )


def _numbers(level: Level, area: float | None, state: SectionState = SectionState.OK) -> LevelNumbers:
    plane = Plane((1.2, 34.0, -arc_of(level)), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    cord = level.name[0] in "CT" and state is SectionState.OK
    if state is not SectionState.OK:
        return LevelNumbers(plane, arc_of(level), state)
    return LevelNumbers(
        plane, arc_of(level), state, area, 12.4, 17.8, 72.0 if cord else None, 6.9 if cord else None, 612.0,
        corrected=level.name == "L3/L4",
    )  # fmt: skip


def _grades(level: Level, area: float) -> tuple[Grade, ...]:
    number = GradeNumber("sac_area", area, "mm²", PROGRAM)
    band = Grade("lumbar-sac-area", "1985", None, (number,), "relative stenosis", PROGRAM)
    schizas = Grade("schizas", "2010", value="C", decided_by=READER, decided_at="2026-09-28T12:10:00Z")
    foramen = Grade(
        "lee-foraminal", "2010", Side.LEFT, value="2", decided_by=READER, decided_at="2026-09-28T12:11:00Z"
    )
    return (band, schizas, foramen)


def _row(level: Level, found: tuple[ReportedFinding, ...]) -> LevelRow:
    here = tuple(one.number for one in found if one.level == level)
    confirmed = level.region.value != "thoracic"
    if here:
        worst = next(one for one in found if one.number == here[0])
        area = worst.measured.area_mm2 if worst.measured else 96.0
        form = LevelForm(
            level, Degree.SEVERE, Fluid.EFFACED, Degree.MODERATE, Degree.SEVERE, Degree.MILD, Degree.MODERATE,
            worst.causes, reviewed_by=READER, reviewed_at="2026-09-28T12:10:00Z",
            text="Compared with 2023 clearly more." if level.name == "L4/L5" else "",
        )  # fmt: skip
        details = (
            "disc: extrusion, migrated caudally, left subarticular, 9 mm",
            "facets: hypertrophic on both sides",
        )
        return LevelRow(
            level, confirmed, form, _numbers(level, area), here, _grades(level, area or 0.0), details
        )
    if level.name in ("T2/T3", "T3/T4"):
        return LevelRow(level, confirmed, LevelForm(level), _numbers(level, None, SectionState.NOT_OPACIFIED))
    if level.name in ("T10/T11", "T11/T12"):
        return LevelRow(level, confirmed, LevelForm(level), _numbers(level, 171.0))
    if level.name == "L2/L3":
        form = LevelForm(level, Degree.MILD, Fluid.THINNED, causes=(Cause.DISC_BULGE,), reviewed_by=READER)
        return LevelRow(level, confirmed, form, _numbers(level, 128.0))
    return LevelRow(
        level, confirmed, LevelForm.of_normal(level, READER, "2026-09-28T12:00:00Z"), _numbers(level, 188.0)
    )


EIGHT = (
    finding(1, "L4/L5", Severity.SEVERE, Side.LEFT, 48.0, Cause.EXTRUSION, Cause.LIGAMENTUM_FLAVUM),
    finding(2, "C5/C6", Severity.SEVERE, Side.CENTRAL, 61.0, Cause.OSTEOPHYTE),
    finding(3, "C6/C7", Severity.MODERATE, Side.RIGHT, 94.0, Cause.PROTRUSION),
    finding(4, "L3/L4", Severity.MODERATE, Side.BILATERAL, 82.0, Cause.FACET, Cause.LIGAMENTUM_FLAVUM),
    finding(5, "T8/T9", Severity.MODERATE, Side.LEFT, 101.0, Cause.PROTRUSION),
    finding(6, "L5/S1", Severity.MILD, Side.RIGHT, None, Cause.OSTEOPHYTE),
    finding(7, "L4/L5", Severity.MILD, Side.RIGHT, None, Cause.FACET),
    finding(8, "C4/C5", Severity.MILD, Side.LEFT, 132.0, Cause.DISC_BULGE),
)


def _concordance() -> tuple[Concordance, ...]:
    l5 = (
        ExpectedPlace("L5", Level("L4/L5"), Zone.LATERAL_RECESS, Side.LEFT),
        ExpectedPlace("L5", Level("L5/S1"), Zone.FORAMINAL, Side.LEFT),
    )
    c8 = (ExpectedPlace("C8", Level("C7/T1"), Zone.FORAMINAL, Side.RIGHT),)
    return (
        Concordance(
            "weakness of left great toe extension", Agreement.CONCORDANT, l5, ("mark-1",),
            "Weakness of left great toe extension points to L5 left; explained by finding 1 (L4/5, left lateral recess).",
        ),
        Concordance(
            "numbness of the right little finger", Agreement.UNEXPLAINED, c8, (),
            "Numbness of the right little finger points to C8 right (C7/T1); nothing is marked there.",
        ),
    )  # fmt: skip


_SECTIONS = {
    SectionId.QUESTION: "Left leg pain with weakness of great toe extension for four months; numb right little finger. "
    "Suspected level L4/5. CT myelogram because metal obscures MRI (pacemaker leads, L2 screws).",
    SectionId.ALIGNMENT: "Degenerative anterolisthesis L4 on L5, Meyerding grade I, 4 mm. No fracture.",
    SectionId.CORD: "Conus at L1. Cord flattened at C5/6 without enlargement elsewhere.",
    SectionId.PROCEDURE: "Lumbar puncture at L2/3 right under fluoroscopy. Iohexol 300 mg I/mL, 10 mL: 3.0 g iodine. "
    "Opening pressure 14 cm water. Complications: none.",
    SectionId.TECHNIQUE: "Helical CT, 120 kV, slices of 0.6 mm every 0.5 mm over 512 mm, kernel Br64f, supine, "
    "48 min after injection.",
    SectionId.ADEQUACY: "Cervical: good. Thoracic: limited, layering, T2/3 and T3/4 not opacified. Lumbar: good.",
    SectionId.NUMBERING: "Levels counted down from C2; no transitional anatomy.",
    SectionId.COMPARISON: "CT myelogram of 12 March 2023.",
    SectionId.METHOD: "Areas are of the opacified sac across its centreline, Thecal 0.1.0; words are the reader's.",
    SectionId.LIMITS: "T2/3, T3/4, T10/11 and T11/12 were not assessed. CT does not show cord signal.",
}  # fmt: skip


def _keys(count: int) -> tuple[KeyImage, ...]:
    titles = (
        "L4/5: severe, left, axial", "L4/5: left recess, sagittal", "C5/6: severe central, axial", "C5/6, sagittal",
        "L3/4: bilateral recesses with a rather long title that a reader typed", "T8/9: left protrusion",
    )  # fmt: skip
    panes = (PaneId.AXIAL, PaneId.SAGITTAL)
    return tuple(KeyImage(f"key-{n}", panes[n % 2], Display(), titles[n]) for n in range(count))


def _report(levels: tuple[Level, ...], findings: tuple[ReportedFinding, ...], keys: int) -> Report:
    sections = {
        SectionId.IMPRESSION: "\n".join(one.sentence for one in findings), **_SECTIONS
    }  # fmt: skip
    return Report(
        state=ReportState.FINAL,
        study=_STUDY,
        study_description="CT myelogram of the whole spine" if len(levels) > 10 else "CT myelogram, lumbar",
        title="CT myelogram",
        number=1,
        made_at="2026-09-28T12:30:00Z",
        author=READER,
        software=PROGRAM,
        accession_number="ACC-2026-1187",
        impression=tuple(one.sentence for one in findings),
        findings=findings,
        rows=tuple(_row(level, findings) for level in levels),
        sections=tuple(ReportSection(name, text, text) for name, text in sections.items()),
        concordance=_concordance(),
        curve=_curve(levels, findings, "thoracic"),
        key_images=_keys(keys),
        technique=_TECHNIQUE,
    )


def whole_spine() -> Report:
    """A final report of 23 levels with eight findings and six key images."""
    return _report(discs(), EIGHT, 6)


def one_finding() -> Report:
    """A final report of the lumbar spine with one finding and two key images."""
    return _report(discs("L1/L2"), EIGHT[:1], 2)


def without_analysis() -> Report:
    """A draft of a reader who has marked but measured nothing; two things are open."""
    findings = tuple(attrs.evolve(one, measured=None, plane=None) for one in EIGHT[:3])
    report = _report(discs(), findings, 3)
    open_points = (
        Contradiction(Weight.BLOCKING, "No numbering statement was made.", "Say how the levels were counted.", "", SectionId.NUMBERING),
        Contradiction(Weight.WARNING, "L4/5 is marked twice on the left.", "Remove one of the two marks.", "mark-1"),
    )  # fmt: skip
    rows = tuple(attrs.evolve(row, numbers=None, grades=()) for row in report.rows)
    return attrs.evolve(
        report, state=ReportState.DRAFT, number=0, curve=ProfileCurve(), rows=rows, contradictions=open_points
    )


def unreviewed() -> Report:
    """A draft made from the analysis alone."""
    report = _report(discs("T11/T12"), EIGHT[:1], 0)
    findings = (attrs.evolve(report.findings[0], severity_by=PROGRAM, confirmed=False),)
    rows = tuple(
        attrs.evolve(row, form=LevelForm(row.level), findings=(), confirmed=False, details=(), grades=())
        for row in report.rows
    )
    curve = attrs.evolve(
        report.curve, levels=tuple(attrs.evolve(one, confirmed=False) for one in report.curve.levels)
    )
    sections = tuple(
        one
        for one in report.sections
        if one.section in (SectionId.TECHNIQUE, SectionId.METHOD, SectionId.LIMITS)
    )
    return attrs.evolve(
        report, state=ReportState.UNREVIEWED, number=0, author="", findings=findings, rows=rows, curve=curve,
        sections=sections, concordance=(),
    )  # fmt: skip


def empty() -> Report:
    """A draft in which nothing has been said yet."""
    return Report(ReportState.DRAFT, _STUDY, "", "CT myelogram")


def addendum() -> tuple[Report, tuple[IssuedReport, ...]]:
    """An addendum to the report of the whole spine, and what was issued: the report and the addendum."""
    final = whole_spine()
    later = attrs.evolve(final, state=ReportState.ADDENDUM, number=2, made_at="2026-09-30T08:05:00Z")
    pictures = tuple(IssuedImage(key, picture) for key, picture in images(final).items())
    first = IssuedReport(final, pictures, "2026-09-28T12:30:00Z", READER, "basis")
    addition = "The outside MRI of 2 June 2026 was received. The extrusion at L4/5 was already there and is unchanged."
    return later, (first, IssuedReport(later, pictures, "2026-09-30T08:05:00Z", READER, "basis", addition))


def hostile(characters: int = 100_000) -> Report:
    """A report with markup and control characters in its names, and a section of very many characters."""
    patient = Patient('<b>O\'Brien & "Söhne"</b>^Ann\x07\x1b=山田^太郎', "ID<&>\x00 1", "1950-01-01", "O")
    report = one_finding()
    words = "The <i>sac</i> & its roots \x0b were followed from level to level. "
    long = (words * (characters // len(words) + 1))[:characters]
    return attrs.evolve(
        report,
        study=attrs.evolve(report.study, patient=patient),
        author="</para><font size=40>& Co",
        impression=("<b>L4/5</b> & more </para>", *report.impression),
        sections=tuple(
            ReportSection(one.section, long if one.section is SectionId.LIMITS else one.text)
            for one in report.sections
        ),
    )


def images(report: Report) -> dict[str, PictureBytes]:
    """A picture for each key image: a round sac in a grey field, so that up and left can be told."""
    return {key.key_id: png(240, 240 if n % 3 else 180) for n, key in enumerate(report.key_images)}


def png(width: int, height: int) -> PictureBytes:
    """A greyscale PNG of a bright disc right of the middle on a grey ramp."""
    y, x = np.mgrid[0:height, 0:width]
    grey = (40 + 60 * y / height).astype(np.uint8)
    grey[(x - width * 0.6) ** 2 + (y - height * 0.45) ** 2 < (height * 0.2) ** 2] = 235
    lines = b"".join(b"\0" + row.tobytes() for row in grey)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return PictureBytes(b"\x89PNG\r\n\x1a\n" + body)
