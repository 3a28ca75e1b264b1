"""Hands a session an analysis as if it had measured its volume."""

from viewer.analysis.correcting import Corrected
from viewer.model.analysis import Analysis
from viewer.session.measurement import Measurement
from viewer.session.session import Session


def give_analysis(session: Session, analysis: Analysis) -> None:
    """Let a session take an analysis for what was measured with its case."""
    case = session.case
    taken = Measurement(case.labels, Corrected(analysis, case.correction, None, analysis))
    session._measuring._take_measurement(taken)
