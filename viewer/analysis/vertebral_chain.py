"""All ways to lay named vertebrae along the canal, weighed at once: the likeliest, and how sure each name is."""

import attrs
import numpy as np

from viewer.analysis.filters import Floats, Whole
from viewer.analysis.numbering import Kind
from viewer.analysis.vertebral_nodes import Node, all_nodes
from viewer.analysis.vertebral_profile import VertebralProfile
from viewer.analysis.vertebral_row import segment_worth

STEP_MM = 2
_LENGTHS = np.arange(5, 27)
# How large a patient's vertebrae are against the usual ones (natural logarithm), and how that changes.
_SIZES = np.arange(-0.32, 0.33, 0.08)
_SIZE_SD, _SIZE_CHANGE = 0.13, 0.035
_ODD_LENGTH, _ODD_SD = 0.02, 0.3
# Depths are measured over half a vertebra and more: neighbours count for less than one each.
_DEPTH_SD, _LEAST_DEPTH, _OUTER_DEPTH, _DEPTH_ABOVE = 0.18, 0.02, 0.4, 5
_EVIDENCE, _SIGHT = 3.5, 0.8
_CLICK, _CLICK_SD_MM, _CLICK_MARGIN_MM = 40.0, 5.0, 3.0
_MOST = 100.0


@attrs.frozen
class Click:
    """A reader's word: a section lies in the vertebra `upper`, or in the disc between it and `lower`."""

    section: float
    upper: str
    lower: str


@attrs.frozen(eq=False)
class Chain:
    """The likeliest way: the sections that bound its vertebrae, one more than `nodes`.

    `shares[node, section / STEP_MM]` is how likely a node covers a section, over all ways. `score` is
    how well the way fits (natural logarithm) but for what clicks gain that are met.
    """

    bounds: tuple[int, ...]
    nodes: tuple[Node, ...]
    shares: Floats
    score: float

    def names_at(self, section: float) -> dict[str | None, float]:
        """Return how likely each name of the vertebra at a section is."""
        at = min(max(0, round(section / STEP_MM)), self.shares.shape[1] - 1)
        found: dict[str | None, float] = {}
        for node, share in zip(all_nodes(), self.shares[:, at], strict=True):
            found[node.name] = found.get(node.name, 0.0) + float(share)
        total = max(sum(found.values()), 1e-9)
        return {name: share / total for name, share in found.items()}


def find_chain(
    profile: VertebralProfile, seen_as: dict[Kind, Floats], clicks: tuple[Click, ...] = ()
) -> Chain | None:
    """Return the likeliest chain of vertebrae and the shares of all others; None where too little is seen.

    `seen_as` is per section how much (natural logarithm) what lies beside it speaks for each kind.
    """
    weights = _weights(profile, seen_as, clicks)
    count = len(weights[0])
    if count <= _LENGTHS[0]:
        return None
    nodes, usual = all_nodes(), [_length_fit(node) for node in all_nodes()]
    depth = [_depth_fit(node, profile.front_mm[::STEP_MM]) for node in all_nodes()]
    ways = _forward(weights, usual, depth)
    onward = _backward(weights, usual, depth)
    shares = np.zeros((len(nodes), count))
    for number in range(len(nodes)):
        joint = np.einsum(
            "ls,rls,rs->rl", usual[number], _before(ways[number][0]), depth[number] * onward[number]
        )
        shares[number] = _cover(weights[number] * joint)
    total = float(max(shares.sum(axis=0).max(), 1e-300))
    bounds, chosen, score = _likeliest(weights, usual, depth)
    return Chain(bounds, chosen, shares / total, score - _CLICK * len(clicks)) if chosen else None


