"""What symptoms and earlier results point to: roots, and the places where these may be compressed."""

from collections.abc import Iterable, Sequence

import attrs

from viewer.model.finding import Side, Zone
from viewer.model.form.question import ClinicalQuestion, Evidence, EvidenceOutcome, Symptom, SymptomKind
from viewer.model.form.root_table import cauda_levels, cord_levels, in_order, root_places, roots_of
from viewer.model.report.concordance import ExpectedPlace
from viewer.model.spine import Level, Numbering

_SIDE_WORDS = {
    Side.RIGHT: " on the right",
    Side.LEFT: " on the left",
    Side.BILATERAL: " on both sides",
    Side.CENTRAL: "",
}
_MOST_TEXT = 60


@attrs.frozen
class Clue:
    """One symptom, result or suspicion: `name` in words, the roots it names, where it points, on which side.

    The places bear no side themselves. `passed` are levels at which a narrowed middle meets its roots too,
    though they leave further down or to the side. A clue that names roots but has no places points to a root that no
    level of this patient's numbering holds.
    """

    name: str
    roots: tuple[str, ...]
    places: tuple[ExpectedPlace, ...]
    side: Side | None
    passed: tuple[Level, ...] = ()

    def on(self, side: Side | None) -> "Clue":
        """Return the clue of one side."""
        return attrs.evolve(self, side=side)

    @property
    def subject(self) -> str:
        """It in words, with side and roots."""
        roots = f" ({', '.join(self.roots)})" if self.roots else ""
        return f"{self.name}{_SIDE_WORDS[self.side] if self.side else ''}{roots}"


def expected_places(
    question: ClinicalQuestion, numbering: Numbering | None = None
) -> tuple[ExpectedPlace, ...]:
    """Return where the question lets a compression be expected, from the head down, each place once.

    A side is that of the symptom. A negative result points nowhere.
    """
    levels = (numbering or Numbering()).levels
    sided = (attrs.evolve(one, side=clue.side) for clue in clues(question, numbering) for one in clue.places)
    return tuple(sorted(dict.fromkeys(sided), key=lambda one: levels.index(one.level)))


def clues(question: ClinicalQuestion, numbering: Numbering | None = None) -> tuple[Clue, ...]:
    """Return what of a question points to a root or a level: symptoms, results, then suspected levels."""
    count = numbering or Numbering()
    told = (
        *(_of_symptom(one, count) for one in question.symptoms),
        *(_of_evidence(one, count) for one in question.evidence),
        *(_of_level(one, count) for one in question.suspected),
    )
    return tuple(one for one in told if one.roots or one.places)


def _of_symptom(symptom: Symptom, numbering: Numbering) -> Clue:
    roots = roots_of(symptom)
    levels = _KIND_LEVELS.get(symptom.kind, _no_levels)(numbering)
    central = tuple(ExpectedPlace("", level, Zone.CENTRAL, None) for level in levels)
    places = (*_of_roots(roots, numbering), *central)
    text = " ".join(symptom.text.split())[:_MOST_TEXT]
    name = text if symptom.kind is SymptomKind.OTHER and text else symptom.kind.value
    return Clue(_capital(name), roots, places, symptom.side, _passed(roots, numbering))


def _of_evidence(evidence: Evidence, numbering: Numbering) -> Clue:
    if evidence.outcome is EvidenceOutcome.NEGATIVE:
        return Clue("", (), (), None)
    roots = in_order(evidence.roots)
    places = (*_of_roots(roots, numbering), *_anywhere_at(evidence.levels, numbering))
    at = ", ".join(one.short_name for one in evidence.levels)
    equivocal = ", equivocal" if evidence.outcome is EvidenceOutcome.EQUIVOCAL else ""
    name = f"{evidence.kind.value}{equivocal}{f' at {at}' if at else ''}"
    return Clue(_capital(name), roots, places, evidence.side, _passed(roots, numbering))


def _of_level(level: Level, numbering: Numbering) -> Clue:
    return Clue(f"Suspected level {level.short_name}", (), _anywhere_at((level,), numbering), None)


def _of_roots(roots: Sequence[str], numbering: Numbering) -> tuple[ExpectedPlace, ...]:
    places = (place for root in roots for place in root_places(root, numbering))
    return tuple(ExpectedPlace(one.root, one.level, zone, None) for one in places for zone in one.zones)


def _passed(roots: Sequence[str], numbering: Numbering) -> tuple[Level, ...]:
    """Where a narrowed middle of the canal meets roots on their way: in the cauda equina, and beside the cord.

    A root of the cauda equina passes all lumbar levels above its own. Above the cauda a root leaves beside
    the cord at its own level, where a lesion of the middle may reach it.
    """
    order = numbering.levels
    cauda = order.index(cauda_levels(numbering)[0])
    found: set[Level] = set()
    for root in roots:
        places = root_places(root, numbering)
        beside = [one.level for one in places if Zone.LATERAL_RECESS in one.zones]
        found.update(level for level in beside if order.index(level) < cauda)
        first = min((order.index(one.level) for one in places), default=0)
        found.update(order[cauda:first])
    return tuple(sorted(found, key=order.index))


def _anywhere_at(levels: Iterable[Level], numbering: Numbering) -> tuple[ExpectedPlace, ...]:
    known = [one for one in levels if numbering.index(one) is not None]
    return tuple(ExpectedPlace("", level, zone, None) for level in known for zone in Zone)


def _no_levels(_numbering: Numbering) -> tuple[Level, ...]:
    return ()


def _cord_and_cauda(numbering: Numbering) -> tuple[Level, ...]:
    return (*cord_levels(numbering), *cauda_levels(numbering))


# Symptoms of the cord or the cauda equina as a whole point to the middle of the canal.
_KIND_LEVELS = {
    SymptomKind.MYELOPATHY: cord_levels,
    SymptomKind.CLAUDICATION: cauda_levels,
    SymptomKind.SPHINCTER: _cord_and_cauda,
}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
