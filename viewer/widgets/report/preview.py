"""The live preview: the pages of the PDF as it would be written now, made on another thread."""

from collections.abc import Callable

import attrs
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from viewer.errors import ViewerError
from viewer.formats.pages import page, page_count
from viewer.model.case import Case
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.report import Report
from viewer.model.study import Patient
from viewer.session.session import Session
from viewer.widgets.parts.kept_keys import KeptKeys, claims
from viewer.widgets.report.page_sheet import PageSheet

_MOST_PAGES = 40
_STEP, _LARGE, _MOST = 1.15, 2.0, 4.0
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@attrs.frozen(eq=False)
class _Wanted:
    """What the pages show; two with the same `key` give the same pages."""

    report: Report
    case: Case
    make: Callable[[], tuple[QImage, ...]]
    key: object


class Preview(QScrollArea):
    """Shows the report that would leave the house now; a change is drawn once the last one is.

    `wanted` when a section shall be chosen, by Enter; `left` on Escape.
    """

    wanted = Signal()
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.zoom = 1.0
        self._shown_key: object = None
        self._busy = False
        self._stale = False
        self.sheet = PageSheet()
        self.setWidget(self.sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Always there, so that a page more does not change the width of all.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("Preview of the report")
        self._keys = KeptKeys(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._make)
        session.reporting.changed.connect(self.renew)
        session.display_changed.connect(self._follow_privacy)

    @property
    def busy(self) -> bool:
        """Whether pages are being made."""
        return self._busy or self._soon.isActive()

    def renew(self, *_: object) -> None:
        """Make the pages anew where they would differ, once they are in sight."""
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Make what was put off."""
        super().showEvent(event)
        self.renew()

    def hideEvent(self, event: QHideEvent) -> None:
        """Make nothing while nobody looks."""
        super().hideEvent(event)
        self._soon.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place in the document when its width changes."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, self.sheet.height())
        super().resizeEvent(event)
        self._fit()
        bar.setValue(round(share * self.sheet.height()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Enlarge or shrink with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._enlarge(self.zoom * _STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Escape from the shortcuts of the window."""
        return claims(event, _is_own) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for a section on Enter, leave on Escape; Home and End go to the ends, arrows and Page keys scroll."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.verticalScrollBar().maximum()}
        key = Qt.Key(event.key())
        if key in _ENTER:
            self.wanted.emit()
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key in ends:
            self.verticalScrollBar().setValue(ends[key])
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Enlarge a place, or show the whole width again."""
        self._enlarge(_LARGE if self.zoom == 1.0 else 1.0, event.position())

    def _enlarge(self, zoom: float, at: QPointF) -> None:
        """Show the pages larger; what lies under the pointer stays there."""
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        before = self.zoom
        self.zoom = min(max(zoom, 1.0), _MOST)
        places = [
            (bar.value() + along) * self.zoom / before for bar, along in zip(bars, at.toTuple(), strict=True)
        ]
        self._fit()
        QApplication.sendPostedEvents(self.sheet, 0)
        for bar, place, along in zip(bars, places, at.toTuple(), strict=True):
            bar.setValue(round(place - along))

    def _fit(self) -> None:
        """The pages as wide as there is room, times the zoom."""
        width = round(self.zoom * self.viewport().width())
        self.sheet.setMinimumWidth(width if self.zoom > 1.0 else 0)
        self.sheet.setMinimumHeight(self.sheet.heightForWidth(width))
        self.sheet.resize(width, self.sheet.minimumHeight())

    def _follow_privacy(self, old: object, new: object) -> None:
        if getattr(old, "identity_hidden", None) != getattr(new, "identity_hidden", None):
            self.renew()

    def _make(self) -> None:
        if self._busy or not self._stale:
            return
        self._stale = False
        wanted = self._wanted()
        if wanted is None:
            self._shown_key = None
            self.sheet.say("The report of the open study is shown here.")
        elif wanted.key != self._shown_key:
            self._busy = True
            if not self.sheet.pages:
                self.sheet.say("Drawing the report …")
            self._session.reporting.in_background(
                wanted.make, lambda pages: self._take(wanted, pages), self._fail
            )

    def _wanted(self) -> _Wanted | None:
        session = self._session
        if session.volume is None or session.reporting.report is None:
            return None
        report, case = session.reporting.outgoing, session.case
        issued = session.reporting.issued
        pictures: dict[str, PictureBytes] = {}
        if issued is not None and session.reporting.shows_issued and not session.display.identity_hidden:
            pictures = {one.key_id: one.picture for one in issued.images}
        if session.display.identity_hidden:
            report = attrs.evolve(
                report, study=attrs.evolve(report.study, patient=Patient()), accession_number=""
            )
            case = attrs.evolve(case, study=attrs.evolve(case.study, patient=Patient()))
        pictured, key_pictures = session.reporting.pictured(case), session.reporting.key_pictures

        def make() -> tuple[QImage, ...]:
            from viewer.report.pages.pdf import report_pdf  # reportlab is slow to import

            drawn = pictures or key_pictures.all_of(pictured)
            return _pages(report_pdf(report, drawn, case.issued))

        looks = tuple((one.key_id, one.display, one.burned_in) for one in case.key_images)
        key = (
            attrs.evolve(report, made_at=""),
            looks,
            case.issued,
            case.marks,
            case.labels,
            case.annotations,
        )
        return _Wanted(report, case, make, key)

    def _take(self, wanted: _Wanted, pages: object) -> None:
        self._busy = False
        if isinstance(pages, tuple):
            place = self.verticalScrollBar().value()
            self._shown_key = wanted.key
            self.sheet.show_pages(pages)  # pyright: ignore[reportUnknownArgumentType] - what `make` returned
            self._fit()
            self.verticalScrollBar().setValue(place)
        self._go_on()

    def _fail(self, error: ViewerError) -> None:
        self._busy = False
        self._shown_key = None
        self.sheet.say(str(error))
        self._go_on()

    def _go_on(self) -> None:
        """Draw what has changed meanwhile."""
        if self._stale and self.isVisible():
            self._soon.start()


def _pages(document: bytes) -> tuple[QImage, ...]:
    count = min(page_count(document), _MOST_PAGES)
    return tuple(_image(page(document, number)) for number in range(count))


def _image(pixels: NDArray[np.uint8]) -> QImage:
    height, width = pixels.shape[:2]
    # The image must not outlive the array that it points to.
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _is_own(event: QKeyEvent) -> bool:
    return event.key() in {*_ENTER, Qt.Key.Key_Escape}
