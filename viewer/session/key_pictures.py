"""The pictures of key images, drawn by the window and kept until something on them changes."""

import threading
from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs

from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.key_image import KeyImage
from viewer.model.picture_bytes import PictureBytes
from viewer.model.sac import SacVoxels
from viewer.model.study import Series
from viewer.model.volume import Volume


@attrs.frozen(eq=False)
class Pictured:
    """What key images are drawn from."""

    case: Case
    volume: Volume
    series: Series | None = None
    analysis: Analysis | None = None
    sac: SacVoxels | None = None


Draw: TypeAlias = Callable[[Pictured, KeyImage], PictureBytes]


@attrs.frozen(eq=False)
class _Drawn:
    image: KeyImage
    pictured: Pictured
    picture: PictureBytes

    def shows(self, image: KeyImage, pictured: Pictured) -> bool:
        """Whether nothing that is drawn has changed since."""
        old, new = self.pictured, pictured
        same = old.volume is new.volume and old.analysis is new.analysis and old.sac is new.sac
        return same and _look(self.image) == _look(image) and _on_it(old.case) == _on_it(new.case)


class KeyPictures:
    """Draws on whatever thread asks, one picture at a time."""

    def __init__(self) -> None:
        self._draw: Draw | None = None
        self._drawn: dict[str, _Drawn] = {}
        self._one_at_a_time = threading.Lock()

    def draw_with(self, draw: Draw) -> None:
        """Have pictures drawn by the window from now on."""
        self._draw = draw

    def all_of(self, pictured: Pictured) -> Mapping[str, PictureBytes]:
        """Return the pictures of all key images of a case by their ids; `ViewerError` as in `picture`."""
        return {one.key_id: self.picture(pictured, one) for one in pictured.case.key_images}

    def picture(self, pictured: Pictured, image: KeyImage) -> PictureBytes:
        """Return the picture of a key image; `ViewerError` where it cannot be drawn."""
        with self._one_at_a_time:
            known = self._drawn.get(image.key_id)
            if known is not None and known.shows(image, pictured):
                return known.picture
            if self._draw is None:
                raise ViewerError("Key images can only be drawn by a window.")
            made = self._draw(pictured, image)
            self._drawn[image.key_id] = _Drawn(image, pictured, made)
            return made

    def forget(self) -> None:
        """Let go of all pictures: another study is open."""
        with self._one_at_a_time:
            self._drawn.clear()


def _look(image: KeyImage) -> tuple[object, ...]:
    return (image.pane, image.display, image.burned_in)


def _on_it(case: Case) -> tuple[object, ...]:
    return (
        case.study,
        case.labels,
        case.numbering,
        case.marks,
        case.annotations,
        case.correction,
        case.rejected,
    )
