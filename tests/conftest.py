"""What every test may ask for."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real CT studies; the test is skipped where it is absent."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("THECAL_TEST_DATA") or cache / "thecal-data")
    if not (folder / ".unpacked").exists():
        pytest.skip(f"the real CT studies are not unpacked at {folder}")
    return folder
