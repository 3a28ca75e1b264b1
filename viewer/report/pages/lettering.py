"""The letters of the pages: Inter, and for scripts it lacks a font of the system or of the reader's program."""

import os
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import attrs
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from viewer import resources
from viewer.report.texts.written import cleaned

REGULAR, BOLD = "Inter", "Inter-SemiBold"
_FILES = {REGULAR: "fonts/Inter-Regular.ttf", BOLD: "fonts/Inter-SemiBold.ttf"}
# Fonts with TrueType outlines that systems bring along, the broader ones first.
_SYSTEM_FILES = (
    "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "ipagp.ttf",
    "ipag.ttf", "NanumGothic.ttf", "UnBatang.ttf", "msyh.ttc", "YuGothM.ttc", "msgothic.ttc", "simsun.ttc",
    "malgun.ttf", "Arial Unicode.ttf", "ARIALUNI.TTF", "STHeiti Light.ttc", "AppleGothic.ttf", "DejaVuSans.ttf",
    "NotoSans-Regular.ttf", "arial.ttf",
)  # fmt: skip
_MOST_FILES_LOOKED_AT = 20_000
_HANGUL, _HAN_AND_KANA = "HYSMyeongJo-Medium", "STSong-Light"
# Scripts whose letters must be joined, turned or stacked; drawn one by one they would be misread.
_SHAPED = ((0x0590, 0x08FF), (0x0900, 0x109F), (0x1780, 0x18AF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))
_UNPRINTABLE = "?"


@attrs.frozen
class _Run:
    font: str
    text: str


class Lettering:
    """Chooses a font for each letter of one document, and remembers what it could not embed."""

    def __init__(self) -> None:
        _register()
        self.borrowed = False
        self._chosen: dict[tuple[str, str], str] = {}

    def markup(self, text: str, font: str = REGULAR) -> str:
        """Return foreign text as a paragraph's mark-up: escaped, line feeds as breaks, fonts named."""
        return "".join(self._marked(run, font) for run in self._runs(text, font)).replace("\n", "<br/>")

    def runs(self, text: str, font: str = REGULAR) -> tuple[tuple[str, str], ...]:
        """Return a line as pieces `(font, text)`, to be drawn one after the other."""
        return tuple((run.font, run.text) for run in self._runs(cleaned(text).replace("\n", " "), font))

    def width_pt(self, text: str, font: str, size_pt: float) -> float:
        """Return the width of a line in points."""
        return sum(pdfmetrics.stringWidth(piece, name, size_pt) for name, piece in self.runs(text, font))

    def _marked(self, run: _Run, font: str) -> str:
        text = escape(run.text)
        return text if run.font == font else f'<font name="{run.font}">{text}</font>'

    def _runs(self, text: str, font: str) -> Iterator[_Run]:
        text = cleaned(text)
        if text.isascii():
            yield _Run(font, text)
            return
        for name, letters in groupby(text, key=lambda letter: self._font(letter, font)):
            run = "".join(letters)
            if name == _UNPRINTABLE:
                count = sum(not unicodedata.combining(letter) for letter in run)
                yield _Run(font, f"[{count} {'letter' if count == 1 else 'letters'} not printable here]")
            else:
                yield _Run(name, run)

    def _font(self, letter: str, font: str) -> str:
        key = (letter, font)
        if key not in self._chosen:
            self._chosen[key] = _font_for(letter, font)
        chosen = self._chosen[key]
        self.borrowed |= chosen in (_HANGUL, _HAN_AND_KANA)
        return chosen


def _font_for(letter: str, font: str) -> str:
    code = ord(letter)
    if letter == "\n" or code in _letters(font):
        return font
    if any(first <= code <= last for first, last in _SHAPED):
        return _UNPRINTABLE
    for name in _system_fonts():
        if code in _letters(name):
            return name
    word = unicodedata.name(letter, "")
    if word.startswith("HANGUL"):
        return _borrowed(_HANGUL)
    if word.startswith(("CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "IDEOGRAPHIC")) and code < 0x10000:
        return _borrowed(_HAN_AND_KANA)
    return _UNPRINTABLE


@cache
def _register() -> None:
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(resources.path(file))))
    for name in _FILES:
        pdfmetrics.registerFontFamily(name, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@cache
def _letters(font: str) -> frozenset[int]:
    registered: Any = pdfmetrics.getFont(font)
    return frozenset(code for code, glyph in registered.face.charToGlyph.items() if glyph)


@cache
def _borrowed(name: str) -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


@cache
def _system_fonts() -> tuple[str, ...]:
    """The fonts of the system that can be embedded; looked for once, and only where one is needed."""
    files = _found_files()
    names: list[str] = []
    for file in _SYSTEM_FILES:
        if file in files:
            name = f"System-{file}".replace(" ", "-")
            try:
                pdfmetrics.registerFont(TTFont(name, str(files[file])))
            except (TTFError, OSError):
                # A font that cannot be embedded is as good as none: the next one is tried.
                continue
            names.append(name)
    return tuple(names)


def _found_files() -> dict[str, Path]:
    home = Path.home()
    folders = (
        Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts",
        Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library/Fonts",
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
    )  # fmt: skip
    found: dict[str, Path] = {}
    looked_at = 0
    for folder in folders:
        for inside, _, files in os.walk(folder):
            looked_at += len(files)
            found |= {
                file: Path(inside) / file for file in files if file in _SYSTEM_FILES and file not in found
            }
            if looked_at > _MOST_FILES_LOOKED_AT:
                return found
    return found
