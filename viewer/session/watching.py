"""A folder watched for images that arrive in it, from a scanner, an archive or a disc being copied.

The folder is looked through every second or so on a thread of its own: what a system tells of changes
does not reach it from network drives, and looking never keeps the window waiting.
"""

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

import attrs
from PySide6.QtCore import QObject, QTimer, Signal

from viewer.errors import ViewerError
from viewer.model.study import Series
from viewer.session.errands import Errands
from viewer.session.notice import Severity
from viewer.session.settings import Settings

_LOOK_EVERY_MS, _REST_MS = 1000, 2000
# Deeper or fuller than this a folder is no place where images arrive.
_DEEPEST, _MOST_FILES = 12, 100_000

_Seen: TypeAlias = dict[str, tuple[int, int]]


class Opener(Protocol):
    """What watching needs of the session."""

    @property
    def settings(self) -> Settings:
        """The user's choices."""
        ...

    @property
    def series(self) -> Series | None:
        """The open series."""
        ...

    @property
    def loading(self) -> bool:
        """Whether a series is being read."""
        ...

    def open_paths(self, paths: Sequence[Path | str]) -> None:
        """Open what lies under paths."""
        ...

    def change_settings(self, settings: Settings) -> None:
        """Replace the user's choices."""
        ...

    def notice(self, text: str, hint: str = "", severity: Severity = Severity.INFO) -> None:
        """Tell the user."""
        ...


class Watching(QObject):
    """Watches one folder; `arrived(paths)` tells what is new in it once it has rested.

    With nothing open it is opened; else it waits as `waiting` until `open_arrived`, for nobody's
    reading is to be interrupted.
    """

    arrived = Signal(object)
    changed = Signal()

    def __init__(self, session: "QObject") -> None:
        super().__init__(session)
        self._session: Opener = session  # pyright: ignore[reportAttributeAccessIssue]
        self.folder: Path | None = None
        self.waiting: tuple[Path, ...] = ()
        self._known: _Seen | None = None
        self._new: _Seen = {}
        self._rested_ms = 0
        self._lost = False
        self._looks = Errands("watched folder", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        remembered = self._session.settings.watched
        if remembered:
            self._begin(Path(remembered))

    def watch(self, folder: Path) -> None:
        """Watch a folder, and do so again when the program starts; what lies there now is left alone."""
        self._begin(folder.absolute())
        self._remember(str(self.folder))
        self._session.notice(f"Watching {folder.name}: images that arrive there are opened.")

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self.folder, self._known, self.waiting = None, None, ()
        self._remember("")
        self.changed.emit()

    def open_arrived(self) -> None:
        """Open what has arrived while something else was read."""
        paths, self.waiting = self.waiting, ()
        if paths:
            self._session.open_paths(paths)
        self.changed.emit()

    def close(self) -> None:
        """End the thread."""
        self._timer.stop()
        self._looks.close()

    def _remember(self, folder: str) -> None:
        self._session.change_settings(attrs.evolve(self._session.settings, watched=folder))

    def _begin(self, folder: Path) -> None:
        self.folder, self._known, self._new, self._rested_ms = folder, None, {}, 0
        self._lost = False
        self.changed.emit()
        self._look()

    def _look(self) -> None:
        folder = self.folder
        if folder is not None:
            take, miss = (self._if_current(folder, then) for then in (self._take, self._miss))
            self._looks.run(lambda: files_below(folder), take, miss)

    def _if_current(self, folder: Path, then: Callable[..., None]) -> Callable[..., None]:
        """The answer to a look, unless another folder is watched by now."""

        def answer(value: object) -> None:
            if self.folder == folder:
                then(value)
                self._timer.start()

        return answer

    def _take(self, seen: _Seen) -> None:
        self._lost = False
        if self._known is None:
            self._known = seen
            return
        new = {path: said for path, said in seen.items() if self._known.get(path) != said}
        self._rested_ms = self._rested_ms + _LOOK_EVERY_MS if new == self._new else 0
        self._new = new
        if new and self._rested_ms >= _REST_MS:
            self._known, self._new, self._rested_ms = seen, {}, 0
            self._tell(places_of(new, self.folder))

    def _tell(self, paths: tuple[Path, ...]) -> None:
        self.arrived.emit(paths)
        if self._session.series is None and not self._session.loading:
            self._session.open_paths(paths)
            return
        self.waiting = tuple(dict.fromkeys((*self.waiting, *paths)))
        self._session.notice(
            f"New files have arrived in {self.folder.name if self.folder else 'the watched folder'}.",
            "Open them with File > Open what has arrived.",
        )
        self.changed.emit()

    def _miss(self, error: ViewerError) -> None:
        """Tell once that the folder is gone, and wait for it to come back: network drives do."""
        if not self._lost:
            self._session.notice(error.message, error.hint, Severity.WARNING)
        self._lost = True


def files_below(folder: Path) -> _Seen:
    """Return the size and time of each file below a folder; `ViewerError` where it cannot be read."""
    found: _Seen = {}
    waiting = [(str(folder), 0)]
    while waiting:
        place, depth = waiting.pop()
        try:
            inner = _listed(place, found)
        except OSError as error:
            if depth == 0:
                raise ViewerError(
                    f"The watched folder {folder} cannot be read: {error.strerror}.",
                    "It is looked for until it is back; stop watching it in the File menu.",
                ) from error
            continue
        waiting += [(one, depth + 1) for one in inner if depth < _DEEPEST]
        if len(found) > _MOST_FILES:
            raise ViewerError(
                f"{folder.name} holds more than {_MOST_FILES:,} files, too many to watch.",
                "Watch the folder within it where images arrive.",
            )
    return found


def _listed(place: str, found: _Seen) -> list[str]:
    """Put the files of one folder into `found` and return its folders."""
    inner: list[str] = []
    for entry in os.scandir(place):
        if entry.is_dir(follow_symlinks=False):
            inner.append(entry.path)
        elif entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
            # It may be gone by now.
            with contextlib.suppress(FileNotFoundError):
                status = entry.stat(follow_symlinks=False)
                found[entry.path] = (status.st_size, status.st_mtime_ns)
    return inner


def places_of(files: Sequence[str] | _Seen, folder: Path | None) -> tuple[Path, ...]:
    """Return the folders that new files lie in, but files themselves where they lie in the watched one."""
    found: dict[Path, None] = {}
    for file in sorted(files):
        path = Path(file)
        found[path if path.parent == folder else path.parent] = None
    return tuple(one for one in found if not any(other in one.parents for other in found))
