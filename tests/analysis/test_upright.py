"""Views of a volume along the patient's axes."""

from itertools import permutations, product

import numpy as np
import pytest

from viewer.analysis.upright import crop, upright
from viewer.model.geometry import VolumeGeometry, vec3
from viewer.model.volume import Volume

AXES = [
    tuple(vec3(sign * np.eye(3)[axis]) for axis, sign in zip(order, signs, strict=True))
    for order in permutations(range(3))
    for signs in product((1, -1), repeat=3)
]


def volume_with(axes) -> Volume:
    hu = np.arange(3 * 4 * 5, dtype=np.int16).reshape(3, 4, 5)
    hu.flags.writeable = False
    return Volume(VolumeGeometry((3, 4, 5), (10.0, -20.0, 30.0), axes, (0.5, 0.7, 2.0)), hu)


@pytest.mark.parametrize("axes", AXES)
def test_the_same_voxels_lie_at_the_same_points(axes) -> None:
    volume = volume_with(axes)
    seen = upright(volume).volume
    for k, j, i in product(range(3), range(4), range(5)):
        assert seen.hu_at(volume.geometry.to_lps((i, j, k))) == volume.hu[k, j, i]
    assert np.allclose(np.array(seen.geometry.axes), np.eye(3))


@pytest.mark.parametrize("axes", AXES)
def test_arrays_go_back_to_the_order_of_the_source(axes) -> None:
    volume = volume_with(axes)
    whole = upright(volume)
    assert (whole.restored(whole.volume.hu) == volume.hu).all()


@pytest.mark.parametrize("axes", AXES[::5])
def test_a_box_is_found_again_in_the_source(axes) -> None:
    volume = volume_with(axes)
    whole = upright(volume)
    shape = tuple(max(1, n - 2) for n in whole.volume.hu.shape)
    box = whole.volume.hu[1 : 1 + shape[0], 1 : 1 + shape[1], 0 : shape[2]]
    start = whole.restored_box((1, 1, 0), shape)
    back = whole.restored(box)
    place = tuple(slice(s, s + n) for s, n in zip(start, back.shape, strict=True))
    assert (volume.hu[place] == back).all()


def test_a_crop_keeps_its_place() -> None:
    geometry = volume_with(AXES[7]).geometry
    part = crop(geometry, (1, 2, 3), (2, 2, 2))
    assert part.to_lps((0.0, 0.0, 0.0)) == pytest.approx(geometry.to_lps((3.0, 2.0, 1.0)))
