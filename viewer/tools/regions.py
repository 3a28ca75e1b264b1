"""What lies under the annotations of a case: the statistics of ellipses, computed once for each, and gaps."""

from collections.abc import Mapping
from weakref import ref

from viewer.analysis.region import ellipse_statistics
from viewer.model.annotation import Angle, Annotation, Distance, Ellipse, NoRegion, RegionResult
from viewer.model.volume import Volume

_UNSCANNED = NoRegion("Not measured: an end lies where nothing was scanned")


class Regions:
    """Remembers what ellipses hold while their volume stays; holds no volume itself."""

    def __init__(self) -> None:
        self._volume: ref[Volume] | None = None
        self._known: dict[Ellipse, RegionResult] = {}

    def of(self, volume: Volume, annotations: tuple[Annotation, ...]) -> Mapping[str, RegionResult]:
        """Return the statistics of ellipses, and why lines have no number where it would be made up, by their ids."""
        if self._volume is None or self._volume() is not volume:
            self.forget()
            self._volume = ref(volume)
        ellipses = [one for one in annotations if isinstance(one, Ellipse)]
        self._known = {one: self._known.get(one) or ellipse_statistics(volume, one) for one in ellipses}
        told = {one.annotation_id: result for one, result in self._known.items()}
        return told | {one.annotation_id: _UNSCANNED for one in annotations if _ends_in_gap(volume, one)}

    def forget(self) -> None:
        """Compute everything anew: slices of the volume have arrived."""
        self._known = {}


def _ends_in_gap(volume: Volume, annotation: Annotation) -> bool:
    """Whether a line ends where nothing was scanned, so that its end was placed on made-up pixels."""
    match annotation:
        case Distance():
            ends = (annotation.start, annotation.end)
        case Angle():
            ends = (annotation.start, annotation.vertex, annotation.end)
        case _:
            return False
    return any(map(volume.is_made_up, ends))