def _weights(
    profile: VertebralProfile, seen_as: dict[Kind, Floats], clicks: tuple[Click, ...]
) -> list[Floats]:
    """How well every stretch fits every node, `[end, length]` in steps."""
    ends = np.arange(0, len(profile.disc), STEP_MM)
    begin = np.arange(len(ends))[:, None] - _LENGTHS[None, :]
    open_ends = {
        kind: _EVIDENCE * segment_worth(profile, STEP_MM, _LENGTHS, above=above, below=below)
        for kind, above, below in (
            (Kind.THORACIC, True, True),
            (Kind.AXIS, False, True),
            (Kind.ATLAS, False, False),
        )
    }
    bare = open_ends[Kind.ATLAS]
    worth = {**open_ends, Kind.SKULL: bare, Kind.BEYOND: bare}
    sight = {kind: _SIGHT * _middle(values[::STEP_MM], begin) for kind, values in seen_as.items()}
    weights: list[Floats] = []
    for node in all_nodes():
        fit = worth.get(node.kind, open_ends[Kind.THORACIC]) + sight[node.kind]
        fit = fit + _clicked(node, ends[:, None], begin * STEP_MM, clicks)
        weights.append(np.where(begin >= 0, np.exp(np.clip(fit, -_MOST, _MOST)), 0.0))
    return weights


def _middle(values: Floats, begin: Whole) -> Floats:
    """The mean of values over the middle of every stretch `[end, length]`."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    low = np.clip(begin + _LENGTHS // 4, 0, len(values) - 1)
    high = np.clip(begin + _LENGTHS - _LENGTHS // 4, low + 1, len(values))
    return (total[high] - total[low]) / (high - low)


def _clicked(node: Node, end_mm: Whole, begin_mm: Whole, clicks: tuple[Click, ...]) -> Floats:
    """What a reader's clicks add to a node at every stretch: much where it is meant, and taken where not."""
    gain = np.zeros(begin_mm.shape)
    for click in clicks:
        inside = np.minimum(click.section - begin_mm, end_mm - click.section)
        if click.upper == click.lower:
            own = _CLICK - np.maximum(1.0 - inside / _CLICK_MARGIN_MM, 0.0) ** 2
            gain += np.where(inside >= 0, own if node.name == click.upper else -_CLICK, 0.0)
            continue
        for name, edge in ((click.upper, end_mm), (click.lower, begin_mm)):
            off = ((edge - click.section) / _CLICK_SD_MM) ** 2 / 2
            gain += np.where((node.name == name) & (off < 4.5), _CLICK / 2 - off, 0.0)
        gain -= np.where(inside > 3 * _CLICK_SD_MM, _CLICK, 0.0)
        if node.name not in {click.upper, click.lower}:
            gain -= np.where(inside >= 0, _CLICK, 0.0)
    return gain


def _length_fit(node: Node) -> Floats:
    """How usual every length is at every size of patient, `[length, size]`."""
    apart = np.log(_LENGTHS * STEP_MM / node.usual_mm)[:, None] - _SIZES[None, :]
    usual = np.exp(-((apart / node.length_spread) ** 2) / 2)
    return (1 - _ODD_LENGTH) * usual + _ODD_LENGTH * np.exp(-np.abs(apart) / _ODD_SD)


def _depth_fit(node: Node, front_mm: Floats) -> Floats:
    """How usual the depth of the body just above every section is at every size, `[section, size]`."""
    if node.front_mm is None:
        return np.full((len(front_mm), len(_SIZES)), _OUTER_DEPTH)
    behind = np.concatenate([np.repeat(front_mm[:1], _DEPTH_ABOVE), front_mm[:-_DEPTH_ABOVE]])
    apart = np.log(behind / node.front_mm)[:, None] - _SIZES[None, :]
    return np.maximum(np.exp(-((apart / _DEPTH_SD) ** 2) / 2), _LEAST_DEPTH)


def _size_change() -> Floats:
    """How likely the size of one vertebra `[row]` is followed by that of the next `[column]`."""
    share = np.exp(-(((_SIZES[None, :] - _SIZES[:, None]) / _SIZE_CHANGE) ** 2) / 2)
    return share / share.sum(axis=1, keepdims=True)


def _first(node: Node) -> Floats:
    """How likely a way begins with a node, by size."""
    share = np.exp(-((_SIZES / _SIZE_SD) ** 2) / 2)
    return node.often * share / share.sum()


def _follows(node: Node) -> float:
    return 1.0 if node.parent is None else node.often / all_nodes()[node.parent].often


