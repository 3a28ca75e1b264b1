"""Thecal's own measurement groups read back into marks and numbers."""

from collections.abc import Iterator

import attrs

from viewer.dicom.incoming.content import Item
from viewer.dicom.incoming.measurement import IncomingMeasurement
from viewer.dicom.incoming.site import level_said, site_of
from viewer.dicom.incoming.taken import Taken
from viewer.dicom.incoming.units import in_known_unit
from viewer.dicom.outgoing.codes import code, key_of, tables
from viewer.model.finding import Cause, CompressionMark, Confidence, Severity, Side, Zone
from viewer.model.geometry import VolumeGeometry
from viewer.model.measured import Measured
from viewer.model.narrowing import Band, BlockKind, Indented
from viewer.model.sections import SectionState
from viewer.model.spine import Level

TRACKING = ("DCM", "112039")
FINDING = ("DCM", "121071")
REGION = (("DCM", "111030"), ("DCM", "130488"))
_COMMENT = ("DCM", "121106")
_MEASURED = (
    "area_mm2",
    "reference_area_mm2",
    "area_reduction_pct",
    "ap_mm",
    "ap_reduction_pct",
    "length_mm",
)


def own_kind(group: Item) -> str:
    """Return which of Thecal's groups this is (`compression`, `level`, `report`), empty for another's."""
    for item in group.named(FINDING):
        for scheme, value in item.code.identities:
            if found := key_of("type", scheme, value):
                return found
    return ""


def read_own(group: Item, kind: str, geometry: VolumeGeometry) -> Taken:
    """Return what one of Thecal's own groups says."""
    if kind == "compression":
        return _mark(_Group(group), geometry)
    if kind == "level":
        return Taken(measurements=tuple(_Group(group).numbers()))
    return Taken()


@attrs.frozen
class _Group:
    """A group with its items looked up by the names Thecal gives them."""

    item: Item

    def _named(self, name: str) -> list[Item]:
        return self.item.named(code("name", name).identity)

    def keys(self, name: str, group: str) -> list[str]:
        """The keys of coded values under a name."""
        found = (
            key_of(group, scheme, value)
            for item in self._named(name)
            for scheme, value in item.code.identities
        )
        return [key for key in found if key]

    def key(self, name: str, group: str) -> str:
        return next(iter(self.keys(name, group)), "")

    def text(self, name: str) -> str:
        return next((item.text for item in self._named(name) if item.text), "")

    @property
    def comment(self) -> str:
        return "\n".join(item.text for item in self.item.named(_COMMENT))

    @property
    def tracking(self) -> str:
        return next((item.text for item in self.item.named(TRACKING)), "")

    @property
    def level(self) -> Level | None:
        site = site_of(self.item)
        return level_said(site[0]) if site else None

    @property
    def side(self) -> Side | None:
        site = site_of(self.item)
        return site[1] if site else None

    def value(self, quantity: str) -> float | None:
        found = (item.number for item in self.item.named(code("quantity", quantity).identity))
        return next((number for number in found if number is not None), None)

    def roots(self) -> tuple[str, ...]:
        coded = self.keys("root", "root")
        said = [item.text for item in self._named("root") if item.text]
        return (*coded, *said)

    def bands(self) -> tuple[Band, ...]:
        groups = (_Group(item) for item in self._named("band"))
        return tuple(
            Band(one.text("scale"), one.text("suggested"), one.text("scale_source"), one.text("basis"))
            for one in groups
        )

    def numbers(self) -> Iterator[IncomingMeasurement]:
        known = {one.identity for one in tables()["quantity"].values()}
        for item in self.item.children:
            if item.kind != "NUM" or item.number is None or not item.name.among(*known):
                continue
            if found := in_known_unit(item.number, item.unit):
                value, unit, kind = found
                site = self.level.short_name if self.level else ""
                yield IncomingMeasurement(
                    item.name.meaning, value, unit, kind, self.level, self.side, site,
                    tracking=self.tracking, source="Thecal", own=True,
                )  # fmt: skip


def _mark(group: _Group, geometry: VolumeGeometry) -> Taken:
    points = [point for item in group.item.named(*REGION) for point in item.points]
    level = group.level
    where = level.short_name if level else "a level that is not named"
    if not points:
        note = f"The finding at {where} was told in words, without a place in the images; it gives no mark."
        return Taken(notes=(note,))
    point = points[0]
    if not geometry.contains(point):
        return Taken(notes=(f"The mark at {where} lies outside this volume and was left out.",))
    mark = CompressionMark(
        mark_id=group.tracking or f"sr {point[0]:.2f} {point[1]:.2f} {point[2]:.2f}",
        point=point,
        severity=Severity(key) if (key := group.key("severity", "severity")) else None,
        side=group.side,
        zones=tuple(Zone(key) for key in group.keys("zone", "zone")),
        causes=tuple(Cause(key) for key in group.keys("cause", "cause")),
        roots=group.roots(),
        text=group.comment,
        confidence=Confidence(key) if (key := group.key("confidence", "confidence")) else None,
        measured=_measured(group),
    )
    return Taken((mark,), {mark.mark_id: level})


def _measured(group: _Group) -> Measured | None:
    state = group.key("state", "state")
    if not state:
        return None
    numbers = {name: value for name in _MEASURED if (value := group.value(name)) is not None}
    return Measured(
        **numbers,
        indented_from=tuple(Indented(key) for key in group.keys("indented", "indented")),
        state=SectionState(state),
        one_sided=group.key("reference", "reference") == "one",
        block=BlockKind(key) if (key := group.key("block", "block")) else None,
        bands=group.bands(),
        measured_by=group.text("measured_by"),
        accepted_by=group.text("accepted_by"),
    )
