"""What one key or click of a reader does to the form of a case: a case in, one edit out."""

from collections.abc import Sequence
from typing import TypeVar

import attrs

from viewer.model.case import Case
from viewer.model.finding import Cause, Side
from viewer.model.form.adequacy import RegionAdequacy
from viewer.model.form.case_form import CaseForm
from viewer.model.form.detail import Choice, Detail
from viewer.model.form.grade import Grade
from viewer.model.form.level_form import CoreItem, Degree, Fluid, LevelForm
from viewer.model.form.numbering_statement import NumberingStatement
from viewer.model.form.procedure import Complication, Procedure
from viewer.model.form.question import ClinicalQuestion, Symptom
from viewer.model.spine import Level, LevelKind, Numbering
from viewer.tools.outcome import Edit, Refused

MOST_LETTERS = 20_000
"""The longest text that a field of the form takes."""

GRADED_ITEMS = tuple(item for item in CoreItem if item is not CoreItem.CAUSES)
"""The core items that have steps, in the order of the form."""

STEPS: dict[CoreItem, tuple[Degree | Fluid, ...]] = {
    item: tuple(Fluid) if item is CoreItem.FLUID else tuple(Degree) for item in GRADED_ITEMS
}
"""The steps of each graded item; their places in it are the keys 0 to 3."""

ITEM_WORDS = {
    CoreItem.CENTRAL: "central zone",
    CoreItem.FLUID: "fluid",
    CoreItem.RECESS_RIGHT: "right recess",
    CoreItem.RECESS_LEFT: "left recess",
    CoreItem.FORAMEN_RIGHT: "right foramen",
    CoreItem.FORAMEN_LEFT: "left foramen",
    CoreItem.CAUSES: "cause",
}

_FIRST_DISC = "C2/C3"
_LAST_VERTEBRA = "S1"
_Item = TypeVar("_Item")


@attrs.frozen
class Reviewer:
    """Who says it, and when (ISO 8601, UTC)."""

    name: str
    at: str


def form_levels(numbering: Numbering) -> tuple[Level, ...]:
    """Return the levels that have a form: the discs from C2/3 to the one above S1, as this patient has them."""
    discs = [level for level in numbering.levels if level.kind is LevelKind.DISC]
    first = discs.index(Level(_FIRST_DISC))
    last = next(n for n, level in enumerate(discs) if level.lower == _LAST_VERTEBRA)
    return tuple(discs[first : last + 1])


def toggled(chosen: Sequence[_Item], value: _Item, order: Sequence[_Item] = ()) -> tuple[_Item, ...]:
    """Return what is chosen with a value added, or without it where it was; sorted as in `order` if given."""
    kept = tuple(one for one in chosen if one != value)
    if len(kept) < len(chosen):
        return kept
    added = (*kept, value)
    return tuple(sorted(added, key=order.index)) if order else added


def replaced(items: tuple[_Item, ...], place: int, item: _Item | None) -> tuple[_Item, ...]:
    """Return items with the one at a place replaced, or left out for None; beyond the end it is appended."""
    new = () if item is None else (item,)
    return (*items[:place], *new, *items[place + 1 :])


def graded(
    case: Case, levels: Sequence[Level], item: CoreItem, value: Degree | Fluid | None, reviewer: Reviewer
) -> Edit:
    """Return the edit that grades one core item of levels, or takes it back with None."""
    words = "not assessed" if value is None else value.value
    title = f"{span_words(levels)}: {ITEM_WORDS[item]} {words}"
    return _levels_edit(case, title, levels, reviewer, **{item.value: value})


def normal(case: Case, levels: Sequence[Level], reviewer: Reviewer) -> Edit:
    """Return the edit that says levels to be normal in every core item: "normal from here to there".

    What was said beyond the core items stays.
    """
    empty = LevelForm.of_normal(levels[0])
    values = {item.value: getattr(empty, item.value) for item in GRADED_ITEMS}
    return _levels_edit(case, f"{span_words(levels)}: normal", levels, reviewer, causes=(), **values)


