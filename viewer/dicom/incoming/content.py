"""The content tree of any structured report as plain values, before anything is made of it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import attrs
from pydicom.dataset import Dataset

from viewer.dicom.text import printable
from viewer.errors import DicomError
from viewer.model.geometry import Vec3

_DEEPEST, _MOST_ITEMS, _MOST_POINTS = 32, 100_000, 100_000


@attrs.frozen
class CodeSaid:
    """A code as an object says it: its meaning, and each `(scheme, value)` that stands for it."""

    meaning: str = ""
    identities: tuple[tuple[str, str], ...] = ()

    def among(self, *identities: tuple[str, str]) -> bool:
        """Whether it is one of these."""
        return any(one in identities for one in self.identities)


@attrs.frozen
class Item:
    """One content item; what its value type does not have stays empty.

    `points` are LPS mm in `frame_uid` for SCOORD3D only. `pixels` are `(column, row)` for SCOORD only, 0 at the
    outer edge of the first pixel; `image_uid` and `frame` say which image an IMAGE means (frame 0: all of it).
    """

    kind: str
    name: CodeSaid = CodeSaid()
    code: CodeSaid = CodeSaid()
    text: str = ""
    number: float | None = None
    unit: CodeSaid = CodeSaid()
    graphic: str = ""
    points: tuple[Vec3, ...] = ()
    frame_uid: str = ""
    pixels: tuple[tuple[float, float], ...] = ()
    image_uid: str = ""
    frame: int = 0
    children: tuple[Item, ...] = ()

    def all_items(self) -> Iterator[Item]:
        """Yield the item and all below it."""
        yield self
        for child in self.children:
            yield from child.all_items()

    def named(self, *identities: tuple[str, str]) -> list[Item]:
        """Return the children whose name is one of these codes."""
        return [child for child in self.children if child.name.among(*identities)]


def read_content(dataset: Dataset) -> Item:
    """Return the root of a report's tree; `DicomError` where it is deeper or larger than any real one."""
    return _read(dataset, 0, _Count())


@attrs.define
class _Count:
    items: int = 0

    def one_more(self) -> None:
        self.items += 1
        if self.items > _MOST_ITEMS:
            raise DicomError("The report holds more than can be looked through.")


def _read(dataset: Dataset, depth: int, count: _Count) -> Item:
    count.one_more()
    if depth > _DEEPEST:
        raise DicomError("The report is nested deeper than any real one.")
    measured = first(dataset, "MeasuredValueSequence")
    frame_uid = dataset.get("ReferencedFrameOfReferenceUID", "")
    referred = first(dataset, "ReferencedSOPSequence") or Dataset()
    return Item(
        kind=str(dataset.get("ValueType", "")),
        name=code_said(dataset, "ConceptNameCodeSequence"),
        code=code_said(dataset, "ConceptCodeSequence"),
        text=_text(dataset),
        number=_number(measured),
        unit=code_said(measured, "MeasurementUnitsCodeSequence") if measured else CodeSaid(),
        graphic=str(dataset.get("GraphicType", "")),
        points=_points(dataset) if frame_uid else (),
        frame_uid=str(frame_uid),
        pixels=_pixels(dataset) if not frame_uid else (),
        image_uid=str(referred.get("ReferencedSOPInstanceUID", "")),
        frame=_frame(referred),
        children=tuple(_read(child, depth + 1, count) for child in dataset.get("ContentSequence") or ()),
    )


def first(dataset: Dataset, keyword: str) -> Dataset | None:
    """Return the first item of a sequence, None where it has none."""
    found = dataset.get(keyword)
    return found[0] if found else None


def code_said(dataset: Dataset, keyword: str) -> CodeSaid:
    """Return the first code of a code sequence with its equivalents."""
    item = first(dataset, keyword)
    if item is None:
        return CodeSaid()
    same = (item, *(item.get("EquivalentCodeSequence") or ()))
    return CodeSaid(printable(str(item.get("CodeMeaning", ""))), tuple(map(_identity, same)))


def _identity(item: Dataset) -> tuple[str, str]:
    value = item.get("CodeValue") or item.get("LongCodeValue") or item.get("URNCodeValue") or ""
    return (str(item.get("CodingSchemeDesignator", "")), str(value))


def _text(dataset: Dataset) -> str:
    for keyword in ("TextValue", "PersonName", "DateTime", "Date", "Time", "UID"):
        value = dataset.get(keyword)
        if value:
            return str(value)
    return ""


def _number(measured: Dataset | None) -> float | None:
    if measured is None:
        return None
    for keyword in ("FloatingPointValue", "NumericValue"):
        value = measured.get(keyword)
        if value is not None:
            number = float(
                value[0] if keyword == "NumericValue" and isinstance(value, (list, tuple)) else value
            )
            return number if math.isfinite(number) else None
    return None


def _frame(referred: Dataset) -> int:
    said = referred.get("ReferencedFrameNumber") or 0
    return int(said) if isinstance(said, (int, str)) else 0


def _points(dataset: Dataset) -> tuple[Vec3, ...]:
    numbers = _graphic(dataset, 3)
    triples = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    return tuple((x, y, z) for x, y, z in triples)


def _pixels(dataset: Dataset) -> tuple[tuple[float, float], ...]:
    numbers = _graphic(dataset, 2)
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _graphic(dataset: Dataset, dimensions: int) -> list[float]:
    """The coordinates of a region, none where they are damaged."""
    data = dataset.get("GraphicData")
    numbers = [float(one) for one in data] if data is not None else []
    whole = len(numbers) % dimensions == 0 and len(numbers) <= dimensions * _MOST_POINTS
    return numbers if whole and all(map(math.isfinite, numbers)) else []
