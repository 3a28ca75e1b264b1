"""The elastic wall, against walls known in full."""

import numpy as np
import pytest

from viewer.analysis.wall import Stiffness, elastic_wall

SOFT = Stiffness(along=0.1, around=2e-5)
ANGLE = np.arange(64) * 2 * np.pi / 64


def oval(count: int = 60) -> np.ndarray:
    """A sac 18 by 13 mm that tapers gently."""
    one = 1 / np.hypot(np.cos(ANGLE) / 9.0, np.sin(ANGLE) / 6.5)
    return one * np.linspace(1.0, 0.85, count)[:, None]


def test_a_wall_seen_all_round_is_kept() -> None:
    wall = oval()
    assert np.abs(elastic_wall(wall, np.ones_like(wall), SOFT) - wall).max() < 0.05


def test_noise_of_the_border_is_evened_out() -> None:
    wall = oval()
    noisy = wall + np.random.default_rng(3).normal(0, 0.2, wall.shape)
    even = elastic_wall(noisy, np.ones_like(wall), Stiffness(1.0, 1e-3))
    assert np.abs(even - wall).mean() < 0.4 * np.abs(noisy - wall).mean()


def test_a_wall_is_closed_where_nothing_is_seen() -> None:
    wall = oval()
    weight = np.ones_like(wall)
    weight[28:32, 12:20] = 0.0
    blind = np.where(weight > 0, wall, 14.0)
    assert np.abs(elastic_wall(blind, weight, SOFT) - wall).max() < 0.35


@pytest.mark.parametrize("shift", [0.0, 2.0])
def test_a_stiff_wall_does_not_bend_a_circle_wherever_it_lies(shift: float) -> None:
    along = shift * np.cos(ANGLE)
    circle = np.tile(along + np.sqrt(49 - shift**2 + along**2), (30, 1))
    assert np.abs(elastic_wall(circle, np.ones_like(circle), Stiffness(1.0, 2e-3)) - circle).max() < 0.12
