"""The phantoms that the table of accuracy is made of."""

import attrs

from viewer.analysis.phantom.case import cervical_case, lumbar_case
from viewer.analysis.phantom.regions import spine_case
from viewer.analysis.phantom.spec import (
    Contrast,
    Dilution,
    Lesion,
    LesionKind,
    PatientPosition,
    PhantomSpec,
    Side,
)
from viewer.model.geometry import Vec3
from viewer.model.narrowing import BlockKind
from viewer.model.spine import Level

_WIDTH_MM = 170.0


@attrs.frozen
class AccuracyCase:
    """A phantom, what is special about it in a few words, and the block that is in it."""

    title: str
    spec: PhantomSpec
    block: BlockKind | None = None


def accuracy_cases() -> tuple[AccuracyCase, ...]:
    """Return the cases in the order of the table."""
    lumbar = _on_grid(lumbar_case(), (0.5, 0.5, 0.9))
    cervical = _on_grid(cervical_case(), (0.5, 0.5, 0.9))
    return (
        AccuracyCase("cervical", cervical),
        AccuracyCase("cervical, 250 HU, noise 45 HU", _faint(cervical)),
        AccuracyCase("cervical, cord touches the dura, prone", _pressed(cervical)),
        AccuracyCase("thoracic, extrusion on the left", _thoracic()),
        AccuracyCase("lumbar", lumbar),
        AccuracyCase("lumbar, 2600 HU, decubitus, layered", _bright(lumbar)),
        AccuracyCase("lumbar, slices of 3 mm", _thick(lumbar)),
        AccuracyCase("lumbar, screws in L4 and L5", _screws()),
        AccuracyCase("lumbar, partial block", _blocked(lumbar, beyond=0.6), BlockKind.PARTIAL),
        AccuracyCase("lumbar, complete block", _blocked(lumbar, beyond=0.0), BlockKind.COMPLETE),
        AccuracyCase("thoracolumbar, scoliosis", _scoliosis()),
        AccuracyCase("whole spine, feet first", _whole()),
    )


def _on_grid(spec: PhantomSpec, spacing_mm: Vec3) -> PhantomSpec:
    """The same patient in a field of `_WIDTH_MM` on other voxels."""
    height = spec.shape[0] * spec.spacing_mm[2]
    i, j = (round(_WIDTH_MM / step) for step in spacing_mm[:2])
    return attrs.evolve(spec, shape=(round(height / spacing_mm[2]), j, i), spacing_mm=spacing_mm)


def _lesion(level: str, kind: LesionKind, area_mm2: float, side: Side = Side.CENTRAL) -> Lesion:
    return Lesion(Level(level), kind, area_mm2, side, half_length_mm=7.5)


def _faint(spec: PhantomSpec) -> PhantomSpec:
    lesions = (_lesion("C5/C6", LesionKind.OSTEOPHYTE, 105.0),)
    contrast = Contrast(250.0, 290.0, 40.0)
    return attrs.evolve(spec, contrast=contrast, noise_sd_hu=45.0, lesions=lesions, seed=61)


def _pressed(spec: PhantomSpec) -> PhantomSpec:
    lesions = (_lesion("C4/C5", LesionKind.OSTEOPHYTE, 84.0),)
    return attrs.evolve(spec, lesions=lesions, position=PatientPosition.HFP, seed=62)


def _thoracic() -> PhantomSpec:
    spec = spine_case("T2", "T12", (0.55, 0.55, 0.9), 190.0)
    lesions = (_lesion("T7/T8", LesionKind.EXTRUSION, 80.0, Side.LEFT),)
    return attrs.evolve(spec, lesions=lesions, seed=63)


def _bright(spec: PhantomSpec) -> PhantomSpec:
    contrast = Contrast(1800.0, 2600.0, 500.0)
    return attrs.evolve(spec, contrast=contrast, position=PatientPosition.HFDL, seed=64)


def _thick(spec: PhantomSpec) -> PhantomSpec:
    k, j, i = spec.shape
    return attrs.evolve(spec, shape=(round(k * 0.3), j, i), spacing_mm=(0.5, 0.5, 3.0), seed=65)


def _screws() -> PhantomSpec:
    spec = spine_case("T11", "S2", (0.5, 0.5, 0.9), _WIDTH_MM)
    lesions = (_lesion("L2/L3", LesionKind.STENOSIS, 88.0),)
    return attrs.evolve(spec, lesions=lesions, screws=(Level("L4"), Level("L5")), seed=66)


def _blocked(spec: PhantomSpec, beyond: float) -> PhantomSpec:
    level = Level("L3/L4")
    steps = ((1.0, -9.0), (0.0, -5.0), (0.0, 5.0), (beyond, 9.0))
    dilutions = tuple(Dilution(level, share, shift) for share, shift in steps)
    contrast = Contrast(650.0, 700.0, 60.0, dilutions)
    lesion = Lesion(level, LesionKind.STENOSIS, 35.0, half_length_mm=12.0)
    return attrs.evolve(spec, contrast=contrast, lesions=(lesion,), seed=67)


def _scoliosis() -> PhantomSpec:
    spec = spine_case("T9", "S2", (0.6, 0.6, 1.0), 200.0)
    lesions = (_lesion("L1/L2", LesionKind.STENOSIS, 95.0), _lesion("L4/L5", LesionKind.STENOSIS, 80.0))
    return attrs.evolve(spec, lesions=lesions, scoliosis_mm=35.0, seed=68)


def _whole() -> PhantomSpec:
    spec = spine_case("C1", "S2", (0.8, 0.8, 1.0), 205.0)
    lesions = (
        _lesion("C5/C6", LesionKind.OSTEOPHYTE, 110.0),
        _lesion("T9/T10", LesionKind.STENOSIS, 85.0),
        _lesion("L4/L5", LesionKind.STENOSIS, 78.0),
    )
    return attrs.evolve(spec, lesions=lesions, position=PatientPosition.FFS, seed=69)
