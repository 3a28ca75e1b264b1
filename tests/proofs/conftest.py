"""All files of the report of a phantom, and the programs of others that read them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.reported_case import Reported, reported_case
from viewer.app.report_request import request_of
from viewer.app.reported_study import of_case_file
from viewer.handover.files import report_files
from viewer.handover.format import Format
from viewer.handover.writing import write_files
from viewer.progress import silent


@pytest.fixture(scope="session")
def reported(tmp_path_factory) -> Reported:
    """A study with its case."""
    return reported_case(tmp_path_factory.mktemp("proofs"))


@pytest.fixture(scope="session")
def request_made(reported, qapp):
    """What its report is made of."""
    found = of_case_file(reported.case_file, reported.images, silent)
    return request_of(found, tuple(Format), silent, auto=False)


@pytest.fixture(scope="session")
def folder(request_made, tmp_path_factory) -> Path:
    """The folder with its report in every form."""
    place = tmp_path_factory.mktemp("report")
    write_files(report_files(request_made), place)
    return place


@pytest.fixture(scope="session")
def program():
    """Run a program of others and return all it said; the test is skipped where it is not installed."""

    def run(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        if shutil.which(name) is None:
            pytest.skip(f"the proof by {name} was skipped: it is not installed")
        return subprocess.run(
            [name, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            errors="replace",
        )

    return run
