"""The statistics of all ellipses of a case, computed once for each."""

from collections.abc import Mapping
from weakref import ref

from viewer.analysis.region import ellipse_statistics
from viewer.model.annotation import Annotation, Ellipse, RegionResult
from viewer.model.volume import Volume


class Regions:
    """Remembers what ellipses hold while their volume stays; holds no volume itself."""

    def __init__(self) -> None:
        self._volume: ref[Volume] | None = None
        self._known: dict[Ellipse, RegionResult] = {}

    def of(self, volume: Volume, annotations: tuple[Annotation, ...]) -> Mapping[str, RegionResult]:
        """Return the statistics of the ellipses among annotations by their ids."""
        if self._volume is None or self._volume() is not volume:
            self.forget()
            self._volume = ref(volume)
        ellipses = [one for one in annotations if isinstance(one, Ellipse)]
        self._known = {one: self._known.get(one) or ellipse_statistics(volume, one) for one in ellipses}
        return {one.annotation_id: result for one, result in self._known.items()}

    def forget(self) -> None:
        """Compute everything anew: slices of the volume have arrived."""
        self._known = {}
