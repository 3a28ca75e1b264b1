"""How the case is looked at: planes, windows and layout; saved with the case, not undoable."""

from __future__ import annotations

from enum import StrEnum

import attrs

from viewer.model.geometry import Vec3
from viewer.model.plane import Plane, PlaneKind, reference_plane
from viewer.model.study import WindowSetting


class PaneId(StrEnum):
    """The panes of the window."""

    AXIAL = "axial"
    SAGITTAL = "sagittal"
    CORONAL = "coronal"
    COLUMN = "column"


SLICE_PANES: tuple[PlaneKind, ...] = tuple(PlaneKind)


class Layout(StrEnum):
    """How the panes share the window; in `PROFILE` with the measured profile."""

    FOUR = "four"
    WIDE = "wide"
    SINGLE = "single"
    PROFILE = "profile"


class SlabMode(StrEnum):
    """How a thick slab is put together."""

    AVERAGE = "average"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"


class Interpolation(StrEnum):
    """How values between voxels are drawn."""

    LINEAR = "linear"
    CUBIC = "cubic"


class SurfaceView(StrEnum):
    """The standard directions of the 3D pane: the side of the patient that faces the reader."""

    ANTERIOR = "A"
    POSTERIOR = "P"
    LEFT = "L"
    RIGHT = "R"
    HEAD = "H"
    FEET = "F"


class SurfaceColour(StrEnum):
    """What the colour of the contrast column in 3D tells."""

    PLAIN = "plain"
    REDUCTION = "area reduction"
    LEVEL = "level"


MAX_SLAB_MM = 50.0
MIN_ZOOM, MAX_ZOOM = 0.2, 40.0


@attrs.frozen
class Camera:
    """The eye of the 3D pane in LPS mm; parallel projection, `height_mm` fills the pane's height."""

    focus: Vec3
    towards_eye: Vec3
    up: Vec3
    height_mm: float


@attrs.frozen
class SlicePane:
    """How one slice pane lies in the patient and on the screen.

    `right` and `down` are the unit LPS directions of its screen axes (all planes pass through the
    crosshair); `zoom` 1 fits the volume; `pan_mm` moves the middle of the view right and down from
    the middle of the volume.
    """

    right: Vec3
    down: Vec3
    slab_mm: float = 0.0
    slab_mode: SlabMode = SlabMode.MAXIMUM
    zoom: float = 1.0
    pan_mm: tuple[float, float] = (0.0, 0.0)

    def plane(self, point: Vec3) -> Plane:
        """Return its plane through a point."""
        return Plane(point, self.right, self.down)


def _reference_pane(kind: PlaneKind) -> SlicePane:
    plane = reference_plane(kind, (0.0, 0.0, 0.0))
    return SlicePane(plane.right, plane.down)


@attrs.frozen
class Display:
    """What all panes show; `crosshair` is the LPS point that they share.

    `preset` names the window preset the window came from, empty once it was changed by hand;
    `layout_before` is the layout that restoring a single pane returns to.
    """

    crosshair: Vec3 = (0.0, 0.0, 0.0)
    window: WindowSetting = WindowSetting(1500.0, 500.0)
    preset: str = "Myelogram"
    layout: Layout = Layout.FOUR
    layout_before: Layout = Layout.FOUR
    main_pane: PaneId = PaneId.AXIAL
    axial: SlicePane = _reference_pane(PlaneKind.AXIAL)
    sagittal: SlicePane = _reference_pane(PlaneKind.SAGITTAL)
    coronal: SlicePane = _reference_pane(PlaneKind.CORONAL)
    camera: Camera | None = None
    interpolation: Interpolation = Interpolation.LINEAR
    crosshair_shown: bool = True
    overlays_shown: bool = True
    sac_shown: bool = False
    bone_shown: bool = False
    identity_hidden: bool = False

    def pane(self, kind: PlaneKind) -> SlicePane:
        """Return the state of a slice pane."""
        panes = {
            PlaneKind.AXIAL: self.axial,
            PlaneKind.SAGITTAL: self.sagittal,
            PlaneKind.CORONAL: self.coronal,
        }
        return panes[kind]

    def with_pane(self, kind: PlaneKind, pane: SlicePane) -> Display:
        """Return the display with one slice pane replaced."""
        return attrs.evolve(self, **{kind.value: pane})

    def with_plane_reset(self, kind: PlaneKind) -> Display:
        """Return the display with one pane back in its reference plane, zoom and pan kept."""
        fresh = _reference_pane(kind)
        return self.with_pane(kind, attrs.evolve(self.pane(kind), right=fresh.right, down=fresh.down))

    def with_view_reset(self) -> Display:
        """Return the display with reference planes, no slab, whole volume in view (the Home key)."""
        return attrs.evolve(self, **{kind.value: _reference_pane(kind) for kind in PlaneKind}, camera=None)
