"""What was taken over from one object, before those of several are put together."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from viewer.dicom.incoming.measurement import IncomingMeasurement
from viewer.dicom.incoming.segment import IncomingSegment
from viewer.model.finding import CompressionMark
from viewer.model.spine import Level

_MOST_NOTES = 50


@attrs.frozen
class Taken:
    """Marks with the levels they were reported at (by id), measurements, segments, and notes in sentences."""

    marks: tuple[CompressionMark, ...] = ()
    levels: Mapping[str, Level | None] = attrs.field(factory=dict)
    measurements: tuple[IncomingMeasurement, ...] = ()
    segments: tuple[IncomingSegment, ...] = ()
    notes: tuple[str, ...] = ()

    def joined(self, other: Taken) -> Taken:
        """Return all of both; of many notes the first ones."""
        return Taken(
            (*self.marks, *other.marks),
            {**self.levels, **other.levels},
            (*self.measurements, *other.measurements),
            (*self.segments, *other.segments),
            (*self.notes, *other.notes)[:_MOST_NOTES],
        )
