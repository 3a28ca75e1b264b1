"""Phantoms of any run of vertebrae, from a table of usual sizes."""

from viewer.analysis.phantom.spec import Anatomy, Contrast, LevelSpec, PhantomSpec
from viewer.model.geometry import Vec3

# Height of body and disc in mm, lean of the canal in degrees, area of the sac at the body and at the
# disc and of the cord in mm2.
_SIZES: dict[str, tuple[float, ...]] = {
    "C1": (12.0, 3.0, -3.0, 294.0, 272.0, 78.0),
    "C2": (20.0, 5.0, -5.0, 245.0, 222.0, 72.0),
    "C3": (13.5, 5.0, -3.0, 210.0, 204.0, 70.0),
    "C4": (13.0, 5.0, 1.0, 206.0, 202.0, 73.0),
    "C5": (12.5, 4.6, 5.0, 206.0, 200.0, 72.0),
    "C6": (12.5, 4.6, 10.0, 198.0, 194.0, 66.0),
    "C7": (14.0, 5.0, 16.0, 194.0, 188.0, 55.0),
    "T1": (16.0, 4.5, 22.0, 182.0, 172.0, 47.0),
    "T2": (17.0, 4.5, 24.0, 162.0, 156.0, 43.0),
    "T3": (18.0, 4.5, 22.0, 151.0, 147.0, 40.0),
    "T4": (18.5, 4.5, 18.0, 144.0, 141.0, 37.0),
    "T5": (19.0, 4.5, 13.0, 140.0, 138.0, 36.0),
    "T6": (19.5, 4.8, 7.0, 138.0, 136.0, 36.0),
    "T7": (20.0, 5.0, 1.0, 138.0, 137.0, 36.0),
    "T8": (20.5, 5.0, -4.0, 140.0, 139.0, 37.0),
    "T9": (21.0, 5.0, -8.0, 144.0, 145.0, 39.0),
    "T10": (21.5, 5.2, -9.0, 149.0, 151.0, 43.0),
    "T11": (22.0, 5.5, -9.0, 158.0, 160.0, 48.0),
    "T12": (24.5, 6.5, -12.0, 172.0, 182.0, 46.0),
    "L1": (26.0, 8.0, -12.0, 192.0, 186.0, 24.0),
    "L2": (27.0, 9.5, -8.0, 188.0, 178.0, 0.0),
    "L3": (27.5, 9.5, -2.0, 184.0, 170.0, 0.0),
    "L4": (27.0, 9.0, 7.0, 176.0, 164.0, 0.0),
    "L5": (26.0, 9.0, 21.0, 168.0, 150.0, 0.0),
    "S1": (29.0, 2.0, 43.0, 118.0, 82.0, 0.0),
    "S2": (24.0, 2.0, 55.0, 46.0, 30.0, 0.0),
}
_NAMES = tuple(_SIZES)


def spine_case(first: str, last: str, spacing_mm: Vec3, width_mm: float) -> PhantomSpec:
    """Return a phantom from one vertebra to another without any lesion, its field `width_mm` wide."""
    names = _NAMES[_NAMES.index(first) : _NAMES.index(last) + 1]
    levels = tuple(LevelSpec(name, *_SIZES[name]) for name in names)
    length = sum(one.body_mm + one.disc_mm for one in levels)
    i, j, k = (
        round(size / step) for size, step in zip((width_mm, width_mm, length), spacing_mm, strict=True)
    )
    return PhantomSpec(
        anatomy=Anatomy.SPINE,
        shape=(k, j, i),
        spacing_mm=spacing_mm,
        levels=levels,
        lesions=(),
        contrast=Contrast(550.0, 700.0, 80.0),
        field_mm=width_mm * 1.35,
    )
