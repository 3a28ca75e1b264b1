"""Units of other programs brought to those of Thecal."""

from viewer.dicom.incoming.content import CodeSaid
from viewer.dicom.incoming.measurement import Quantity

# Factor, unit and kind by the UCUM code.
_KNOWN: dict[str, tuple[float, str, Quantity]] = {
    "mm": (1.0, "mm", Quantity.LENGTH),
    "cm": (10.0, "mm", Quantity.LENGTH),
    "m": (1000.0, "mm", Quantity.LENGTH),
    "um": (0.001, "mm", Quantity.LENGTH),
    "mm2": (1.0, "mm2", Quantity.AREA),
    "cm2": (100.0, "mm2", Quantity.AREA),
    "mm3": (1.0, "mm3", Quantity.VOLUME),
    "cm3": (1000.0, "mm3", Quantity.VOLUME),
    "ml": (1000.0, "mm3", Quantity.VOLUME),
    "deg": (1.0, "deg", Quantity.ANGLE),
    "[hnsf'U]": (1.0, "HU", Quantity.ATTENUATION),
    "%": (1.0, "%", Quantity.SHARE),
}


def in_known_unit(value: float, unit: CodeSaid) -> tuple[float, str, Quantity] | None:
    """Return a value in the unit Thecal uses, with that unit and its kind; None where it names none.

    A unit Thecal does not know is kept as it is.
    """
    for _, code in unit.identities:
        known = _KNOWN.get(code) or _KNOWN.get(code.lower())
        if known:
            factor, name, kind = known
            return value * factor, name, kind
    words = unit.meaning or next((code for _, code in unit.identities if code), "")
    return (value, words, Quantity.OTHER) if words else None
