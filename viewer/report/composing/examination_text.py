"""The text of the sections that tell of the examination: why, how, how well, and what it cannot say."""

from collections.abc import Iterable
from datetime import date

from viewer.model.finding import Side
from viewer.model.form.adequacy import Opacification, RegionAdequacy
from viewer.model.form.agent_table import dose_check
from viewer.model.form.case_form import CaseForm
from viewer.model.form.numbering_statement import NumberingStatement
from viewer.model.form.procedure import Procedure
from viewer.model.form.question import ClinicalQuestion, Evidence, Symptom
from viewer.model.spine import Region
from viewer.model.study_reference import StudyReference
from viewer.model.technique import Technique
from viewer.report.composing.adequacy import merged_adequacy, suggested_adequacy
from viewer.report.composing.confirmed import with_doubts
from viewer.report.composing.grade_words import scale_words
from viewer.report.composing.impression import MOST_ANSWERS
from viewer.report.composing.material import SOFTWARE, Material
from viewer.report.composing.sentences import capital, listed, sentence, side_words

_NOT_STATED = "Not stated."
_DAYS_A_YEAR = 365.25
_UNCONFIRMED = " (numbering unconfirmed)"
_FAULTS = ("layering", "subdural", "epidural", "metal", "motion")
_FAULT_WORDS = {"subdural": "subdural contrast", "epidural": "epidural contrast"}
_DEVICE = (
    "Thecal is not a certified medical device; its numbers and suggestions are to be checked by a reader."
)


def question_text(material: Material) -> str:
    """Return the clinical question as the request says it."""
    question = material.case.form.question
    if material.auto or question == ClinicalQuestion():
        return _NOT_STATED
    why = [*(one.value for one in question.why), *_filled(question.why_text)]
    lines = (
        question.indication,
        _labelled("Symptoms", [_symptom(one) for one in question.symptoms], "; "),
        _labelled("Suspected", [level.short_name for level in question.suspected]),
        _labelled("Why CT myelography", why),
        _labelled("Known before", [_evidence(one) for one in question.evidence], "; "),
    )
    # What the impression has no room for is told here.
    answers = material.concordance if len(material.concordance) > MOST_ANSWERS else ()
    return _lines((*lines, *(one.sentence for one in answers)))


def _symptom(symptom: Symptom) -> str:
    roots = f"({', '.join(symptom.roots)})" if symptom.roots else ""
    side = side_words(symptom.side) if symptom.side is not Side.BILATERAL else "bilateral"
    words = " ".join(part for part in (side, symptom.kind.value, roots) if part)
    return ", ".join([words, *_filled(symptom.text)])


def _evidence(one: Evidence) -> str:
    places = [*one.roots, *(level.short_name for level in one.levels)]
    side = [side_words(one.side)] if side_words(one.side) else []
    said = " ".join([one.kind.value, *([f"of {one.date}"] if one.date else []), one.outcome.value])
    where = f" at {listed(places)}" if places else ""
    return ", ".join([said + where, *side, *_filled(one.text)])


def procedure_text(material: Material) -> str:
    """Return puncture, agent, dose and complications."""
    procedure = material.case.form.procedure
    if material.auto or procedure == Procedure():
        return _NOT_STATED
    checked = dose_check(procedure, age_years(material.case.study))
    lines = (_puncture(procedure), _agent(procedure), checked, *_course(procedure), procedure.text)
    return _lines(lines)


def age_years(study: StudyReference) -> float | None:
    """Return the patient's age on the day of the study, None where a date is missing or makes no sense."""
    try:
        born, scanned = date.fromisoformat(study.patient.birth_date), date.fromisoformat(study.study_date)
    except ValueError:
        return None
    days = (scanned - born).days
    return days / _DAYS_A_YEAR if days >= 0 else None


