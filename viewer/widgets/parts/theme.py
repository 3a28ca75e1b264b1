"""The dark reading room: one palette, one style sheet, one font."""

from functools import cache

import attrs
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from viewer import resources

FONT_FAMILY = "Inter"
_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
# What the system may have for scripts that Inter lacks: names in Chinese, Japanese or Korean.
_FALLBACKS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)
TEXT_PX = 12
SMALL_PX = 11


@attrs.frozen
class Theme:
    """The colours of the window as `#rrggbb`; chrome stays darker than any image."""

    image: str = "#000000"
    window: str = "#101215"
    panel: str = "#16191d"
    raised: str = "#1f2328"
    hover: str = "#292e35"
    line: str = "#2b3037"
    text: str = "#dde2e8"
    muted: str = "#9aa3ad"
    faint: str = "#6c7580"
    accent: str = "#58b7e8"
    accent_dim: str = "#193445"
    warning: str = "#f2b84b"
    error: str = "#ff7b72"
    good: str = "#7bc98f"


DARK = Theme()


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the fonts that come with the program; return their family names. Needs a QGuiApplication."""
    families: list[str] = []
    for name in _FONT_FILES:
        font_id = QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}")))
        families += QFontDatabase.applicationFontFamilies(font_id)
    return tuple(dict.fromkeys(families))


@cache
def font(size_px: float = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the program's font in pixels, with figures of equal width; not to be changed."""
    made = QFont([FONT_FAMILY, *_FALLBACKS])
    made.setPixelSize(max(1, round(size_px)))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def palette(theme: Theme = DARK) -> QPalette:
    """Return the Qt palette of a theme."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.faint,
        QPalette.ColorRole.Highlight: theme.accent_dim,
        QPalette.ColorRole.HighlightedText: theme.text,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Light: theme.hover,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.image,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return made


def style_sheet(theme: Theme = DARK) -> str:
    """Return the Qt style sheet of a theme: `resources/theme.qss` with its colours filled in."""
    sheet = resources.text("theme.qss")
    for name, colour in sorted(attrs.asdict(theme).items(), key=lambda item: -len(item[0])):
        sheet = sheet.replace(f"@{name}", colour)
    return sheet


def apply_theme(application: QApplication, theme: Theme = DARK) -> None:
    """Dress the whole application: fonts, palette and style sheet."""
    load_fonts()
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(font())
    application.setPalette(palette(theme))
    application.setStyleSheet(style_sheet(theme))
