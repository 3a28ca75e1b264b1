"""What the table of levels writes in its cells, and the letters of the causes, as tables."""

from enum import IntEnum

from viewer.model.finding import Cause
from viewer.model.form.level_form import CoreItem, Degree, Fluid, LevelForm


class Column(IntEnum):
    """The columns of the table of levels; the patient's right stands on the left."""

    NAME = 0
    CENTRAL = 1
    FLUID = 2
    RECESS_RIGHT = 3
    RECESS_LEFT = 4
    FORAMEN_RIGHT = 5
    FORAMEN_LEFT = 6
    CAUSES = 7
    MEASURED = 8


ITEM_OF: dict[Column, CoreItem] = {
    Column.CENTRAL: CoreItem.CENTRAL,
    Column.FLUID: CoreItem.FLUID,
    Column.RECESS_RIGHT: CoreItem.RECESS_RIGHT,
    Column.RECESS_LEFT: CoreItem.RECESS_LEFT,
    Column.FORAMEN_RIGHT: CoreItem.FORAMEN_RIGHT,
    Column.FORAMEN_LEFT: CoreItem.FORAMEN_LEFT,
    Column.CAUSES: CoreItem.CAUSES,
}

HEADINGS = {
    Column.NAME: "Level",
    Column.CENTRAL: "Central",
    Column.FLUID: "Fluid",
    Column.RECESS_RIGHT: "R",
    Column.RECESS_LEFT: "L",
    Column.FORAMEN_RIGHT: "R",
    Column.FORAMEN_LEFT: "L",
    Column.CAUSES: "Cause",
    Column.MEASURED: "mm\N{SUPERSCRIPT TWO} · AP",
}
GROUPS = (
    ("Recess", Column.RECESS_RIGHT, Column.RECESS_LEFT),
    ("Foramen", Column.FORAMEN_RIGHT, Column.FORAMEN_LEFT),
)

FULL_NAMES = {
    CoreItem.CENTRAL: "Central zone",
    CoreItem.FLUID: "Contrast against cord or cauda equina",
    CoreItem.RECESS_RIGHT: "Right lateral recess",
    CoreItem.RECESS_LEFT: "Left lateral recess",
    CoreItem.FORAMEN_RIGHT: "Right foramen",
    CoreItem.FORAMEN_LEFT: "Left foramen",
    CoreItem.CAUSES: "What compresses",
}

SHORT: dict[Degree | Fluid, str] = {
    Degree.NONE: "none",
    Degree.MILD: "mild",
    Degree.MODERATE: "mod",
    Degree.SEVERE: "sev",
    Fluid.PRESERVED: "kept",
    Fluid.THINNED: "thin",
    Fluid.PARTLY_EFFACED: "partly",
    Fluid.EFFACED: "gone",
}
WEIGHT: dict[Degree | Fluid, int] = {
    value: step for scale in (Degree, Fluid) for step, value in enumerate(scale)
}
"""How much a step says, from 0 (normal) to 3."""

# N, D and X act on the whole level and are no letters of causes.
CAUSE_KEYS = {
    Cause.DISC_BULGE: "B",
    Cause.PROTRUSION: "P",
    Cause.EXTRUSION: "E",
    Cause.SEQUESTRATION: "Q",
    Cause.OSTEOPHYTE: "O",
    Cause.FACET: "F",
    Cause.SYNOVIAL_CYST: "Y",
    Cause.LIGAMENTUM_FLAVUM: "L",
    Cause.OSSIFIED_LIGAMENTUM_FLAVUM: "V",
    Cause.OPLL: "G",
    Cause.LISTHESIS: "I",
    Cause.EPIDURAL_LIPOMATOSIS: "A",
    Cause.TUMOUR: "T",
    Cause.INFECTION: "C",
    Cause.HAEMATOMA: "M",
    Cause.FRACTURE: "R",
    Cause.HARDWARE: "H",
    Cause.SCAR: "S",
    Cause.ARACHNOIDITIS: "K",
    Cause.OTHER: "Z",
}
CAUSE_OF = {key: cause for cause, key in CAUSE_KEYS.items()}

_SHORT_CAUSES = {
    Cause.DISC_BULGE: "bulge",
    Cause.LIGAMENTUM_FLAVUM: "flavum",
    Cause.OSSIFIED_LIGAMENTUM_FLAVUM: "OLF",
    Cause.SEQUESTRATION: "sequester",
    Cause.EPIDURAL_LIPOMATOSIS: "lipomatosis",
    Cause.SYNOVIAL_CYST: "cyst",
}


def short_cause(cause: Cause) -> str:
    """Return the short name of a cause."""
    return _SHORT_CAUSES.get(cause, cause.value)


def row_words(form: LevelForm) -> str:
    """Return the word that stands for a whole row, "" where its cells speak."""
    if not form.causes:
        if form.normal:
            return "normal"
        if all(value is None for value in form.values):
            return "not assessed"
    return ""


def cell_words(form: LevelForm, column: Column) -> str:
    """Return what a cell of the form says, "·" where nothing was said."""
    if column is Column.CAUSES:
        return ", ".join(short_cause(cause) for cause in form.causes)
    value = value_of(form, column)
    return "·" if value is None else SHORT[value]


def value_of(form: LevelForm, column: Column) -> Degree | Fluid | None:
    """Return the step of a graded cell, None where nothing was said or the column has no steps."""
    item = ITEM_OF.get(column)
    return None if item is None or item is CoreItem.CAUSES else getattr(form, item.value)


def cell_story(form: LevelForm, column: Column) -> str:
    """Return the words of a cell in full, for its tooltip and for screen readers."""
    level = form.level.short_name
    item = ITEM_OF.get(column)
    if item is None:
        return level
    if item is CoreItem.CAUSES:
        said = ", ".join(cause.value for cause in form.causes) or "nothing named"
    else:
        value = value_of(form, column)
        said = "not assessed" if value is None else value.value
    return f"{level}, {FULL_NAMES[item].lower()}: {said}"
