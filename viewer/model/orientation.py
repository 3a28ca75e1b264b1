"""Which side of the patient a direction points to: the only place that turns directions into letters."""

from viewer.model.geometry import Vec3

UNKNOWN = "?"
"""Stands for a side where a file does not say how it lies in the patient."""
_LETTERS = (("L", "R"), ("P", "A"), ("H", "F"))
OPPOSITE = {"L": "R", "R": "L", "P": "A", "A": "P", "H": "F", "F": "H", "": ""}


def letters(direction: Vec3, threshold: float = 0.35) -> str:
    """Return the patient sides a unit direction points to, the strongest first.

    Components below `threshold` are left out, so that an axis-aligned direction gives one letter and
    an oblique one up to three: `(1, 0, 0)` gives `L`, `(0.7, 0, -0.7)` gives `LF`. Letters: L, R,
    P, A, H(ead), F(eet). Source: DICOM PS3.3 C.7.6.1.1.1 (Patient Orientation).
    """
    ranked = sorted(range(3), key=lambda axis: -abs(direction[axis]))
    return "".join(
        _LETTERS[axis][direction[axis] < 0] for axis in ranked if abs(direction[axis]) >= threshold
    )


def principal(direction: Vec3) -> str:
    """Return the one letter a direction points to most."""
    return letters(direction, threshold=0.0)[0]