def _puncture(procedure: Procedure) -> str:
    place = procedure.puncture.short_name if procedure.puncture else ""
    words = [word for word in (place, side_words(procedure.side)) if word]
    guided = f"guidance: {procedure.guidance.value}" if procedure.guidance else ""
    return ", ".join(part for part in (f"Puncture {' '.join(words)}" if words else "", guided) if part)


def _agent(procedure: Procedure) -> str:
    strength, volume, total = procedure.concentration_mgi_ml, procedure.volume_ml, procedure.iodine_g
    parts = (
        procedure.agent or ("Contrast agent not named" if volume is not None else ""),
        f"{strength:g} mg iodine/mL" if strength is not None else "",
        f"{volume:g} mL" if volume is not None else "",
        f"{total:.2f} g iodine in all" if total is not None else "",
    )
    return capital(", ".join(part for part in parts if part))


def _course(procedure: Procedure) -> Iterable[str]:
    pressure = procedure.opening_pressure_cmh2o
    if pressure is not None:
        yield f"Opening pressure {pressure:g} cm water"
    if procedure.injected_at:
        yield f"Injected at {procedure.injected_at}"
    yield _labelled("Complications", [one.value for one in procedure.complications])


def technique_text(material: Material) -> str:
    """Return how the CT was acquired, as its header says, and the delay since the injection."""
    technique = material.facts.technique
    position = technique.patient_position or material.case.study.patient_position
    images = f"{technique.images} images" if technique.images else ""
    parts = (
        "CT myelography",
        technique.scanner,
        f"{technique.kv:g} kV" if technique.kv is not None else "",
        f"slices {technique.slice_mm:g} mm" if technique.slice_mm is not None else "",
        f"every {technique.spacing_mm:g} mm" if technique.spacing_mm is not None else "",
        f"range {technique.range_mm:.0f} mm" if technique.range_mm is not None else "",
        images,
        f"kernel {technique.kernel}" if technique.kernel else "",
        f"position {position}" if position else "",
    )
    given = [part for part in (technique.contrast_agent, technique.route) if part]
    delay = _delay(material.case.form.procedure, technique)
    lossy = "The images were compressed with loss" if technique.lossy else ""
    return _lines(
        (", ".join(part for part in parts if part), _labelled("Contrast by header", given), delay, lossy)
    )


def _delay(procedure: Procedure, technique: Technique) -> str:
    scanned = procedure.scanned_at or technique.acquired_at[:5]
    start, end = _minutes(procedure.injected_at), _minutes(scanned)
    if start is None or end is None:
        return f"Scanned at {scanned}" if scanned else ""
    return f"Scanned at {scanned}, {(end - start) % (24 * 60)} min after injection"


def _minutes(clock: str) -> int | None:
    hours, _, minutes = clock.partition(":")
    fits = hours.isdecimal() and minutes[:2].isdecimal() and int(hours) < 24 and int(minutes[:2]) < 60
    return int(hours) * 60 + int(minutes[:2]) if fits else None


def adequacy_text(material: Material) -> str:
    """Return how good the examination is, region by region: the reader's word, and apart from it the program's."""
    said = {one.region: one for one in material.case.form.adequacy} if not material.auto else {}
    suggested = {one.region: one for one in suggested_adequacy(material.measured)}
    regions = (region for region in Region if region in said or region in suggested)
    return (
        _lines(_region(region, said.get(region), suggested.get(region)) for region in regions) or _NOT_STATED
    )


def _region(region: Region, said: RegionAdequacy | None, suggested: RegionAdequacy | None) -> str:
    """A region in a line; where the reader has said something of an item, the program is not heard."""
    own = _qualities(said) if said else {}
    program = (
        {name: words for name, words in _qualities(suggested).items() if name not in own} if suggested else {}
    )
    by_program = f"by the program, unreviewed: {', '.join(program.values())}" if program else ""
    return f"{capital(region.value)}: {'; '.join(part for part in (', '.join(own.values()), by_program) if part)}"


