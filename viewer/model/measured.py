"""What was measured where a mark stands: kept with the mark as it was when the reader accepted it."""

import attrs

from viewer.model.narrowing import Band, BlockKind, Indented, Narrowing
from viewer.model.sections import SectionState

_SQUARE = "mm\N{SUPERSCRIPT TWO}"
_MINUS = "\N{MINUS SIGN}"
_LEAST_PCT = 0.5
_STATE_WORDS = {
    SectionState.OBLITERATED: "obliterated, no measurable CSF",
    SectionState.METAL: "not measured: metal",
    SectionState.EDGE: "not measured: edge of the scan",
    SectionState.GAP: "not measured: slices missing",
    SectionState.NOT_OPACIFIED: "not measured: not opacified",
}


@attrs.frozen
class Measured:
    """The numbers of a narrowing, never changed by later choices.

    `bands` are what named scales suggest; `measured_by` and `accepted_by` say who said what.
    """

    area_mm2: float | None = None
    reference_area_mm2: float | None = None
    area_reduction_pct: float | None = None
    ap_mm: float | None = None
    ap_reduction_pct: float | None = None
    length_mm: float = 0.0
    indented_from: tuple[Indented, ...] = ()
    state: SectionState = SectionState.OK
    one_sided: bool = False
    block: BlockKind | None = None
    bands: tuple[Band, ...] = ()
    measured_by: str = ""
    accepted_by: str = ""

    @staticmethod
    def of(narrowing: Narrowing, measured_by: str, accepted_by: str) -> "Measured":
        """Return what is kept of a narrowing."""
        whole = narrowing.state in (SectionState.OK, SectionState.METAL)
        return Measured(
            area_mm2=narrowing.area_mm2 if whole else None,
            reference_area_mm2=narrowing.reference_area_mm2 if whole else None,
            area_reduction_pct=narrowing.area_reduction_pct if whole else None,
            ap_mm=narrowing.ap_mm if whole else None,
            ap_reduction_pct=narrowing.ap_reduction_pct if whole else None,
            length_mm=narrowing.length_mm,
            indented_from=narrowing.indented_from,
            state=narrowing.state,
            one_sided=narrowing.one_sided,
            block=narrowing.block,
            bands=narrowing.bands if whole else (),
            measured_by=measured_by,
            accepted_by=accepted_by,
        )

    @property
    def numbers(self) -> str:
        """The numbers in a line: area, what it is less than, AP, length; or why there is no area."""
        parts: list[str] = []
        if self.area_mm2 is not None:
            against = (
                "" if self.reference_area_mm2 is None else f" of {self.reference_area_mm2:.0f} {_SQUARE}"
            )
            parts.append(f"{self.area_mm2:.0f} {_SQUARE}{_less(self.area_reduction_pct)}{against}")
        else:
            block = f"{self.block.value} block, no contrast beyond" if self.block else ""
            parts.append(block or f"sac {_STATE_WORDS.get(self.state, 'not measured')}")
        if self.ap_mm is not None:
            parts.append(f"AP {self.ap_mm:.1f} mm{_less(self.ap_reduction_pct)}")
        parts.append(f"{self.length_mm:.0f} mm long")
        if self.state is SectionState.METAL:
            parts.append("crossed by metal")
        return ", ".join(parts)

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is kept, a sentence each, with who said it."""
        sides = ", ".join(self.indented_from)
        return tuple(
            line
            for line in (
                f"Measured: {self.numbers}.",
                f"Indented from: {sides}." if sides else "",
                "Reference on one side only." if self.one_sided else "",
                *(
                    f"Suggested: {band.value}, by {band.scale} ({band.source}, {band.basis})."
                    for band in self.bands
                ),
                f"Measured by {self.measured_by}; "
                + (f"accepted by {self.accepted_by}." if self.accepted_by else "accepted by no reader."),
            )
            if line
        )


def _less(reduction_pct: float | None) -> str:
    """A reduction in brackets; a section wider than its reference has grown."""
    if reduction_pct is None:
        return ""
    sign = _MINUS if reduction_pct >= _LEAST_PCT else "+" if reduction_pct <= -_LEAST_PCT else ""
    return f" ({sign}{abs(reduction_pct):.0f} %)"
