"""The text of the sections that tell of levels, cord, blocks and what else was found."""

from collections.abc import Iterable

import numpy as np

from viewer.model.answer import Answer, answer_of
from viewer.model.automatic_levels import level_here
from viewer.model.form.detail import Detail
from viewer.model.form.detail_table import detail_words
from viewer.model.form.level_form import Degree, LevelForm
from viewer.model.geometry import Vec3, distance_mm
from viewer.model.narrowing import Block, BlockKind
from viewer.model.report.assessment import Assessment
from viewer.model.report.level_row import LevelRow
from viewer.model.sections import SectionState
from viewer.report.composing.assessment import assessment
from viewer.report.composing.confirmed import confirmed_levels
from viewer.report.composing.grade_words import grade_words
from viewer.report.composing.level_runs import runs_words
from viewer.report.composing.material import SOFTWARE, Material
from viewer.report.composing.sentences import FLUID_WORDS, MM2, capital, level_words, number_words, sentence

_OWN_LINE = (Assessment.FINDING, Assessment.PARTLY, Assessment.UNREVIEWED)
NOT_DESCRIBED = "Not described."
_UNREVIEWED = "Not reviewed by a reader."
_ALIGNMENT = frozenset({"listhesis", "fracture", "postoperative", "hardware"})
_SLEEVES = frozenset({"root", "leak"})
_INTRADURAL = frozenset({"compartment", "arachnoiditis"})
_CORE = ("central zone", "CSF", "right recess", "left recess", "right foramen", "left foramen")


def levels_text(material: Material) -> str:
    """Return a line for each level with something to say, the normal and the unassessed ones in stretches."""
    lines = [_level_line(row, material) for row in material.rows if _worth_a_line(row, material)]
    table = [row.level for row in material.rows]
    for one in Assessment:
        rows = [row for row in material.rows if not _worth_a_line(row, material)]
        plain = [row.level for row in rows if assessment(row, material) is one]
        if plain and one not in _OWN_LINE:
            lines.append(f"{runs_words(material.case, table, plain)}: {_bracketed(one.value)}.")
    return "\n".join(lines) or "No level was found or named in this scan."


def _bracketed(statement: str) -> str:
    said, _, why = statement.partition(": ")
    return f"{said} ({why})" if why else said


def _worth_a_line(row: LevelRow, material: Material) -> bool:
    return assessment(row, material) in _OWN_LINE or bool(row.form.text.strip())


def _level_line(row: LevelRow, material: Material) -> str:
    """A level with its findings, what was measured at the disc, grades, details and notes."""
    found = [one for one in material.findings if one.number in row.findings]
    said = [_without_level(one.sentence, row) for one in found] or [_unfound(row, material)]
    notes = [line for one in found for line in one.text.splitlines()] or row.form.text.splitlines()
    parts = (*said, _at_disc(row), *(sentence(one) for one in grade_words(row.grades)), *row.details, *notes)
    said_once = dict.fromkeys(sentence(capital(part.strip())) for part in parts if part.strip())
    return f"{level_words(row.level, row.confirmed)}: {' '.join(said_once)}"


def _unfound(row: LevelRow, material: Material) -> str:
    """What is said of a level without a finding."""
    state = assessment(row, material)
    return _partly(row.form) if state is Assessment.PARTLY else _bracketed(state.value)


def _without_level(text: str, row: LevelRow) -> str:
    """A finding's sentence without its level, and without the area at the disc, which follows."""
    at_disc = number_words(row.numbers) if row.numbers and row.numbers.area_mm2 is not None else ""
    said = text.partition(": ")[2]
    return said.replace(f", {at_disc}", "") if at_disc else said


def _partly(form: LevelForm) -> str:
    """What was said of a level that was not said to be normal in full."""
    said = zip(_CORE, form.values, strict=True)
    open_items = [name for name, value in said if value is None]
    clear = [name for name, value in zip(_CORE, form.values, strict=True) if value is Degree.NONE]
    words = f"no narrowing of the {', '.join(clear)}" if clear else ""
    fluid = FLUID_WORDS[form.fluid] if form.fluid is not None else ""
    rest = f"not assessed: {', '.join(open_items)}" if open_items else ""
    return "; ".join(part for part in (words, fluid, rest) if part)


