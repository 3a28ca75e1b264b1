"""What a phantom is made from: every number a test or a demo may want to change."""

from enum import StrEnum

import attrs

from viewer.model.geometry import Vec3
from viewer.model.spine import Level


class Anatomy(StrEnum):
    """Which part of the spine a phantom shows."""

    LUMBAR = "lumbar"
    CERVICAL = "cervical"
    SPINE = "spine"
    """Any run of neighbouring vertebrae from C1 to S2, in a plainer body."""


class Side(StrEnum):
    """The patient's own side."""

    CENTRAL = "central"
    LEFT = "left"
    RIGHT = "right"


class LesionKind(StrEnum):
    """What presses on the sac."""

    STENOSIS = "stenosis"
    EXTRUSION = "extrusion"
    OSTEOPHYTE = "osteophyte"


class PatientPosition(StrEnum):
    """How the patient lies in the scanner, by the DICOM defined terms (PS3.3 C.7.3.1.1.2)."""

    HFS = "HFS"
    HFP = "HFP"
    HFDR = "HFDR"
    HFDL = "HFDL"
    FFS = "FFS"
    FFP = "FFP"
    FFDR = "FFDR"
    FFDL = "FFDL"

    @property
    def axes(self) -> tuple[Vec3, Vec3, Vec3]:
        """Directions of growing i, j and k in LPS; j points to the floor, k is i x j."""
        return _AXES[self]

    @property
    def down(self) -> Vec3:
        """Where gravity pulls, in LPS."""
        return self.axes[1]


_LEFT, _RIGHT = (1.0, 0.0, 0.0), (-1.0, 0.0, 0.0)
_POSTERIOR, _ANTERIOR = (0.0, 1.0, 0.0), (0.0, -1.0, 0.0)
_HEAD, _FEET = (0.0, 0.0, 1.0), (0.0, 0.0, -1.0)
_AXES: dict[PatientPosition, tuple[Vec3, Vec3, Vec3]] = {
    PatientPosition.HFS: (_LEFT, _POSTERIOR, _HEAD),
    PatientPosition.HFP: (_RIGHT, _ANTERIOR, _HEAD),
    PatientPosition.HFDR: (_POSTERIOR, _RIGHT, _HEAD),
    PatientPosition.HFDL: (_ANTERIOR, _LEFT, _HEAD),
    PatientPosition.FFS: (_RIGHT, _POSTERIOR, _FEET),
    PatientPosition.FFP: (_LEFT, _ANTERIOR, _FEET),
    PatientPosition.FFDR: (_ANTERIOR, _RIGHT, _FEET),
    PatientPosition.FFDL: (_POSTERIOR, _LEFT, _FEET),
}


@attrs.frozen
class LevelSpec:
    """One vertebra with the disc below it.

    `slope_deg` is the lean of the canal at mid height: positive where it runs backwards on its way
    down. Areas are those of the thecal sac (cord and roots included) without any lesion.
    """

    vertebra: str
    body_mm: float
    disc_mm: float
    slope_deg: float
    sac_mm2: float
    disc_sac_mm2: float
    cord_mm2: float = 0.0
    degeneration: float = 0.2

    @property
    def level(self) -> Level:
        """The vertebra as a level."""
        return Level(self.vertebra)


@attrs.frozen
class Lesion:
    """A narrowing of the sac at a level.

    `area_mm2` is what is left of the sac at its narrowest; it narrows over `half_length_mm` to
    either side, its middle `shift_mm` below the middle of the level.
    """

    level: Level
    kind: LesionKind
    area_mm2: float
    side: Side = Side.CENTRAL
    half_length_mm: float = 9.0
    shift_mm: float = 0.0


@attrs.frozen
class Dilution:
    """Which share of the contrast reached a place, `shift_mm` below the middle of a level: 0 to 1."""

    level: Level
    share: float
    shift_mm: float = 0.0


@attrs.frozen
class Contrast:
    """Iodine in the sac: HU at the upper and lower end, and how much more on the dependent side.

    `dilutions` from head to feet say how much of it came where a block or time thinned it; in
    proportion between them, everywhere all of it if there are none.
    """

    cranial_hu: float
    caudal_hu: float
    layering_hu: float = 80.0
    dilutions: tuple[Dilution, ...] = ()


@attrs.frozen
class PhantomSpec:
    """Everything that decides a phantom; equal specs give equal voxels.

    `shape` counts voxels (k, j, i) and `spacing_mm` is (i, j, k), as in `VolumeGeometry`.
    `contrast` None is a plain CT. `rotation_deg` turns the grid about the patient's x, y and z axes
    as a patient lies askew. `lordosis` scales the slopes of the levels; `scoliosis_mm` is the
    sideways sag of the curve. The middle of the curve lies at `centre`, that of the grid and of the round field
    of `field_mm` is `grid_shift_mm` from there. `blur_mm` is how wide a sharp border is
    smeared (10 to 90 %). `streaks_hu` is the SD of the streaks from side to side where shoulders or
    pelvis lie in the beam. `screws` are the vertebrae with a metal screw in either pedicle, joined by
    rods.
    """

    anatomy: Anatomy
    shape: tuple[int, int, int]
    spacing_mm: Vec3
    levels: tuple[LevelSpec, ...]
    lesions: tuple[Lesion, ...]
    contrast: Contrast | None
    noise_sd_hu: float = 22.0
    streaks_hu: float = 0.0
    blur_mm: float = 0.7
    lordosis: float = 1.0
    scoliosis_mm: float = 3.0
    rotation_deg: Vec3 = (0.0, 0.0, 0.0)
    position: PatientPosition = PatientPosition.HFS
    centre: Vec3 = (0.0, 0.0, 0.0)
    field_mm: float = 180.0
    grid_shift_mm: Vec3 = (0.0, -8.0, 0.0)
    seed: int = 1
    screws: tuple[Level, ...] = ()
