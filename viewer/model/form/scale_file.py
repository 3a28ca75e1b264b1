"""Where grading scales are read from: the program's own files, and those a site has added."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import platformdirs

from viewer import resources
from viewer.errors import ResourceError
from viewer.model.form.scale import Basis, Formula, Quantity, Scale, Step
from viewer.model.spine import Region

BUILT_IN = (
    "lumbar-sac-area",
    "schizas",
    "lee-central",
    "bartynski",
    "lee-foraminal",
    "kang",
    "muhle",
    "torg-pavlov",
    "mcc",
    "mscc",
    "kim-foraminal",
)
"""The scales that come with the program, in the order they are shown; each is `scales/<id>.json`."""

_MAX_BYTES = 1_000_000
_MAX_STEPS, _MAX_TEXT = 50, 2_000
_KEYS = {
    "id",
    "name",
    "version",
    "rule",
    "regions",
    "sides",
    "formula",
    "quantities",
    "steps",
    "suggests",
    "obliterated",
    "source",
    "citation",
    "basis",
    "note",
    "cap",
    "confirmed",
    "upper_inclusive",
    "comment",
}


@attrs.frozen
class ScaleTable:
    """The scales in use, and a sentence for each file of the site that could not be used."""

    scales: tuple[Scale, ...]
    faults: tuple[str, ...] = ()


def site_folder() -> Path:
    """Return the folder in which a site puts its own scales, one JSON file each."""
    return Path(platformdirs.user_config_dir("thecal", appauthor=False)) / "scales"


def scales() -> tuple[Scale, ...]:
    """Return the scales that come with the program, then those of the site."""
    return _table().scales


def scale_faults() -> tuple[str, ...]:
    """Return a sentence for each of the site's files that could not be used."""
    return _table().faults


def forget_scales() -> None:
    """Have the site's files read again when scales are next asked for."""
    _table.cache_clear()


def known_scale(scale_id: str) -> Scale | None:
    """Return the scale with an id, None where neither the program nor the site has it."""
    return next((one for one in scales() if one.id == scale_id), None)


@cache
def _table() -> ScaleTable:
    return scale_table(site_folder())


@cache
def built_in_scales() -> tuple[Scale, ...]:
    """Return the scales that come with the program; `ResourceError` where a file of it is damaged."""
    return tuple(built_in_scale(name) for name in BUILT_IN)


@cache
def built_in_scale(scale_id: str) -> Scale:
    """Return one scale that comes with the program; `ResourceError` where its file is damaged."""
    name = f"scales/{scale_id}.json"
    try:
        return scale_in(resources.table(name))
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"The program's file {name} is damaged.", "Install Thecal again.") from error


def scale_table(folder: Path) -> ScaleTable:
    """Return the program's scales and those of a folder's JSON files; a damaged file is told of, the rest works."""
    found, faults = list(built_in_scales()), list[str]()
    for path in _files(folder, faults):
        try:
            made = _site_scale(path, found)
        except (KeyError, TypeError, ValueError, OSError, RecursionError) as error:
            faults.append(f"The grading scale in {path} cannot be used: {_reason(error)}.")
        else:
            found.append(made)
    return ScaleTable(tuple(found), tuple(faults))


def _files(folder: Path, faults: list[str]) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.suffix == ".json") if folder.is_dir() else []
    except OSError as error:
        faults.append(f"The folder of grading scales {folder} cannot be read: {_reason(error)}.")
        return []


def _site_scale(path: Path, known: list[Scale]) -> Scale:
    if not path.is_file():
        # Reading a pipe or a device might never end.
        raise ValueError("it is no file")
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError("it is too large")
    made = scale_in(_json_in(path.read_text(encoding="utf-8-sig")))
    if any(one.id == made.id for one in known):
        raise ValueError(f'there is already a scale with the id "{made.id}"')
    return attrs.evolve(made, origin=path.name)


def _json_in(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError("it is no JSON") from error


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f'"{error.args[0]}" is missing'
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError | RecursionError):
        return "it is no JSON"
    return str(error)


