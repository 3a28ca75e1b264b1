"""Between frozen values and plain JSON values, refusing whatever is not exactly what it should be."""

import math
from collections.abc import Callable
from enum import StrEnum
from typing import Any, get_args, get_origin

import attrs
from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError
from cattrs.gen import make_dict_structure_fn
from cattrs.strategies import configure_tagged_union

from viewer.casefile.runs import runs_of, runs_text
from viewer.model.annotation import Annotation
from viewer.model.correction import VoxelRuns
from viewer.model.picture_bytes import PictureBytes
from viewer.model.spine import Level, Numbering

MAX_NUMBER = 1e6
# What a reader types is limited where it is typed; a section of an issued report joins many such texts.
MAX_TEXT = 4_000_000
NUMBERINGS = tuple(Numbering(thoracic, lumbar) for thoracic in (11, 12, 13) for lumbar in (4, 5, 6))
_LEVELS = frozenset(level for numbering in NUMBERINGS for level in numbering.levels)

Structure = Callable[[Any, Any], Any]


def strict_converter() -> Converter:
    """Return a converter that reads only what it writes.

    Missing keys take their defaults; unknown keys, wrong types, lists of the wrong length, numbers
    that are not finite or above `MAX_NUMBER` and unknown levels raise a validation error.
    """
    converter = Converter(forbid_extra_keys=True)
    for kind, hook in _PRIMITIVES.items():
        converter.register_structure_hook(kind, hook)
    converter.register_unstructure_hook(float, float)
    converter.register_structure_hook(Level, _level)
    converter.register_unstructure_hook(Level, lambda level: level.name)
    converter.register_structure_hook_factory(_is_tuple, lambda kind: _tuple_hook(converter, kind))
    converter.register_structure_hook_factory(_is_record, lambda kind: _record_hook(converter, kind))
    converter.register_structure_hook(VoxelRuns, runs_of)
    converter.register_unstructure_hook(VoxelRuns, runs_text)
    converter.register_structure_hook(PictureBytes, lambda text, _: PictureBytes.of_text(_picture(text)))
    converter.register_unstructure_hook(PictureBytes, lambda picture: picture.text)
    configure_tagged_union(
        Annotation, converter, tag_name="kind", tag_generator=lambda kind: kind.__name__.lower()
    )
    return converter


def reason(error: Exception) -> str:
    """Return where the first thing is that a converter's error complains of, as a sentence."""
    if not isinstance(error, BaseValidationError):
        return str(error) or type(error).__name__
    first = str(transform_error(error, path="$")[0])
    return f"{first.rpartition('@ $')[2].lstrip('.') or 'the file'} does not hold what it should."


def _float(value: Any, _: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError("not a number")
    if not abs(value) <= MAX_NUMBER or not math.isfinite(value):
        raise ValueError("a number out of range")
    return float(value)


def _int(value: Any, _: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    if abs(value) > MAX_NUMBER:
        raise ValueError("a number out of range")
    return value


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    if len(value) > MAX_TEXT:
        raise ValueError("a text too long")
    return value


def _picture(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a picture")
    return value


def _bool(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("not true or false")
    return value


def _choice(value: Any, kind: type[StrEnum]) -> StrEnum:
    return kind(_text(value, str))


# The line for StrEnum is needed: what is registered for `str` would take every enum of texts too.
_PRIMITIVES: dict[type, Structure] = {
    float: _float,
    int: _int,
    str: _text,
    bool: _bool,
    StrEnum: _choice,
}


def _level(value: Any, _: Any) -> Level:
    level = Level(_text(value, str))
    if level not in _LEVELS:
        raise ValueError("an unknown level")
    return level


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_record(kind: Any) -> bool:
    return (
        isinstance(kind, type) and attrs.has(kind) and not issubclass(kind, Level | VoxelRuns | PictureBytes)
    )


def _tuple_hook(converter: Converter, kind: Any) -> Structure:
    parts = get_args(kind)

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError("not a list")
        kinds = parts[:1] * len(value) if parts[-1] is Ellipsis else parts
        if len(kinds) != len(value):
            raise ValueError(f"{len(value)} values instead of {len(kinds)}")
        return tuple(converter.structure(one, part) for one, part in zip(value, kinds, strict=True))

    return hook


def _record_hook(converter: Converter, kind: Any) -> Structure:
    inner = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError("not a group of named values")
        return inner(value, kind)

    return hook
