"""`thecal snapshot` in the layout with the measured profile."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from viewer.analysis.phantom.case import lumbar_case, small
from viewer.app.demo_case import write_demo
from viewer.app.exit_code import ExitCode
from viewer.model.demo_case import DemoCase
from viewer.progress import silent

CURVE = np.array([0x58, 0xB7, 0xE8])


@pytest.fixture(scope="module")
def myelogram(tmp_path_factory):
    """The lumbar case with voxels a third as fine."""
    folder = tmp_path_factory.mktemp("snapshot") / "lumbar"
    write_demo(DemoCase.LUMBAR, small(lumbar_case(), 3), folder, silent)
    return folder


def pixels(path):
    picture = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return rows[:, : 3 * picture.width()].reshape(picture.height(), picture.width(), 3).astype(int)


def test_the_profile_is_measured_and_drawn(thecal, myelogram, tmp_path) -> None:
    out = tmp_path / "profile.png"

    done = thecal(
        "snapshot", myelogram, "--out", out, "--layout", "profile", "--size", "1366x768", DISPLAY=""
    )

    assert done.returncode == ExitCode.DONE, done.stderr
    drawn = np.abs(pixels(out) - CURVE).max(axis=2) < 24
    # The curve of the sac's area runs down its graph, however many lines of words stand below.
    graph = drawn[120:520, 815:935]
    assert graph.any(axis=1).mean() > 0.85
