"""The built-in cases come whole or not at all, through the ordinary import path."""

import pytest

from viewer.analysis.phantom.case import lumbar_case, small
from viewer.app.demo_case import demo_folder, ensure_demo, write_demo
from viewer.dicom.scan import scan
from viewer.model.demo_case import DemoCase
from viewer.model.study import Intrathecal
from viewer.progress import Cancelled, silent


def test_a_demo_is_an_intrathecal_ct_series_of_a_phantom_patient(study) -> None:
    found, series = scan([study]).best()
    assert found.patient.name == "PHANTOM^LUMBAR"
    assert series.usable
    assert series.intrathecal is Intrathecal.YES


def test_a_demo_made_before_is_used_again(tmp_path) -> None:
    folder = demo_folder(DemoCase.LUMBAR, tmp_path)
    folder.mkdir(parents=True)
    assert ensure_demo(DemoCase.LUMBAR, silent, tmp_path) == folder


def test_a_cancelled_demo_leaves_nothing(tmp_path) -> None:
    def cancel_late(fraction: float, text: str = "") -> None:
        if fraction > 0.93:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_demo(DemoCase.LUMBAR, small(lumbar_case(), 4), tmp_path / "demo", cancel_late)
    assert not (tmp_path / "demo").exists()
    assert list(tmp_path.iterdir()) == []
