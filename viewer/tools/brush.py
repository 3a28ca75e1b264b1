"""The brush and the knife that correct the sac: how large they are, and what they spare."""

from enum import StrEnum

import attrs

MIN_DIAMETER_MM, MAX_DIAMETER_MM = 0.5, 60.0
MIN_REACH_MM, MAX_REACH_MM = 2.0, 60.0
# Up to a size, and how much larger one step makes the brush there.
_STEPS_MM = ((5.0, 0.5), (20.0, 1.0), (MAX_DIAMETER_MM, 2.0))


class BrushForm(StrEnum):
    """What a brush touches: a disc in the plane of the pane, one voxel thick, or a ball about the point."""

    DISC = "disc"
    BALL = "ball"


@attrs.frozen
class Brush:
    """What the tools that correct the sac work with.

    `in_contrast` paints only voxels about as bright as the contrast; `cut_reach_mm` is how far a cut
    goes before and behind the plane it is drawn in.
    """

    diameter_mm: float = 6.0
    form: BrushForm = BrushForm.BALL
    in_contrast: bool = False
    cut_reach_mm: float = 15.0

    @property
    def radius_mm(self) -> float:
        """Half the diameter."""
        return self.diameter_mm / 2

    def resized(self, steps: int) -> "Brush":
        """Return the brush some steps larger, or smaller where `steps` is negative."""
        size_mm = self.diameter_mm
        for _ in range(abs(steps)):
            size_mm += _step_mm(size_mm, growing=steps > 0) * (1 if steps > 0 else -1)
        return self.with_diameter(size_mm)

    def with_diameter(self, diameter_mm: float) -> "Brush":
        """Return the brush with a size within its limits."""
        return attrs.evolve(self, diameter_mm=min(max(diameter_mm, MIN_DIAMETER_MM), MAX_DIAMETER_MM))

    def deepened(self, steps: int) -> "Brush":
        """Return the knife cutting some mm deeper, or less deep where `steps` is negative."""
        return self.with_cut_reach(self.cut_reach_mm + steps)

    def with_cut_reach(self, reach_mm: float) -> "Brush":
        """Return the knife with a depth within its limits."""
        return attrs.evolve(self, cut_reach_mm=min(max(reach_mm, MIN_REACH_MM), MAX_REACH_MM))


def brush_sizes() -> tuple[float, ...]:
    """Return the diameters in mm that one step after another goes through, the smallest first."""
    sizes = [Brush(diameter_mm=MIN_DIAMETER_MM)]
    while sizes[-1].diameter_mm < MAX_DIAMETER_MM:
        sizes.append(sizes[-1].resized(1))
    return tuple(one.diameter_mm for one in sizes)


def cut_depths() -> tuple[float, ...]:
    """Return the depths in mm that a cut can have, the smallest first."""
    return tuple(float(mm) for mm in range(round(MIN_REACH_MM), round(MAX_REACH_MM) + 1))


def _step_mm(size_mm: float, *, growing: bool) -> float:
    fits = (step for limit, step in _STEPS_MM if size_mm < limit or (size_mm == limit and not growing))
    return next(fits, _STEPS_MM[-1][1])
