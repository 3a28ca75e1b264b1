"""Whether contrast was given into the thecal sac, as far as a header tells."""

import pytest

from viewer.dicom.suggestion import is_soft
from viewer.model.study import Intrathecal

YES, NO, UNKNOWN = Intrathecal.YES, Intrathecal.NO, Intrathecal.UNKNOWN


def test_the_coded_route_tells(write, only_series):
    def edit(image, _):
        image.ContrastBolusRoute = ""

    assert only_series(write(agent="IOHEXOL 300", intrathecal=True, edit=edit)).intrathecal is YES


def test_a_coded_route_into_a_vein_tells_no(write, only_series):
    def edit(image, _):
        code = image.ContrastBolusAdministrationRouteSequence[0]
        code.CodeValue, code.CodeMeaning = "47625008", "Intravenous route"
        image.ContrastBolusRoute = "IV"

    assert only_series(write(agent="IOHEXOL 300", intrathecal=True, edit=edit)).intrathecal is NO


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, UNKNOWN),
        ({"ContrastBolusAgent": "APPLIED"}, UNKNOWN),
        ({"ContrastBolusRoute": "INTRATHECAL"}, YES),
        ({"ContrastBolusRoute": "IT"}, YES),
        ({"ContrastBolusRoute": "IV"}, NO),
        ({"ContrastBolusRoute": "Intravenous"}, NO),
        ({"ContrastBolusAgent": "Omnipaque 300 intrathecal"}, YES),
        ({"SeriesDescription": "LWS POST MYELO 0.6"}, YES),
        ({"StudyDescription": "CT Myelogram lumbar"}, YES),
        ({"StudyDescription": "CT SPINE AFTER MYELOGRAPHY"}, YES),
        ({"StudyDescription": "Myelo-CT LWS"}, YES),
        ({"StudyDescription": "MIELO-TC LOMBARE"}, YES),
        ({"StudyDescription": "CTMYEL C-SPINE"}, YES),
        ({"StudyDescription": "WHOLE BODY MYELOMA"}, UNKNOWN),
        ({"StudyDescription": "C-SPINE ?MYELOPATHY"}, UNKNOWN),
        ({"StudyDescription": "SYRINGOMYELIA"}, UNKNOWN),
        ({"StudyDescription": "OSTEOMYELITIS L4/5"}, UNKNOWN),
        ({"StudyDescription": "MYELITIS"}, UNKNOWN),
    ],
)
def test_free_text_tells(write, only_series, values, told):
    def edit(image, _):
        for keyword, value in values.items():
            setattr(image, keyword, value)

    assert only_series(write(edit=edit)).intrathecal is told


@pytest.mark.parametrize("kernel", ["Br40", "B30f", "STANDARD", "SOFT", "FC08", "B", "C", "I31f", "Hr38"])
def test_soft_kernels(kernel):
    assert is_soft(kernel)


@pytest.mark.parametrize(
    "kernel", ["Br64", "B70s", "BONE", "BONEPLUS", "EDGE", "LUNG", "FC30", "FC81", "L", "YD"]
)
def test_sharp_kernels(kernel):
    assert not is_soft(kernel)
