"""Plays the frames of a series as they were taken, over and over."""

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.session.reading import Reading

_FRAMES_PER_S = 8


class PicturePlayer(QObject):
    """Shows one picture after the other; `changed` tells of start and stop. It stops with its series."""

    changed = Signal()

    def __init__(self, reading: Reading, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading = reading
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // _FRAMES_PER_S)
        self._timer.timeout.connect(self._next)
        reading.opened.connect(self.stop)
        reading.closed.connect(self.stop)

    @property
    def playing(self) -> bool:
        """Whether frames are being played."""
        return self._timer.isActive()

    @property
    def can_play(self) -> bool:
        """Whether the pictures follow one another in time: they have no place of their own."""
        infos = self._reading.infos
        return len(infos) > 1 and all(one.placement is None and one.size is not None for one in infos)

    def toggle(self) -> None:
        """Start or stop."""
        if self.playing:
            self.stop()
        elif self.can_play:
            self._timer.start()
            self.changed.emit()

    def stop(self) -> None:
        """Stay at the picture that is shown."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def _next(self) -> None:
        # A frame that is still being read is waited for.
        if self._reading.shown is not None:
            self._reading.show((self._reading.look.number + 1) % len(self._reading.infos))
