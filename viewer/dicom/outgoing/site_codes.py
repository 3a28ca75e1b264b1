"""The codes a site prefers put in the place of private ones, which stay beside them."""

from collections.abc import Mapping
from copy import deepcopy

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from viewer.dicom.outgoing.codes import PRIVATE, PRIVATE_VERSION, Code


def use_site_codes(dataset: Dataset, site: Mapping[str, Code]) -> None:
    """Put a site's codes in the place of the private ones they stand for, anywhere in a data set.

    The private code stays as the equivalent one (PS3.3 8.9), so that Thecal reads its own objects back.
    """
    for item in _items(dataset):
        if item.get("CodingSchemeDesignator") != PRIVATE:
            continue
        chosen = site.get(_value(item))
        if chosen is None:
            continue
        private = deepcopy(item)
        item.pop("LongCodeValue", None)
        item.CodeValue, item.CodingSchemeDesignator = chosen.value, chosen.scheme
        item.CodeMeaning = chosen.meaning
        item.EquivalentCodeSequence = Sequence([private])


def _value(item: Dataset) -> str:
    return str(item.get("CodeValue") or item.get("LongCodeValue") or "")


def _items(dataset: Dataset) -> list[Dataset]:
    """All code items of a data set, before any of them is changed."""
    found: list[Dataset] = []
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                found += [item] if "CodingSchemeDesignator" in item else []
                found += _items(item)
    return found


def private_scheme() -> Sequence:
    """Return the Coding Scheme Identification Sequence that tells of 99THECAL (PS3.3 C.12.1.1.5)."""
    item = Dataset()
    item.CodingSchemeDesignator = PRIVATE
    item.CodingSchemeName = "Thecal CT-myelogram vocabulary"
    item.CodingSchemeVersion = PRIVATE_VERSION
    item.CodingSchemeResponsibleOrganization = "Thecal"
    return Sequence([item])
