"""What programs that are not ours say of a file."""

import shutil
import subprocess

import pytest


def errors_found(path) -> list[str]:
    """The error lines of dciodvfy; the test is skipped where it is not installed."""
    return [line for line in said_by("dciodvfy", path, "-new") if line.startswith("Error")]


def said_by(program, path, *arguments) -> list[str]:
    """The lines of a program about a file, which must have taken it; skipped where it is not installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    done = subprocess.run([program, *arguments, str(path)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[:2000]
    return (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
