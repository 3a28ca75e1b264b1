"""Real CT without intrathecal contrast is never taken for a myelogram, whatever part of the body it shows."""

import pytest

from viewer.analysis.analyse import analyse
from viewer.intake.load import load
from viewer.intake.scan import scan

PLAIN = ["chest-thin", "pelvis-labelled/example_ct.nii.gz", "overlap-j2k", "tilt-constant", "tilt-varying"]


@pytest.mark.parametrize("name", PLAIN)
def test_a_scan_without_intrathecal_contrast_gets_no_numbers(real_data, tmp_path, name):
    _, series = scan([real_data / name], cache=tmp_path).best()
    found = analyse(load(series))
    assert found.absent
    assert found.sections is None
    assert (found.narrowings, found.blocks, found.levels) == ((), (), ())
