"""The pages of a document below one another, as wide as there is room."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.widgets.parts import theme

_GAP_PX, _MARGIN_PX, _WIDEST_PX = 10, 8, 2400
_WAITING_PX = 160


class PageSheet(QWidget):
    """Paints pages on the dark ground of the desk; what is out of sight is not scaled before it is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[QImage, ...] = ()
        self._scaled: dict[int, QPixmap] = {}
        self._words = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Pages of the report")

    @property
    def pages(self) -> tuple[QImage, ...]:
        """The pages on screen."""
        return self._pages

    def show_pages(self, pages: tuple[QImage, ...]) -> None:
        """Show other pages."""
        self._pages, self._words, self._scaled = pages, "", {}
        self._changed()

    def say(self, words: str) -> None:
        """Show a sentence in place of pages."""
        self._pages, self._words, self._scaled = (), words, {}
        self._changed()

    def hasHeightForWidth(self) -> bool:
        """Whether the width decides the height: it does."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all pages at a width."""
        boxes = self._boxes(width)
        return boxes[-1].bottom() + 1 + _MARGIN_PX if boxes else _WAITING_PX

    def sizeHint(self) -> QSize:
        """As high as its pages."""
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        """Narrow pages can still be told apart."""
        return QSize(200, _WAITING_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._scaled = {}

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight."""
        painter = QPainter(self)
        if self._words:
            painter.setPen(QColor(theme.DARK.muted))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(20, 0, -20, 0), flags, self._words)
        for number, box in enumerate(self._boxes(self.width())):
            if box.intersects(event.rect()):
                painter.drawPixmap(box.topLeft(), self._page(number, box.size()))
        painter.end()

    def _page(self, number: int, size: QSize) -> QPixmap:
        if number not in self._scaled:
            ratio = self.devicePixelRatioF()
            smooth = Qt.TransformationMode.SmoothTransformation
            wide = self._pages[number].scaled(size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            picture = QPixmap.fromImage(wide)
            picture.setDevicePixelRatio(ratio)
            self._scaled[number] = picture
        return self._scaled[number]

    def _boxes(self, width: int) -> list[QRect]:
        room = min(max(1, width - 2 * _MARGIN_PX), _WIDEST_PX)
        boxes: list[QRect] = []
        y = _MARGIN_PX
        for page in self._pages:
            height = max(1, round(room * page.height() / max(1, page.width())))
            boxes.append(QRect((width - room) // 2, y, room, height))
            y += height + _GAP_PX
        return boxes

    def _changed(self) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.updateGeometry()
        self.update()
