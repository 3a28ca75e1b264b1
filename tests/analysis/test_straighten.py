"""The canal laid out straight, in planes that turn about it."""

import numpy as np
import pytest

from tests.analysis.plain_spine import PlainSpine, build
from viewer.analysis.analyse import analyse
from viewer.analysis.straighten import Straightened, across_direction, straighten


@pytest.fixture(scope="module")
def volume():
    return build(PlainSpine(length_mm=80.0))


@pytest.fixture(scope="module")
def sections(volume):
    found = analyse(volume).sections
    assert found is not None
    return found


def test_a_quarter_turn_makes_the_sagittal_plane_the_coronal_one(volume, sections):
    turned = straighten(volume, sections, Straightened.SAGITTAL, turn_deg=90.0)
    coronal = straighten(volume, sections, Straightened.CORONAL)

    assert np.allclose(turned.hu, coronal.hu, atol=0.1)


@pytest.mark.parametrize("turn_deg", [-75.0, 0.0, 20.0])
def test_both_planes_stay_perpendicular_to_each_other_and_hold_the_canal(sections, turn_deg):
    sagittal, coronal = (across_direction(sections, plane, turn_deg) for plane in Straightened)

    assert np.allclose((sagittal * coronal).sum(axis=1), 0, atol=1e-6)
    assert np.allclose((sagittal * sections.tangent).sum(axis=1), 0, atol=1e-6)
    assert np.allclose(np.linalg.norm(sagittal, axis=1), 1)


def test_the_middle_of_every_row_is_the_centreline(volume, sections):
    picture = straighten(volume, sections, Straightened.SAGITTAL, turn_deg=35.0)
    middle = picture.hu[:, len(picture.across_mm) // 2]

    whole = straighten(volume, sections, Straightened.CORONAL)
    assert np.allclose(middle, whole.hu[:, len(whole.across_mm) // 2])
