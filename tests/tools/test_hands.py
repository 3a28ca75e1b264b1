import pytest

from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.labels import LevelLabel
from viewer.model.overlay.overlay_shapes import (
    Anchor,
    Dot,
    EllipseShape,
    Line,
    Role,
    Target,
    TargetKind,
    Text,
)
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level
from viewer.model.study import WindowSetting
from viewer.tools.events import Button, Phase, Pointer
from viewer.tools.hands import Hands, ToolId
from viewer.tools.hit import hit, target_under
from viewer.tools.outcome import Preview


def test_each_button_has_its_tool(desk):
    hands = Hands()
    desk.drag(hands, (100, 100), (400, 100), button=Button.RIGHT)
    assert desk.display.window == WindowSetting(3000, 500)
    desk.drag(hands, (100, 100), (140, 100), button=Button.MIDDLE)
    assert desk.display.axial.pan_mm == pytest.approx((-20, 0), abs=0.01)
    desk.click(hands, desk.px((10, 10, 100)))
    assert desk.display.crosshair == pytest.approx((10, 10, 100))
    desk.wheel(hands, -1)
    assert desk.display.crosshair[2] == pytest.approx(99)


def test_the_left_button_takes_the_chosen_tool(desk):
    hands = Hands()
    assert hands.tool_id is ToolId.CROSSHAIR
    hands.use(ToolId.DISTANCE)
    desk.drag(hands, (100, 100), (140, 100))
    assert (hands.tool_id, desk.titles) == (ToolId.DISTANCE, ["Draw distance"])


def test_choosing_another_tool_drops_what_was_under_way(desk):
    hands = Hands()
    hands.use(ToolId.ANGLE)
    desk.click(hands, (100, 100))
    assert hands.use(ToolId.CROSSHAIR) == Preview(None)
    hands.use(ToolId.ANGLE)
    desk.drag(hands, (10, 10), (90, 90))
    assert desk.titles == []


@pytest.mark.parametrize(
    ("tool_id", "over_mark", "over_label"),
    [(ToolId.CROSSHAIR, "m1", "L4/L5"), (ToolId.LABEL, None, "L4/L5"), (ToolId.DISTANCE, None, None)],
)
def test_only_what_the_tool_takes_hold_of_lights_up(desk, tool_id, over_mark, over_label):
    label = LevelLabel(Level("L4/L5"), (-40, -40, 100))
    desk.case = Case(labels=(label,), marks=(CompressionMark("m1", (40, 40, 100)),))
    hands = Hands()
    hands.use(tool_id)
    found = []
    for point in ((40, 40, 100), label.point):
        target = hands.over(Pointer(Phase.HOVER, desk.view(), *desk.px(point)), desk.context)
        found.append(target and target.target_id)
    assert found == [over_mark, over_label]


@pytest.mark.parametrize("tool_id", list(ToolId))
def test_every_tool_can_be_chosen_used_and_cancelled(desk, tool_id):
    hands = Hands()
    hands.use(tool_id)
    for phase in Phase:
        desk.send(hands, phase, (120, 140))
    assert hands.cancel() == Preview(None)


def test_a_point_is_taken_before_the_line_it_lies_on():
    line, point = Target(TargetKind.ANNOTATION, "a1"), Target(TargetKind.ANNOTATION, "a1", "end")
    shapes = (
        Line((0, 0), (100, 0), Role.ANNOTATION, target=line),
        Dot((100, 0), 3, Role.ANNOTATION, target=point),
    )
    assert hit((97, 3), shapes) == point
    assert hit((50, 4), shapes) == line
    assert hit((50, 9), shapes) is None


def test_an_ellipse_is_taken_by_its_outline_only():
    target = Target(TargetKind.ANNOTATION, "a1")
    shape = EllipseShape((100, 100), 40, 10, Role.ANNOTATION, angle_deg=90, target=target)
    assert hit((100, 141), (shape,)) == target
    assert hit((100, 100), (shape,)) is None
    assert hit((141, 100), (shape,)) is None


@pytest.mark.parametrize(("anchor", "x"), [(Anchor.LEFT, 115), (Anchor.RIGHT, 85), (Anchor.CENTRE, 110)])
def test_a_text_is_taken_where_it_stands(anchor, x):
    target = Target(TargetKind.LABEL, "L4/L5")
    shape = Text((100, 100), "L4/5", Role.LABEL, anchor, target=target)
    assert hit((x, 100), (shape,)) == target
    assert hit((200, 100), (shape,)) is None


def test_the_pointer_knows_what_it_is_over(desk):
    desk.case = Case(marks=(CompressionMark("m1", (20, 30, 100)),))
    x, y = desk.px((20, 30, 100))
    assert target_under(desk.view(), x + 2, y, desk.context) == Target(TargetKind.MARK, "m1")
    middle = desk.view().width_px / 2
    handle = target_under(desk.view(), middle, middle - 0.35 * desk.view().height_px, desk.context)
    assert handle == Target(TargetKind.TURN, PlaneKind.SAGITTAL.value)
    assert target_under(desk.view(), 10, 10, desk.context) is None