def _qualities(one: RegionAdequacy) -> dict[str, str]:
    """What was said of a region, item by item."""
    found = {"opacification": f"opacification {one.opacification.value}"} if one.opacification else {}
    for name in _FAULTS:
        present: bool | None = getattr(one, name)
        if present is not None:
            found[name] = f"{'' if present else 'no '}{_FAULT_WORDS.get(name, name)}"
    return found | ({"text": one.text.strip()} if one.text.strip() else {})


def numbering_text(material: Material) -> str:
    """Return how the levels were counted, and what in it no reader has confirmed."""
    statement = material.case.form.numbering
    unconfirmed = any(not one.confirmed for one in (*material.rows, *material.findings))
    mark = (
        "A level with a question mark is as found by the program; no reader has placed it"
        if unconfirmed
        else ""
    )
    if material.auto or statement == NumberingStatement():
        return _lines(("How the levels were counted is not stated", mark))
    parts = (
        f"Levels {statement.counted_from.value}"
        if statement.counted_from
        else "How the levels were counted is not stated",
        statement.transitional.value if statement.transitional else "transitional anatomy not stated",
        *_filled(statement.text),
    )
    return _lines(("; ".join(parts), mark))


def comparison_text(material: Material) -> str:
    """Return the prior studies a reader names."""
    named = "" if material.auto else material.case.form.comparison.strip()
    return sentence(named) or "None named."


def method_text(material: Material) -> str:
    """Return program, version, way of measuring, and the scales used with their versions."""
    lines = [SOFTWARE]
    if material.measured:
        lines.append(
            "Sac areas and diameters are measured in sections perpendicular to the centreline of the opacified"
            " sac; reductions are against the un-narrowed sac within 10 mm on each side"
        )
    grades = (grade for row in material.rows for grade in row.grades if grade.decided or grade.suggested)
    scales = {scale_words(grade) for grade in grades}
    measured = (one.measured for one in material.findings if one.measured)
    bands = {f"{capital(band.scale)} ({band.source}, {band.basis})" for one in measured for band in one.bands}
    named = tuple(word.partition(",")[0].casefold() for word in scales)
    unnamed = {one for one in bands if not one.casefold().startswith(named)}
    lines.append(_labelled("Scales", sorted(scales | unnamed), "; "))
    return _lines(lines)


def limits_text(material: Material) -> str:
    """Return what this report cannot say."""
    analysis = material.analysis
    if analysis is None:
        measured = ["The sac was not measured"]
    elif analysis.absent is not None:
        measured = [analysis.absent]
    else:
        said = (f"Measured by the program: {analysis.scope}", *analysis.warnings)
        measured = [_named_as_confirmed(one, material) for one in said]
    lossy = "Measured in images compressed with loss" if material.facts.technique.lossy and analysis else ""
    return _lines((*measured, _limited(material), lossy, _DEVICE))


def _named_as_confirmed(text: str, material: Material) -> str:
    """A sentence of the analysis, its levels with a question mark where no reader has placed them."""
    return with_doubts(text.replace(_UNCONFIRMED, ""), material.case)


def _limited(material: Material) -> str:
    """The regions in which something limits the examination, by the reader's word or else the program's."""
    form = CaseForm() if material.auto else material.case.form
    found: list[str] = []
    for one in merged_adequacy(form, material.measured):
        faults = [_FAULT_WORDS.get(name, name) for name in _FAULTS if getattr(one, name)]
        if one.opacification not in (None, Opacification.GOOD):
            faults.insert(0, f"opacification {one.opacification.value}")
        if faults:
            found.append(f"{one.region.value} ({', '.join(faults)})")
    return _labelled("Limited in quality", found, "; ")


def _filled(text: str) -> list[str]:
    return [text.strip()] if text.strip() else []


def _labelled(label: str, words: list[str], between: str = ", ") -> str:
    return f"{label}: {between.join(words)}" if words else ""


def _lines(lines: Iterable[str]) -> str:
    """Each as a sentence on a line of its own, the empty ones left out."""
    return "\n".join(sentence(line) for line in lines if line.strip())
