#!/usr/bin/env python3
"""Set up everything and run it: `python3 dev.py demo`, `python3 dev.py test`.

Standard library only, so that it starts on a machine with nothing but Python. It installs missing
system libraries (Debian and Ubuntu), makes `.venv` with the locked dependencies, and goes on there.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)

# What Qt and VTK load at run time on Debian and Ubuntu; a renamed package lists its names, newest first.
PACKAGES = (
    ("libgl1",),
    ("libgl1-mesa-dri",),
    ("libegl1",),
    ("libegl-mesa0",),
    ("libglx-mesa0",),
    ("libopengl0",),
    ("libosmesa6",),
    ("libfontconfig1",),
    ("libdbus-1-3",),
    ("libglib2.0-0t64", "libglib2.0-0"),
    ("libwayland-cursor0",),
    ("libx11-6",),
    ("libx11-xcb1",),
    ("libxcursor1",),
    ("libxrender1",),
    ("libxkbcommon0",),
    ("libxkbcommon-x11-0",),
    ("libxcb-cursor0",),
    ("libxcb-icccm4",),
    ("libxcb-image0",),
    ("libxcb-keysyms1",),
    ("libxcb-randr0",),
    ("libxcb-render-util0",),
    ("libxcb-shape0",),
    ("libxcb-xinerama0",),
    ("libxcb-xkb1",),
)

# Programs of others that the tests have read what Thecal writes: optional, by one of their commands.
PROOFS = {"dciodvfy": "dicom3tools", "dsrdump": "dcmtk", "pdftotext": "poppler-utils"}


def main() -> int:
    commands = {
        "demo": demo,
        "test": test,
        "run": run,
        "accuracy": accuracy,
        "cost": cost,
        "setup": lambda _: 0,
        "lock": lock,
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "command",
        choices=commands,
        help="demo: open the built-in demo case\ntest: lint, types, import contracts and the whole test suite\n"
        "run: thecal with the arguments that follow\naccuracy: measure the phantoms, renew the README's table\n"
        "cost: measure time and memory of an analysis by slices\n"
        "setup: set up only\nlock: renew the locked versions",
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on")
    arguments = parser.parse_args()
    if sys.version_info < OLDEST:
        return stop(
            f"Thecal needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}."
        )
    problem = install_system_libraries() or make_environment()
    if problem:
        return stop(problem)
    return commands[arguments.command](arguments.rest)


def demo(rest: list[str]) -> int:
    return thecal("demo", *rest)


def run(rest: list[str]) -> int:
    return thecal(*rest)


def thecal(*arguments: str) -> int:
    return subprocess.call([str(PYTHON), "-m", "viewer", *arguments], env=environment())


def accuracy(rest: list[str]) -> int:
    return measure("accuracy", str(ROOT / "README.md"), *rest)


def cost(rest: list[str]) -> int:
    return measure("growth", *rest)


def measure(module: str, *rest: str) -> int:
    command = [str(PYTHON), "-m", f"viewer.app.benchmark.{module}", *rest]
    return subprocess.call(command, cwd=ROOT, env=environment())


def test(rest: list[str]) -> int:
    """Run every check even when one fails, so that one run shows all; the tests close the output."""
    told = install_proofs()
    if told:
        print(told, flush=True)
    checks = [
        ("lint", ["-m", "ruff", "check", "."]),
        ("format", ["-m", "ruff", "format", "--check", "."]),
        ("types", ["-m", "basedpyright"]),
        ("import contracts", ["-c", "from importlinter.cli import lint_imports_command as run; run()"]),
        ("tests", ["-m", "pytest", "-n", str(workers()), *rest]),
    ]
    failed = []
    for name, arguments in checks:
        print(f"== {name}", flush=True)
        if subprocess.call([str(PYTHON), *arguments], cwd=ROOT, env=environment(QT_QPA_PLATFORM="offscreen")):
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def workers() -> int:
    return max(1, min(8, os.cpu_count() or 1))


def lock(_: list[str]) -> int:
    """Renew both lock files from pyproject.toml."""
    call([str(PYTHON), "-m", "pip", "install", "--quiet", "uv"])
    for extra, name in (((), "requirements.lock"), (("--extra", "dev"), "requirements-dev.lock")):
        command = ["uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", *extra]
        call([str(PYTHON), "-m", *command, "--output-file", name, "pyproject.toml"])
    return 0


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **changes}


def call(arguments: list[str]) -> None:
    subprocess.run(arguments, cwd=ROOT, check=True)


def stop(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def install_system_libraries() -> str:
    """Install what Qt and OpenGL need; return the one line to type where that is not permitted."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get") or not missing_packages():
        return ""
    prefix = privilege()
    if prefix is None:
        return (
            f"Some system libraries are missing. Type this once, then the same command again:\n  {by_hand()}"
        )
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call([*prefix, "apt-get", "update", "-qq"], env=quiet)
    packages = missing_packages()
    print(f"Installing system libraries: {' '.join(packages)}", flush=True)
    command = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
        return f"The system libraries could not be installed. Type this, then the same command again:\n  {by_hand()}"
    return ""


def install_proofs() -> str:
    """Install the programs that prove what is written; say in a line which proofs are skipped without them."""
    missing = missing_proofs()
    prefix = privilege() if missing and sys.platform.startswith("linux") and shutil.which("apt-get") else None
    if prefix is not None:
        print(f"Installing the programs of others for the proofs: {' '.join(missing)}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["install", "-y", "-qq", "--no-install-recommends"]
        # One by one: a system that lacks one of them may have the others.
        for words in (["update", "-qq"], *([*install, package] for package in missing)):
            subprocess.run([*prefix, "apt-get", *words], env=quiet, stdout=subprocess.DEVNULL, check=False)
        missing = missing_proofs()
    if not missing:
        return ""
    return f"The proofs by foreign programs are skipped where they need {', '.join(missing)}, not installed here."


def missing_proofs() -> list[str]:
    return [package for command, package in PROOFS.items() if not shutil.which(command)]


def by_hand() -> str:
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(missing_packages())}"


def missing_packages() -> list[str]:
    wanted = [*PACKAGES, *(() if has_venv() else (("python3-venv",),))]
    return [available(names) for names in wanted if not any(map(is_installed, names))]


def is_installed(package: str) -> bool:
    found = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True, check=False
    )
    return found.stdout == "install ok installed"


def available(names: tuple[str, ...]) -> str:
    """Return the first name this release of the system knows, the last where it cannot tell."""
    known = (
        n
        for n in names[:-1]
        if subprocess.run(["apt-cache", "show", n], capture_output=True, check=False).stdout
    )
    return next(known, names[-1])


def has_venv() -> bool:
    return PYTHON.exists() or importlib.util.find_spec("ensurepip") is not None


def privilege() -> list[str] | None:
    """Return the words before apt-get that make it run, None where this user may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def make_environment() -> str:
    """Make `.venv` with exactly the locked versions, once for each state of the lock file."""
    lock_file = ROOT / "requirements-dev.lock"
    state = hashlib.sha256(lock_file.read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / "locked"
    if stamp.exists() and stamp.read_text() == state and PYTHON.exists():
        return ""
    print("Installing the locked dependencies into .venv (once)", flush=True)
    try:
        call([sys.executable, "-m", "venv", "--clear", str(VENV)])
        call(
            [
                str(PYTHON),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "-r",
                str(lock_file),
            ]
        )
    except subprocess.CalledProcessError:
        return (
            "The dependencies could not be installed: see the lines above. Is a package registry reachable?"
        )
    stamp.write_text(state)
    return ""


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
