"""Reading: the pictures of one series opened beside the CT, and how they are looked at."""

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import attrs
from PySide6.QtCore import QObject, Signal

from viewer.errors import ViewerError
from viewer.model.display import Display
from viewer.model.geometry import Vec3
from viewer.model.picture import ColourPicture, GreyPicture, Picture, PictureInfo
from viewer.model.picture_view import PictureLook, nearest_picture
from viewer.model.picture_words import crosshair_of, is_projection, same_patient
from viewer.model.study import Catalogue, Series, Study, WindowSetting
from viewer.model.volume import Volume
from viewer.session.jobs import JobProgress, Jobs
from viewer.session.notice import Severity
from viewer.session.state import SessionState

if TYPE_CHECKING:
    from viewer.intake.pictures import Pictures

_GROUP = "pictures"
# Pictures are kept about the one that is shown, as many as fit.
_KEPT_BYTES = 256e6
_LEAST_KEPT = 5


@attrs.frozen
class Unreadable:
    """Why a picture cannot be shown, as a sentence."""

    sentence: str


Shown: TypeAlias = Picture | Unreadable


@attrs.frozen(eq=False)
class _Arrived:
    number: int
    shown: Shown


class Reading(QObject):
    """Holds what is read beside the CT, which stays as it is; nothing here is saved or measured.

    `changed()` tells of another picture or look, `opened()` and `closed()` of its series.
    """

    changed = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self, jobs: Jobs, session: SessionState) -> None:
        super().__init__(session)
        self._jobs = jobs
        self._session = session
        self._study: Study | None = None
        self._series: Series | None = None
        self._pictures: Pictures | None = None
        self._kept: dict[int, Shown] = {}
        self._look = PictureLook()
        self._follows = True
        session.catalogue_changed.connect(self._take_catalogue)
        session.volume_changed.connect(self._take_volume)
        session.display_changed.connect(self._follow)

    @property
    def study(self) -> Study | None:
        """The study of the series that is read, None while none is."""
        return self._study

    @property
    def series(self) -> Series | None:
        """The series that is read, None while none is."""
        return self._series

    @property
    def is_open(self) -> bool:
        """Whether a series is read."""
        return self._series is not None

    @property
    def infos(self) -> tuple[PictureInfo, ...]:
        """Its pictures in their order, empty while their headers are being read."""
        return self._pictures.infos if self._pictures else ()

    @property
    def look(self) -> PictureLook:
        """How they are looked at, and the number of the one on screen (from 0)."""
        return self._look

    @property
    def info(self) -> PictureInfo | None:
        """What is known of the picture on screen before its pixels are there."""
        return self.infos[self._look.number] if self.infos else None

    @property
    def shown(self) -> Shown | None:
        """The picture on screen or why there is none; None while it is being read."""
        return self._kept.get(self._look.number)

    @property
    def follows(self) -> bool:
        """Whether the nearest picture is shown when the crosshair of the CT moves."""
        return self._follows

    @property
    def is_projection(self) -> bool:
        """Whether what is on its pictures lies at unknown depths."""
        return self._series is not None and is_projection(self._series)

    @property
    def is_linked(self) -> bool:
        """Whether the picture on screen has a place in the open CT."""
        return self._crosshair_in(self._session.display) is not None

    def open(self, study: Study, series: Series) -> None:
        """Show the pictures of a series, beside whatever else is open; a notice where it has none."""
        if not series.viewable:
            self._session.notice(
                "There is nothing to look at in this series.", series.reason, Severity.WARNING
            )
            return
        if self._series is not None and self._series.key == series.key:
            self.opened.emit()
            return
        self._forget()
        self._study, self._series = study, series
        self.opened.emit()
        self.changed.emit()
        self._jobs.run(
            f"Reading {series.description or 'pictures'}",
            partial(self._read, series),
            _nothing,
            self._fail,
            group=_GROUP,
            arrived=self._arrive,
        )

    def close(self) -> None:
        """Show no picture any more."""
        if self._series is not None:
            self._forget()
            self.closed.emit()
            self.changed.emit()

    def show(self, number: int) -> None:
        """Show a picture by its number, the first or the last beyond the ends."""
        self.look_at(attrs.evolve(self._look, number=min(max(number, 0), max(len(self.infos) - 1, 0))))

    def look_at(self, look: PictureLook) -> None:
        """Look at the pictures in another way."""
        if look != self._look:
            self._look = look
            self._fetch()
            self.changed.emit()

    def reset_look(self) -> None:
        """Show the whole picture, its lights and darks as they were first shown."""
        fresh = PictureLook(self._look.number, self._first_window())
        self.look_at(fresh)

    def set_follows(self, follows: bool) -> None:
        """Keep with the crosshair of the CT, or stay where the reader scrolls to."""
        if follows != self._follows:
            self._follows = follows
            if follows:
                self._go_to_crosshair(self._session.display)
            self.changed.emit()

    def _forget(self) -> None:
        self._jobs.cancel_group(_GROUP)
        self._study = self._series = self._pictures = None
        self._kept = {}
        self._look = PictureLook()

    def _take_catalogue(self, catalogue: Catalogue) -> None:
        if self._series is not None and catalogue.find(self._series.key) is None:
            self.close()
        if self._series is None and catalogue.best() is None and self._session.volume is None:
            pairs = ((study, one) for study in catalogue.studies for one in study.series if one.viewable)
            found = max(pairs, key=lambda pair: len(pair[1].files), default=None)
            if found is not None:
                self.open(*found)

    def _take_volume(self, volume: Volume | None) -> None:
        if volume is None:
            self.close()
        else:
            self.changed.emit()

    def _follow(self, old: Display, new: Display) -> None:
        if old.crosshair != new.crosshair and self._follows:
            self._go_to_crosshair(new)

    def _go_to_crosshair(self, display: Display) -> None:
        crosshair = self._crosshair_in(display)
        if crosshair is not None and not self.is_projection:
            self.show(nearest_picture(self.infos, crosshair, self._look.number))

    def _crosshair_in(self, display: Display) -> Vec3 | None:
        series = self._session.series
        study, other = self._study, self._session.study
        if self.info is None or series is None or study is None or other is None:
            return None
        if not same_patient(study.patient, other.patient):
            return None
        return crosshair_of(display, self.info, series.frame_of_reference_uid)

    # Reading, on the job's thread

    def _read(self, series: Series, progress: JobProgress) -> None:
        from viewer.intake.pictures import pictures  # pydicom and the decoders are slow to import

        found = pictures(series, progress)
        progress.deliver(found)
        self._fill(found, {}, progress)

    def _fill(self, found: "Pictures", kept: dict[int, Shown], progress: JobProgress) -> None:
        """Read what lies about the picture on screen, which may change meanwhile."""
        have = set(kept)
        read = 0
        largest = _largest(kept)
        while True:
            wanted = _about(self._look.number, len(found.infos), _room(largest))
            missing = next((number for number in wanted if number not in have), None)
            if missing is None:
                return
            progress(read / max(len(wanted), 1), found.infos[missing].label)
            shown = _picture(found, missing)
            largest = max(largest, _size(shown))
            have.add(missing)
            read += 1
            progress.deliver(_Arrived(missing, shown))

    # Back on the main thread

    def _arrive(self, part: "Pictures | _Arrived") -> None:
        if not isinstance(part, _Arrived):
            self._pictures = part
            self._look = attrs.evolve(self._look, number=_first_number(part.infos))
            if self._follows:
                self._go_to_crosshair(self._session.display)
        else:
            self._kept[part.number] = part.shown
            self._drop_far()
            if part.number != self._look.number:
                return
            if self._look.window is None:
                self._look = attrs.evolve(self._look, window=self._first_window())
        self.changed.emit()

    def _first_window(self) -> WindowSetting | None:
        """The one window of a stack, whose brightness is compared from picture to picture; else None."""
        stack = len(self.infos) > 1 and all(one.placement is not None for one in self.infos)
        shown = self.shown
        return shown.window if stack and isinstance(shown, GreyPicture) else None

    def _drop_far(self) -> None:
        """Let go of what is too far from the picture on screen to be kept."""
        near = set(_about(self._look.number, len(self.infos), _room(_largest(self._kept))))
        self._kept = {number: shown for number, shown in self._kept.items() if number in near}

    def _fetch(self) -> None:
        """Read on where pictures about the one on screen are missing and nobody reads."""
        found, series = self._pictures, self._series
        if found is None or series is None or self._jobs.running(_GROUP):
            return
        room = _room(_largest(self._kept))
        # Half of the room, so that not every step at its border starts a job.
        if all(
            number in self._kept for number in _about(self._look.number, len(found.infos), (room + 1) // 2)
        ):
            return
        self._jobs.run(
            f"Reading {series.description or 'pictures'}",
            partial(self._fill, found, dict(self._kept)),
            _nothing,
            self._fail,
            group=_GROUP,
            arrived=self._arrive,
        )

    def _fail(self, error: ViewerError) -> None:
        self._session.tell(error)
        self.close()


def _picture(found: "Pictures", number: int) -> Shown:
    try:
        return found.read(number)
    except ViewerError as error:
        return Unreadable(str(error))


def _first_number(infos: tuple[PictureInfo, ...]) -> int:
    """The middle of a stack, the beginning of what is read in its order."""
    return len(infos) // 2 if all(one.placement is not None for one in infos) else 0


def _about(number: int, count: int, room: int) -> list[int]:
    """The numbers nearest to one, nearest first, as many as there is room for."""
    return sorted(range(count), key=lambda n: (abs(n - number), -n))[:room]


def _room(largest_bytes: float) -> int:
    return max(_LEAST_KEPT, int(_KEPT_BYTES / max(largest_bytes, 1.0)))


def _largest(kept: dict[int, Shown]) -> float:
    return max((_size(shown) for shown in kept.values()), default=0.0)


def _size(shown: Shown) -> float:
    if isinstance(shown, Unreadable):
        return 0.0
    return float(shown.rgb.nbytes if isinstance(shown, ColourPicture) else shown.values.nbytes)


def _nothing(_result: None) -> None:
    pass