def _at_disc(row: LevelRow) -> str:
    numbers = row.numbers
    if numbers is None or numbers.area_mm2 is None:
        return ""
    size = f"{numbers.area_mm2:.0f} {MM2}"
    if numbers.ap_mm is not None and numbers.transverse_mm is not None:
        size += f", {numbers.ap_mm:.1f} \N{MULTIPLICATION SIGN} {numbers.transverse_mm:.1f} mm"
    cord = f", cord {numbers.cord_area_mm2:.0f} {MM2}" if numbers.cord_area_mm2 is not None else ""
    metal = ", crossed by metal" if numbers.state is SectionState.METAL else ""
    return f"At the disc: sac {size} (AP \N{MULTIPLICATION SIGN} transverse){cord}{metal}"


def alignment_text(material: Material) -> str:
    """Return what was said of alignment, vertebrae and hardware."""
    return _details_text(material, _ALIGNMENT)


def sleeves_text(material: Material) -> str:
    """Return what was said of root sleeves and leaks."""
    return _details_text(material, _SLEEVES)


def intradural_text(material: Material) -> str:
    """Return what was said of intradural findings."""
    return _details_text(material, _INTRADURAL)


def extraspinal_text(material: Material) -> str:
    """Return what the data tell of findings outside the spine: nothing, a reader writes them."""
    return _UNREVIEWED if material.auto else NOT_DESCRIBED


def _details_text(material: Material, kinds: frozenset[str]) -> str:
    if material.auto:
        return _UNREVIEWED
    lines = [
        f"{level_words(row.level, row.confirmed)}: {capital(sentence(detail_words(detail)))}"
        for row in material.rows
        for detail in _of_kinds(row.form.details, kinds)
    ]
    return "\n".join(lines) or NOT_DESCRIBED


def _of_kinds(details: Iterable[Detail], kinds: frozenset[str]) -> Iterable[Detail]:
    return (detail for detail in details if detail.kind in kinds)


def cord_text(material: Material) -> str:
    """Return how far the cord was measured; whether it is normal only a reader says."""
    sections = material.measured.sections if material.measured else None
    known = np.flatnonzero(np.isfinite(sections.cord_mm2)) if sections is not None else np.zeros(0, dtype=int)
    who = _UNREVIEWED if material.auto else "Not described by the reader."
    if sections is None or not known.size:
        return f"Cord and conus not measured. {who}"
    ends = [_level_at(_point(sections.centre[n]), material) for n in (known[0], known[-1])]
    areas = " The areas at the discs stand in the level table."
    return f"Cord measured from {ends[0]} to {ends[1]}, where it is last seen ({SOFTWARE}).{areas} {who}"


def _level_at(point: Vec3, material: Material) -> str:
    place = level_here(material.case, point, material.analysis)
    return (
        level_words(place.level, place.level in confirmed_levels(material.case))
        if place
        else "a level not known"
    )


def block_text(material: Material) -> str:
    """Return the blocks with both limits and who says so; none is ruled out where nothing was measured."""
    analysis = material.measured
    if analysis is None:
        return "Not assessed: nothing was measured."
    if not analysis.blocks:
        return f"No block was measured in the opacified sac ({SOFTWARE}{'' if not material.auto else ', unreviewed'})."
    return "\n".join(_block_line(block, material) for block in analysis.blocks)


def _block_line(block: Block, material: Material) -> str:
    names = [_level_at(end, material) for end in (block.start, block.end)]
    beyond = "no contrast beyond" if block.kind is BlockKind.COMPLETE else "contrast beyond it"
    said = f"{capital(block.kind.value)} block, upper limit {names[0]}, lower limit {names[1]}, {beyond}"
    return f"{said} ({_by_whom(block, material)})."


def _by_whom(block: Block, material: Material) -> str:
    if material.auto:
        return f"{SOFTWARE}, unreviewed"
    near = [
        one
        for one in (material.analysis.narrowings if material.analysis else ())
        if _within(one.position, block)
    ]
    answers = {answer_of(material.case, one) for one in near}
    marked = any(_within(mark.point, block) for mark in material.case.marks)
    if marked or Answer.ACCEPTED in answers:
        return f"measured by {SOFTWARE}, accepted by the reader"
    rejected = any(_within(place, block) for place in material.case.rejected)
    if rejected:
        return f"measured by {SOFTWARE}, rejected by the reader"
    return f"measured by {SOFTWARE}, not yet judged by the reader"


def _within(point: Vec3, block: Block) -> bool:
    """Whether a point lies between the limits of a block, or at one of them."""
    length = distance_mm(block.start, block.end)
    return distance_mm(point, block.start) + distance_mm(point, block.end) <= length + 6.0


def _point(row: Iterable[float]) -> Vec3:
    x, y, z = (float(one) for one in row)
    return (x, y, z)