def copied_from_above(case: Case, levels: Sequence[Level], reviewer: Reviewer) -> Edit | Refused:
    """Return the edit that gives levels the core items of the level above the first of them."""
    everything = form_levels(case.numbering)
    place = everything.index(levels[0])
    source = case.form.level(everything[place - 1]) if place else None
    if source is None or not (source.causes or any(value is not None for value in source.values)):
        where = everything[place - 1].short_name if place else f"the level above {levels[0].short_name}"
        return Refused(f"Nothing was said of {where} that could be copied.", "Grade that level first.")
    values = {item.value: getattr(source, item.value) for item in CoreItem}
    title = f"{span_words(levels)}: as {source.level.short_name}"
    return _levels_edit(case, title, levels, reviewer, **values)


def not_assessed(case: Case, levels: Sequence[Level]) -> Edit:
    """Return the edit that takes back all that was said of levels."""
    form = case.form
    for level in levels:
        form = form.with_level(LevelForm(level))
    return Edit(f"{span_words(levels)}: not assessed", attrs.evolve(case, form=form))


def cause_toggled(case: Case, levels: Sequence[Level], cause: Cause, reviewer: Reviewer) -> Edit:
    """Return the edit that adds a cause to levels; where all of them have it, it is taken back."""
    everywhere = all(cause in case.form.level(level).causes for level in levels)
    form = case.form
    for level in levels:
        said = form.level(level)
        if (cause in said.causes) is everywhere:
            form = form.with_level(_signed(said, reviewer, causes=toggled(said.causes, cause, tuple(Cause))))
    words = f"no {cause.value}" if everywhere else cause.value
    return Edit(f"{span_words(levels)}: {words}", attrs.evolve(case, form=form))


def no_causes(case: Case, levels: Sequence[Level], reviewer: Reviewer) -> Edit:
    """Return the edit that takes back all causes at levels."""
    return _levels_edit(case, f"{span_words(levels)}: no cause", levels, reviewer, causes=())


def level_text(case: Case, level: Level, text: str, reviewer: Reviewer) -> Edit | Refused:
    """Return the edit that writes the free text of a level."""
    return refused_text(text) or _levels_edit(
        case, f"{level.short_name}: text", (level,), reviewer, text=text
    )


def with_detail(
    case: Case, level: Level, place: int, detail: Detail | None, reviewer: Reviewer
) -> Edit | Refused:
    """Return the edit that replaces one detail of a level, drops it (None), or adds it beyond the end."""
    said = case.form.level(level).details
    kind = detail.kind if detail else said[place].kind if place < len(said) else "detail"
    refused = refused_text(detail.text) if detail else None
    title = f"{level.short_name}: {'' if detail else 'no '}{kind}"
    return refused or _levels_edit(case, title, (level,), reviewer, details=replaced(said, place, detail))


def detail_chosen(detail: Detail, group: str, value: str, *, several: bool = False) -> Detail:
    """Return a detail with a value of a group picked, or taken back where it was."""
    pick = Choice(group, value)
    if pick in detail.choices:
        kept = tuple(one for one in detail.choices if one != pick)
    elif several:
        kept = (*detail.choices, pick)
    else:
        kept = (*(one for one in detail.choices if one.group != group), pick)
    return attrs.evolve(detail, choices=kept)


def grade_decided(case: Case, level: Level, grade: Grade, value: str, reviewer: Reviewer) -> Edit:
    """Return the edit that gives a reader's grade, or takes it back where it was the same.

    `grade` carries the scale, the side, the numbers and the program's suggestion, which stay apart from it.
    """
    said = case.form.level(level).grades
    key = (grade.scale, grade.side)
    known = next((one for one in said if (one.scale, one.side) == key), None)
    others = tuple(one for one in said if (one.scale, one.side) != key)
    taken_back = known is not None and known.value == value
    new = attrs.evolve(
        grade,
        value="" if taken_back else value,
        decided_by="" if taken_back else reviewer.name,
        decided_at="" if taken_back else reviewer.at,
    )
    grades = others if taken_back else (*others, new)
    words = "taken back" if taken_back else value
    return _levels_edit(case, f"{level.short_name}: {grade.scale} {words}", (level,), reviewer, grades=grades)


def grade_numbered(case: Case, level: Level, grade: Grade, reviewer: Reviewer) -> Edit:
    """Return the edit that replaces a grade by one with other numbers; one without any and undecided goes."""
    key = (grade.scale, grade.side)
    others = tuple(one for one in case.form.level(level).grades if (one.scale, one.side) != key)
    grades = (*others, grade) if grade.numbers or grade.decided else others
    return _levels_edit(case, f"{level.short_name}: {grade.scale} numbers", (level,), reviewer, grades=grades)


