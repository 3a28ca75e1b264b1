"""The clinical question: what the study was ordered to answer."""

from enum import StrEnum

import attrs

from viewer.model.finding import Side
from viewer.model.spine import Level


class WhyMyelogram(StrEnum):
    """Why a CT myelogram was made rather than an MRI alone."""

    MRI_CONTRAINDICATED = "MRI contraindicated"
    METAL = "metal obscures MRI"
    MRI_EQUIVOCAL = "MRI equivocal"
    MRI_NOT_TOLERATED = "MRI not tolerated"
    LEAK = "search for a CSF leak"
    OTHER = "other"


class SymptomKind(StrEnum):
    """What the patient feels or shows."""

    PAIN = "pain"
    SENSORY_LOSS = "numbness or tingling"
    WEAKNESS = "weakness"
    REFLEX_LOSS = "reflex loss"
    CLAUDICATION = "neurogenic claudication"
    MYELOPATHY = "myelopathy"
    SPHINCTER = "bladder or bowel disturbance"
    HEADACHE = "orthostatic headache"
    OTHER = "other symptom"


@attrs.frozen
class Symptom:
    """One symptom: its side, and the roots whose dermatome or myotome it lies in.

    `areas` are the ids of the areas of the body diagram, or of the muscles' actions, that were picked (see
    `viewer.model.form.root_table`); `roots` are those a reader named directly.
    """

    kind: SymptomKind
    side: Side | None = None
    areas: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    text: str = ""


class EvidenceKind(StrEnum):
    """What else points to a root or level."""

    ELECTRODIAGNOSIS = "EMG / NCS"
    INJECTION = "injection response"
    PRIOR_IMAGING = "prior imaging"


class EvidenceOutcome(StrEnum):
    """What it said."""

    POSITIVE = "positive"
    EQUIVOCAL = "equivocal"
    NEGATIVE = "negative"


@attrs.frozen
class Evidence:
    """A result from before this study; a negative one points nowhere."""

    kind: EvidenceKind
    outcome: EvidenceOutcome = EvidenceOutcome.POSITIVE
    side: Side | None = None
    roots: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    date: str = ""
    text: str = ""


@attrs.frozen
class ClinicalQuestion:
    """Indication, symptoms, suspicion and the reason for this examination; all as the request says it."""

    indication: str = ""
    symptoms: tuple[Symptom, ...] = ()
    suspected: tuple[Level, ...] = ()
    why: tuple[WhyMyelogram, ...] = ()
    why_text: str = ""
    evidence: tuple[Evidence, ...] = ()
