"""A small demo study and the command line run as its users run it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.analysis.phantom.case import lumbar_case, small
from viewer.app.demo_case import write_demo
from viewer.model.demo_case import DemoCase
from viewer.progress import silent

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def study(tmp_path_factory) -> Path:
    """A coarse version of the lumbar demo case, as DICOM."""
    folder = tmp_path_factory.mktemp("demo") / "lumbar"
    write_demo(DemoCase.LUMBAR, small(lumbar_case(), 4), folder, silent)
    return folder


@pytest.fixture
def thecal(tmp_path):
    """Run `thecal` in a process of its own, with a home folder of its own."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        homes = {
            name: str(tmp_path / name) for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
        }
        return subprocess.run(
            [sys.executable, "-m", "viewer", *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), **homes, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