def scale_in(row: Any) -> Scale:
    """Return the scale held by a JSON value; `KeyError`, `TypeError` or `ValueError` where it holds none."""
    if not isinstance(row, dict):
        raise TypeError("it holds no scale")
    unknown = sorted(str(one) for one in row if one not in _KEYS)
    if unknown:
        raise ValueError(f'"{unknown[0]}" is not known')
    steps = tuple(_step(one) for one in _list(row, "steps"))
    made = Scale(
        id=_text(row, "id"),
        name=_text(row, "name"),
        version=_text(row, "version"),
        rule=_text(row, "rule"),
        regions=tuple(Region(one) for one in _list(row, "regions")),
        side_specific=_flag(row, "sides"),
        steps=steps,
        source=_text(row, "source"),
        basis=Basis(_text(row, "basis")),
        citation=_text(row, "citation", ""),
        quantities=tuple(_quantity(one) for one in _list(row, "quantities", ())),
        formula=Formula(_text(row, "formula", "none")),
        upper_inclusive=_flag(row, "upper_inclusive"),
        suggests=_texts(row, "suggests"),
        obliterated=_text(row, "obliterated", ""),
        note=_text(row, "note", ""),
        cap_note=_text(row, "cap", ""),
        confirmed=_flag(row, "confirmed", usual=True),
    )
    _check(made)
    return made


def _check(scale: Scale) -> None:
    values = [one.value for one in scale.steps]
    least = {Formula.NONE: 0, Formula.VALUE: 1, Formula.RATIO: 2, Formula.REDUCTION: 2}[scale.formula]
    if not scale.regions:
        raise ValueError('"regions" names none')
    if len(set(values)) < len(values):
        raise ValueError("two of its steps have the same value")
    if len(scale.quantities) < least:
        raise ValueError(f'its formula needs {least} "quantities"')
    if scale.numeric and scale.formula is Formula.NONE:
        raise ValueError('it has neither "steps" nor a "formula"')
    if not scale.numeric and not set(scale.suggests) <= set(values):
        raise ValueError('"suggests" names a value that is no step')


def _step(row: Any) -> Step:
    if not isinstance(row, dict):
        raise TypeError("one of its steps is none")
    low, high = _limit(row, "from"), _limit(row, "below")
    if low is not None and high is not None and low >= high:
        raise ValueError("a step ends before it begins")
    return Step(_text(row, "value"), _text(row, "label"), _text(row, "definition"), low, high)


def _quantity(row: Any) -> Quantity:
    if not isinstance(row, dict):
        raise TypeError("one of its quantities is none")
    return Quantity(_text(row, "id"), _text(row, "label"), _text(row, "unit"))


def _limit(row: dict[str, Any], key: str) -> float | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < float("inf"):
        raise TypeError(f'"{key}" is no number')
    return float(value)


def _text(row: dict[str, Any], key: str, usual: str | None = None) -> str:
    value = row[key] if usual is None else row.get(key, usual)
    if not isinstance(value, str) or len(value) > _MAX_TEXT or (usual is None and not value.strip()):
        raise TypeError(f'"{key}" is no short text')
    return value


def _texts(row: dict[str, Any], key: str) -> tuple[str, ...]:
    values = _list(row, key, ())
    if not all(isinstance(one, str) for one in values):
        raise TypeError(f'"{key}" holds something that is no text')
    return tuple(values)


def _list(row: dict[str, Any], key: str, usual: tuple[()] | None = None) -> list[Any]:
    value = row[key] if usual is None else row.get(key, list(usual))
    if not isinstance(value, list) or len(value) > _MAX_STEPS:
        raise TypeError(f'"{key}" is no short list')
    return value


def _flag(row: dict[str, Any], key: str, *, usual: bool = False) -> bool:
    value = row.get(key, usual)
    if not isinstance(value, bool):
        raise TypeError(f'"{key}" is neither true nor false')
    return value
