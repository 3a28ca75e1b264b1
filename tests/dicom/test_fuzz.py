"""A damaged file gives a value or a sentence, never another error and never a hang."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer.dicom import syntax
from viewer.dicom.encode import Storage
from viewer.dicom.info import catalogue_json
from viewer.dicom.load import load
from viewer.dicom.scan import scan
from viewer.dicom.thumbnail import thumbnail
from viewer.errors import DicomError

SYNTAXES = (
    syntax.EXPLICIT_LITTLE,
    syntax.IMPLICIT_LITTLE,
    syntax.EXPLICIT_BIG,
    syntax.DEFLATED,
    syntax.RLE_LOSSLESS,
    syntax.JPEG_LOSSLESS,
    syntax.JPEG_LS_LOSSLESS,
    syntax.JPEG_2000_LOSSLESS,
)
damages = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4
)
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def use(folder):
    catalogue = scan([folder])
    catalogue_json(catalogue)
    for study in catalogue.studies:
        for series in study.series:
            for work in (thumbnail, load):
                with contextlib.suppress(DicomError):
                    work(series)


@pytest.fixture(params=SYNTAXES)
def folder(write, request):
    return write(storage=Storage(request.param), agent="IOHEXOL", intrathecal=True)


@pytest.fixture
def whole(folder):
    return (folder / "IM00004.dcm").read_bytes()


@quick
@given(damage=damages)
def test_overwritten_bytes(folder, whole, damage):
    content = bytearray(whole)
    for place, value in damage:
        start = int(place * len(content))
        content[start : start + len(value)] = value
    (folder / "IM00004.dcm").write_bytes(content)
    use(folder)


@quick
@given(keep=st.floats(0, 1))
def test_cut_files(folder, whole, keep):
    (folder / "IM00004.dcm").write_bytes(whole[: int(keep * len(whole))])
    use(folder)


@quick
@given(place=st.floats(0, 1), value=st.binary(min_size=1, max_size=40))
def test_inserted_bytes(folder, whole, place, value):
    start = int(place * len(whole))
    (folder / "IM00004.dcm").write_bytes(whole[:start] + value + whole[start:])
    use(folder)
