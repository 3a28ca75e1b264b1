"""A reader's desk without a window: events go in, and what the tools answer is put in place."""

import numpy as np
import pytest

from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane
from viewer.model.volume import Volume
from viewer.tools.brush import Brush
from viewer.tools.events import Button, Modifier, Phase, Pointer, Wheel
from viewer.tools.outcome import AskLevel, AskText, Edit, Look, Preview, Refused, Select, UseBrush
from viewer.tools.tool import Context

# A 200 mm cube of 1 mm voxels with a voxel centre at (0, 0, 100); a pixel of a pane is half a mm.
GRID = VolumeGeometry(
    (201, 201, 201), (-100.0, -100.0, 0.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 1.0)
)
PANE_PX = round(201 * 1.02 * 2)


class Desk:
    def __init__(self):
        self.case = Case()
        self.display = Display(crosshair=GRID.centre)
        self.geometry = GRID
        self.selection = ""
        self.volume = Volume(GRID, _air())
        self.analysis = None
        self.sac = None
        self.brush = Brush()
        self.preview = None
        self.titles = []
        self.question = None
        self.refusal = None

    def view(self, kind=PlaneKind.AXIAL):
        return resolve_pane(self.display, kind, self.geometry, PANE_PX, PANE_PX)

    def px(self, point, kind=PlaneKind.AXIAL):
        return self.view(kind).to_px(point)

    @property
    def context(self):
        return Context(
            self.case,
            self.display,
            self.geometry,
            self.volume,
            self.selection,
            self.analysis,
            self.sac,
            self.brush,
        )

    def send(self, tool, phase, at, kind=PlaneKind.AXIAL, button=Button.LEFT, modifiers=Modifier.NONE):
        event = Pointer(phase, self.view(kind), *at, button, modifiers)
        return self.apply(tool.handle(event, self.context))

    def drag(self, tool, *path, **how):
        """Press at the first place, move along all others, release at the last."""
        self.send(tool, Phase.PRESS, path[0], **how)
        for at in path[1:]:
            self.send(tool, Phase.MOVE, at, **how)
        return self.send(tool, Phase.RELEASE, path[-1], **how)

    def click(self, tool, at, **how):
        return self.drag(tool, at, **how)

    def double_click(self, tool, at, **how):
        self.click(tool, at, **how)
        outcome = self.send(tool, Phase.DOUBLE, at, **how)
        self.send(tool, Phase.RELEASE, at, **how)
        return outcome

    def wheel(
        self, tool, steps, at=(PANE_PX / 2, PANE_PX / 2), kind=PlaneKind.AXIAL, modifiers=Modifier.NONE
    ):
        return self.apply(tool.handle(Wheel(self.view(kind), *at, steps, modifiers), self.context))

    def apply(self, outcome):
        match outcome:
            case Look(display):
                self.display = display
            case Edit(title, case, select):
                self.case, self.preview = case, None
                self.titles.append(title)
                self.selection = self.selection if select is None else select
            case Preview(case):
                self.preview = case
            case Select(target_id, display):
                self.selection = target_id
                self.display = display or self.display
            case AskText() | AskLevel():
                self.question = outcome
            case UseBrush(brush):
                self.brush = brush
            case Refused():
                self.preview, self.refusal = None, outcome
        return outcome

    def answer(self, text_or_level):
        return self.apply(self.question.then(text_or_level))


def _air():
    return np.broadcast_to(np.int16(-1024), GRID.shape)


@pytest.fixture
def desk():
    return Desk()