def with_question(case: Case, title: str, question: ClinicalQuestion) -> Edit | Refused:
    """Return the edit that replaces the clinical question."""
    texts = (question.indication, question.why_text)
    told = (one.text for one in (*question.symptoms, *question.evidence))
    dates = (one.date for one in question.evidence)
    form = attrs.evolve(case.form, question=question)
    return _form_edit(case, title, form, *texts, *told, *dates)


def area_picked(symptom: Symptom, area_id: str, side: Side) -> Symptom:
    """Return a symptom after a click on an area of one side of the body.

    The side of a symptom without one becomes that of the click; with the other side it becomes both. An area
    that was picked on that side is taken back.
    """
    one_sided = symptom.side in (Side.RIGHT, Side.LEFT)
    other_side = one_sided and symptom.side is not side
    if area_id in symptom.areas and not other_side and symptom.side is not None:
        return attrs.evolve(symptom, areas=toggled(symptom.areas, area_id))
    picked = symptom.areas if area_id in symptom.areas else (*symptom.areas, area_id)
    joined = side if symptom.side in (None, Side.CENTRAL) else symptom.side
    return attrs.evolve(symptom, areas=picked, side=Side.BILATERAL if other_side else joined)


def with_procedure(case: Case, title: str, procedure: Procedure) -> Edit | Refused:
    """Return the edit that replaces what is said of the puncture and the injection."""
    form = attrs.evolve(case.form, procedure=procedure)
    return _form_edit(case, title, form, procedure.agent, procedure.text)


def complication_toggled(procedure: Procedure, complication: Complication) -> Procedure:
    """Return the procedure with a complication or without it; "none" stands alone."""
    chosen = toggled(procedure.complications, complication, tuple(Complication))
    if complication in chosen:
        alone = complication is Complication.NONE
        chosen = tuple(one for one in chosen if (one is Complication.NONE) is alone)
    return attrs.evolve(procedure, complications=chosen)


def with_numbering_statement(case: Case, title: str, numbering: NumberingStatement) -> Edit | Refused:
    """Return the edit that replaces the statement of how the levels were counted."""
    return _form_edit(case, title, attrs.evolve(case.form, numbering=numbering), numbering.text)


def with_adequacy(case: Case, title: str, adequacy: RegionAdequacy) -> Edit | Refused:
    """Return the edit that replaces what is said of one region's adequacy."""
    return _form_edit(case, title, case.form.with_region(adequacy), adequacy.text)


def with_comparison(case: Case, text: str) -> Edit | Refused:
    """Return the edit that names the prior studies this one was compared with."""
    return _form_edit(case, "Comparison", attrs.evolve(case.form, comparison=text), text)


def refused_text(text: str) -> Refused | None:
    """Return why a text is not taken, None where it is."""
    if len(text) <= MOST_LETTERS:
        return None
    return Refused(
        f"This text has {len(text):,} characters; the form takes {MOST_LETTERS:,} in one field.",
        "Shorten it: what the case had before is unchanged.",
    )


def span_words(levels: Sequence[Level]) -> str:
    """Return the name of one level, or the first and last of several."""
    first, last = levels[0].short_name, levels[-1].short_name
    return first if len(levels) == 1 else f"{first} to {last}"


def _form_edit(case: Case, title: str, form: CaseForm, *texts: str) -> Edit | Refused:
    refused = next((one for one in map(refused_text, texts) if one is not None), None)
    return refused or Edit(title, attrs.evolve(case, form=form))


def _levels_edit(
    case: Case, title: str, levels: Sequence[Level], reviewer: Reviewer, **changes: object
) -> Edit:
    form = case.form
    for level in levels:
        said = form.level(level)
        # Saying the same again is no new review.
        if attrs.evolve(said, **changes) != said:
            form = form.with_level(_signed(said, reviewer, **changes))
    return Edit(title, attrs.evolve(case, form=form))


def _signed(said: LevelForm, reviewer: Reviewer, **changes: object) -> LevelForm:
    return attrs.evolve(said, reviewed_by=reviewer.name, reviewed_at=reviewer.at, **changes)
