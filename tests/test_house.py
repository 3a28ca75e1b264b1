"""The rules of the house that no linter knows."""

import ast
from pathlib import Path

import viewer

PACKAGE = Path(viewer.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def _imported_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_no_file_is_longer_than_400_lines() -> None:
    long = {path.name: count for path in MODULES if (count := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_session_and_actions_know_no_widgets() -> None:
    paths = [*(PACKAGE / "session").rglob("*.py"), *(PACKAGE / "actions").rglob("*.py")]
    assert paths
    offenders = [path.name for path in paths if "PySide6.QtWidgets" in _imported_names(path)]
    assert offenders == []


def test_every_folder_has_its_line_in_the_package_docstring() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders
    missing = {folder for folder in folders if folder not in (viewer.__doc__ or "")}
    assert missing == set()


def test_no_file_is_named_after_nothing() -> None:
    banned = {"utils", "helpers", "common", "manager", "misc"}
    assert [path for path in MODULES if banned & set(path.stem.split("_"))] == []
