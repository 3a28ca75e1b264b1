"""Whether a header says that contrast was given into the thecal sac."""

import re

from viewer.dicom import tags
from viewer.dicom.header import Header
from viewer.model.study import Intrathecal

INTRATHECAL_ROUTE = "72607000"
"""SNOMED CT code of the intrathecal route (PS3.16 CID 11)."""

_DESCRIPTIONS = (tags.STUDY_DESCRIPTION, tags.SERIES_DESCRIPTION, tags.PROTOCOL_NAME)
_ROUTE_TEXT = re.compile(r"INTRATHECAL|INTRATHEKAL|INTRATECAL|\bI\.?T\.?\b|SUBARACHNO")
# Myeloma, myelopathy, myelitis and the like name a disease, not the examination.
_MYELOGRAM = re.compile(
    r"\b(?:CT)?M[YI]ELO?(?!OM|MA|OPA|PAT|ITIS|TIS|OFI|FIB|ODY|DYS|OPRO|PRO|OI|ID|OCE|CEL|OCY|OBL|IN)"
)


def intrathecal(header: Header) -> Intrathecal:
    """Return what route, agent and descriptions of one image say together."""
    routes = header.codes(tags.CONTRAST_ROUTE_SEQUENCE)
    route = " ".join([header.text(tags.CONTRAST_ROUTE), *(meaning for _, meaning in routes)]).upper()
    if any(value == INTRATHECAL_ROUTE for value, _ in routes) or _ROUTE_TEXT.search(route):
        return Intrathecal.YES
    agents = " ".join(meaning for _, meaning in header.codes(tags.CONTRAST_AGENT_SEQUENCE))
    agent = f"{header.text(tags.CONTRAST_AGENT)} {agents}".upper()
    descriptions = " ".join(header.text(tag) for tag in _DESCRIPTIONS).upper()
    if "INTRATHE" in agent or _MYELOGRAM.search(f"{agent} {descriptions}"):
        return Intrathecal.YES
    return Intrathecal.NO if route.strip() else Intrathecal.UNKNOWN
