"""The fast way in place and the table give the same HU as the definition."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from viewer.dicom.rescale import PixelFormat, fill_hu, hu_table
from viewer.model.volume import AIR_HU


def by_definition(bits, form):
    value = (bits >> form.shift) % (1 << form.stored)
    whole = bits
    if form.signed:
        value -= (1 << form.stored) * (value >= 1 << (form.stored - 1))
        whole -= (1 << form.allocated) * (bits >= 1 << (form.allocated - 1))
    if form.padding and any(form.padding[0] <= number <= form.padding[1] for number in (value, whole)):
        return AIR_HU
    hu = value * form.slope + form.intercept
    return min(max(math.floor(hu + 0.5) if hu % 1 != 0.5 else round(hu), AIR_HU), 32767)


edges = st.sampled_from([0, 1, 2047, 2048, 4095, 4096, 32767, 32768, 63536, 65535])
pixels = st.lists(edges | st.integers(0, 65535), min_size=4, max_size=16)
paddings = st.none() | st.tuples(st.integers(-32768, 65535), st.just(0) | st.integers(0, 3000)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)


@st.composite
def formats(draw, in_place):
    allocated = 16 if in_place else draw(st.sampled_from([8, 16]))
    stored = draw(st.integers(2, allocated))
    return PixelFormat(
        allocated=allocated,
        stored=stored,
        shift=0 if in_place else draw(st.integers(0, allocated - stored)),
        signed=draw(st.booleans()),
        slope=1.0 if in_place else draw(st.sampled_from([1.0, 2.0, 0.5, -1.0, 32.1216])),
        intercept=float(draw(st.integers(-8192, 8192))),
        padding=draw(paddings),
    )


@given(pixels, formats(in_place=True))
def test_in_place(bits, form):
    assert form.is_shift_only
    hu = np.array(bits, np.uint16).view(np.int16).reshape(1, -1)
    fill_hu(hu, form)
    assert hu.ravel().tolist() == [by_definition(number, form) for number in bits]


@given(pixels, formats(in_place=False))
def test_by_table(bits, form):
    bits = [number % (1 << form.allocated) for number in bits]
    assert hu_table(form)[bits].tolist() == [by_definition(number, form) for number in bits]
