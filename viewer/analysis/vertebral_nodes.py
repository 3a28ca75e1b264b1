"""The vertebrae of every numbering as one tree: which may follow which, and how often each occurs."""

from functools import cache

import attrs

from viewer.analysis.numbering import NUMBERINGS, Kind, kind_of, usual_length_mm
from viewer.model.spine import Numbering

# The peg and the ring have no disc between them: their heights go with those of usual cervical vertebrae.
_FIRST_MM = {"C1": 16.2, "C2": 21.6}
# From the middle of the canal to the front of the body, of phantoms and real CT of adults.
_FRONT_MM = {
    **{f"C{n}": 23.0 for n in range(1, 8)},
    **{f"T{n}": mm for n, mm in enumerate((24, 24.5, 25, 26.5, 28.5, 30.5, 32, 33, 34, 35, 36, 38, 39), 1)},
    **{f"L{n}": mm for n, mm in enumerate((40.5, 41.5, 42.5, 43, 43, 43), 1)},
    "S1": 37.0,
    "S2": 28.0,
}
# The last lumbar vertebra is a wedge, low towards the canal; sacral ones have but traces of discs.
_LAST_LUMBAR_MM = 34.0
_USUAL_SPREAD = 0.09
_SPREAD = {
    Kind.ATLAS: 0.12,
    Kind.AXIS: 0.12,
    Kind.LAST_LUMBAR: 0.15,
    Kind.FIRST_SACRAL: 0.15,
    Kind.SACRAL: 0.2,
    Kind.SKULL: 0.3,
    Kind.BEYOND: 0.3,
}
_SACRAL_MM, _OUTER_MM, _BELOW_MM = 28.0, 18.0, 24.0
_OUTER = 2


@attrs.frozen
class Node:
    """A vertebra as all numberings with the same ones above it have it, or a stretch beyond the named ones.

    `parent` is the node above it, `numberings` are those it stands for and `often` how often they occur.
    `usual_mm` is its usual height with the disc below, `front_mm` how far before the canal's middle it ends;
    `length_spread` is how its height varies from patient to patient of the same size (logarithm).
    """

    name: str | None
    kind: Kind
    parent: int | None
    numberings: tuple[Numbering, ...]
    often: float
    usual_mm: float
    front_mm: float | None
    length_spread: float


@cache
def all_nodes() -> tuple[Node, ...]:
    """Return the tree, every node after its parent."""
    chains = {numbering: _chain(numbering) for numbering in NUMBERINGS}
    longest = max(len(chain) for chain in chains.values())
    places: dict[tuple[tuple[str | None, Kind], ...], int] = {}
    nodes: list[Node] = []
    for count in range(1, longest + 1):
        for chain in chains.values():
            key = chain[:count]
            if len(chain) < count or key in places:
                continue
            alike = tuple(one for one, other in chains.items() if other[:count] == key)
            name, kind = key[-1]
            places[key] = len(nodes)
            nodes.append(
                Node(
                    name,
                    kind,
                    places.get(key[:-1]),
                    alike,
                    sum(NUMBERINGS[one] for one in alike),
                    _usual_mm(name, kind, alike[0]),
                    usual_front_mm(name),
                    _SPREAD.get(kind, _USUAL_SPREAD),
                )
            )
    return tuple(nodes)


def usual_front_mm(name: str | None) -> float | None:
    """Return how far before the middle of the canal the body of a vertebra usually ends."""
    return _FRONT_MM.get(name or "")


def _chain(numbering: Numbering) -> tuple[tuple[str | None, Kind], ...]:
    named = [(name, kind_of(numbering, n)) for n, name in enumerate(numbering.vertebrae)]
    return (*[(None, Kind.SKULL)] * _OUTER, *named, *[(None, Kind.BEYOND)] * _OUTER)


def _usual_mm(name: str | None, kind: Kind, numbering: Numbering) -> float:
    if name is None:
        return _OUTER_MM if kind is Kind.SKULL else _BELOW_MM
    if kind is Kind.LAST_LUMBAR:
        return _LAST_LUMBAR_MM
    length = _FIRST_MM.get(name) or usual_length_mm(numbering, numbering.vertebrae.index(name))
    return length or _SACRAL_MM
