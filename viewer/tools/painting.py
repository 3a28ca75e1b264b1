"""The brushes that paint the sac where it was missed and erase it where it leaked."""

import math
from enum import StrEnum

import numpy as np

from viewer.model.case import Case
from viewer.model.geometry import Vec3
from viewer.model.overlay.overlay_shapes import Shape
from viewer.model.plane import Plane
from viewer.model.resolve import PaneView
from viewer.model.sac import SacVoxels
from viewer.model.sections import Sections
from viewer.tools.brush import Brush, BrushForm
from viewer.tools.brush_cursor import brush_shapes
from viewer.tools.correcting import with_erased, with_painted
from viewer.tools.events import Button, Modifier, Phase, Pointer
from viewer.tools.outcome import NOTHING, Edit, Outcome, Preview, Refused
from viewer.tools.tool import Context
from viewer.tools.voxels import Index, swept

NOT_MEASURED = Refused("The sac has not been measured yet.", "Analyse first (F5), then correct it.")
_TOO_FAR = Refused(
    "The sac cannot be corrected this far from it.", "Work in the canal, near what was measured as the sac."
)
_NOTHING_BRIGHT = Refused(
    "Nothing here is as bright as the contrast.", "Switch off “Only in contrast” to paint here."
)
_OPPOSITE = Modifier.CONTROL | Modifier.ALT


class Deed(StrEnum):
    """What a brush does to the sac."""

    PAINT = "paint"
    ERASE = "erase"

    @property
    def opposite(self) -> "Deed":
        """The other one."""
        return Deed.ERASE if self is Deed.PAINT else Deed.PAINT


class BrushTool:
    """A drag paints, or erases; Ctrl or Alt held at its beginning does the opposite. One drag, one edit."""

    def __init__(self, deed: Deed) -> None:
        self._usual = deed
        self._deed = deed
        self._stroke: _Stroke | None = None
        self._pointer: Pointer | None = None
        self._brush = Brush()

    def handle(self, event: Pointer, context: Context) -> Outcome:
        """Answer one pointer event."""
        self._pointer, self._brush = event, context.brush
        if self._stroke is None:
            self._deed = self._usual.opposite if event.modifiers & _OPPOSITE else self._usual
        if event.phase is Phase.HOVER or event.button is not Button.LEFT:
            return NOTHING
        if event.phase in (Phase.PRESS, Phase.DOUBLE):
            return self._press(event, context)
        stroke = self._stroke
        if stroke is None:
            return NOTHING
        if event.phase is Phase.MOVE:
            return Preview(stroke.to(event.point, context))
        self._stroke = None
        return stroke.finished(stroke.to(event.point, context), context)

    def cancel(self) -> Outcome:
        """Drop the stroke under way."""
        self._stroke = None
        return Preview(None)

    def leave(self) -> None:
        """Forget the pointer: it is over no pane any more."""
        self._pointer = None

    def drawn(self, view: PaneView) -> tuple[Shape, ...]:
        """Return the brush at the pointer, as a pane cuts it."""
        if self._pointer is None:
            return ()
        return brush_shapes(self._pointer, view, self._brush, erases=self._deed is Deed.ERASE)

    def _press(self, event: Pointer, context: Context) -> Outcome:
        if context.sac is None:
            return NOT_MEASURED
        if not context.sac.geometry.contains(event.point):
            return _TOO_FAR
        self._stroke = _Stroke(event, context, context.sac, self._deed)
        return Preview(self._stroke.to(event.point, context))


class _Stroke:
    """One drag of a brush; every step adds to what the steps before it have touched."""

    def __init__(self, press: Pointer, context: Context, sac: SacVoxels, deed: Deed) -> None:
        self._sac = sac
        self._brush = context.brush
        self._deed = deed
        self._last: Vec3 = press.point
        self._plane: Plane | None = press.view.plane if self._brush.form is BrushForm.DISC else None
        self._case: Case = context.case

    def to(self, point: Vec3, context: Context) -> Case:
        """Return the case with the sac corrected up to here."""
        grid = self._sac.geometry
        index = swept(grid, self._last, point, self._brush.radius_mm, self._plane)
        self._last = point
        if self._deed is Deed.ERASE:
            self._case = with_erased(self._case, self._sac, index, context.geometry)
        else:
            index = self._bright(index, context) if self._brush.in_contrast else index
            self._case = with_painted(self._case, self._sac, index, context.geometry)
        return self._case

    def finished(self, case: Case, context: Context) -> Outcome:
        """Return the stroke as one edit; told where nothing could be painted."""
        if case.correction != context.case.correction:
            return Edit("Erase sac" if self._deed is Deed.ERASE else "Paint sac", case)
        masked = self._deed is Deed.PAINT and self._brush.in_contrast
        return _NOTHING_BRIGHT if masked else Preview(None)

    def _bright(self, index: Index, context: Context) -> Index:
        """Those voxels that are between half as bright as the contrast beside them and half as bright again."""
        analysis, volume = context.analysis, context.volume
        if analysis is None or analysis.column is None or volume is None:
            return index
        csf_hu = _csf_near(analysis.sections, self._last) or analysis.column.estimate.csf_hu
        half = (csf_hu - analysis.column.estimate.surround_hu) / 2
        places = tuple(part + start for part, start in zip(index, self._sac.offset_kji, strict=True))
        hu = volume.hu[places].astype(np.float32)
        kept = (hu >= csf_hu - half) & (hu <= csf_hu + half)
        return tuple(part[kept] for part in index)


def _csf_near(sections: Sections | None, point: Vec3) -> float | None:
    """How bright the contrast is in the section beside a point, None where that is not known."""
    if sections is None or not len(sections):
        return None
    csf_hu = float(sections.csf_hu[sections.nearest(point)])
    return csf_hu if math.isfinite(csf_hu) else None