def _before(entry: Floats) -> Floats:
    """The entry `[section, size]` at the beginning of every stretch, `[end, length, size]`."""
    begin = np.arange(len(entry))[:, None] - _LENGTHS[None, :]
    return np.where((begin >= 0)[:, :, None], entry[np.maximum(begin, 0)], 0.0)


def _forward(weights: list[Floats], usual: list[Floats], depth: list[Floats]) -> list[tuple[Floats, Floats]]:
    """For each node the sum of all ways up to where it begins, and up to where it ends, `[section, size]`."""
    change, found = _size_change(), list[tuple[Floats, Floats]]()
    for node, weight, fit, deep in zip(all_nodes(), weights, usual, depth, strict=True):
        entry = np.broadcast_to(_first(node), (len(weight), len(_SIZES)))
        if node.parent is not None:
            entry = entry + _follows(node) * (found[node.parent][1] @ change)
        found.append((entry, deep * np.einsum("rl,ls,rls->rs", weight, fit, _before(entry))))
    return found


def _backward(weights: list[Floats], usual: list[Floats], depth: list[Floats]) -> list[Floats]:
    """For each node the sum of all ways on from where it ends, `[section, size]`."""
    nodes, change = all_nodes(), _size_change()
    onward: list[Floats] = [np.ones((len(weights[0]), len(_SIZES))) for _ in nodes]
    count = len(weights[0])
    end = np.arange(count)[:, None] + _LENGTHS[None, :]
    inside, end = end < count, np.minimum(end, count - 1)
    columns = np.broadcast_to(np.arange(len(_LENGTHS)), end.shape)
    for number in range(len(nodes) - 1, -1, -1):
        parent = nodes[number].parent
        if parent is None:
            continue
        weight = np.where(inside, weights[number][end, columns], 0.0)
        below = np.einsum("rl,ls,rls->rs", weight, usual[number], (depth[number] * onward[number])[end])
        onward[parent] += _follows(nodes[number]) * (below @ change.T)
    return onward


def _cover(joint: Floats) -> Floats:
    """How likely each section is covered, from how likely each stretch `[end, length]` is."""
    count = len(joint)
    change = np.zeros(count + 1)
    ends = np.arange(count)
    for column, length in enumerate(_LENGTHS):
        valid = ends >= length
        np.add.at(change, ends[valid] - length, joint[valid, column])
        np.add.at(change, ends[valid], -joint[valid, column])
    return np.maximum(np.cumsum(change)[:count], 0.0)


def _likeliest(
    weights: list[Floats], usual: list[Floats], depth: list[Floats]
) -> tuple[tuple[int, ...], tuple[Node, ...], float]:
    nodes, change = all_nodes(), _size_change()
    came: list[Whole] = []
    chosen: list[Whole] = []
    scores: list[Floats] = []
    for node, weight, fit, deep in zip(nodes, weights, usual, depth, strict=True):
        entry = np.array(np.broadcast_to(_first(node), (len(weight), len(_SIZES))))
        source = np.full(entry.shape, -1)
        if node.parent is not None:
            moved = _follows(node) * scores[node.parent][:, :, None] * change[None]
            source = np.where(moved.max(axis=1) > entry, moved.argmax(axis=1), -1)
            entry = np.maximum(entry, moved.max(axis=1))
        all_ways = weight[:, :, None] * fit[None] * _before(entry) * deep[:, None, :]
        chosen.append(all_ways.argmax(axis=1))
        scores.append(all_ways.max(axis=1))
        came.append(source)
    number = int(np.argmax([score.max() for score in scores]))
    row, size = (int(n) for n in np.unravel_index(int(scores[number].argmax()), scores[number].shape))
    if scores[number][row, size] <= 0:
        return (), (), 0.0
    best = float(np.log(scores[number][row, size]))
    bounds, path = [row * STEP_MM], list[Node]()
    while True:
        path.append(nodes[number])
        row -= int(_LENGTHS[chosen[number][row, size]])
        bounds.append(row * STEP_MM)
        size = int(came[number][row, size])
        parent = nodes[number].parent
        if size < 0 or parent is None:
            return tuple(bounds[::-1]), tuple(path[::-1]), best
        number = parent
