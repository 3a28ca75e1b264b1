"""The level table and the table of grades in HTML, with headings that a screen reader can follow."""

from collections.abc import Iterable
from html import escape

from viewer.model.report.report import Report
from viewer.report.pages.level_cells import (
    BY_EYE,
    NUMBER_HEADINGS,
    UNSAID,
    WORD_HEADINGS,
    GradeCells,
    LevelCells,
    grade_cells,
    level_cells,
)
from viewer.report.texts.written import cleaned

_QUIET_WORDS = (UNSAID, "none", "preserved")
_WORDS, _NUMBERS = len(WORD_HEADINGS), len(NUMBER_HEADINGS)


def plain(text: str) -> str:
    """Return foreign text for HTML: cleaned and escaped, for elements and for attributes in quotes."""
    return escape(cleaned(text), quote=True)


def level_table(report: Report) -> str:
    """Return the level table: words and measured numbers apart."""
    rows = "".join(_row(level_cells(report, row)) for row in report.rows)
    return (
        '<h2 id="levels">Levels</h2><div class="wide"><table aria-labelledby="levels"><thead><tr>'
        '<th rowspan="2" scope="col">Level</th><th rowspan="2" scope="col">No.</th>'
        f'<th colspan="{_WORDS}" scope="colgroup">In the reader\N{RIGHT SINGLE QUOTATION MARK}s words</th>'
        f'<th colspan="{_NUMBERS}" scope="colgroup" class="apart">Measured in the section through the disc</th>'
        f"</tr><tr>{_headings()}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _headings() -> str:
    words = "".join(f'<th scope="col">{plain(one)}</th>' for one in WORD_HEADINGS)
    classes = ("number apart", *["number"] * (_NUMBERS - 1))
    numbers = zip(NUMBER_HEADINGS, classes, strict=True)
    return words + "".join(f'<th scope="col" class="{kind}">{plain(one)}</th>' for one, kind in numbers)


def _row(cells: LevelCells) -> str:
    said = ' class="said"' if cells.remarks else ""
    level = f'<th scope="row">{plain(cells.level)}</th><td class="kept"><b>{plain(cells.findings)}</b></td>'
    row = f"<tr{said}>{level}{_words(cells)}{_numbers(cells)}</tr>"
    if not cells.remarks:
        return row
    text = "<br>".join(plain(line) for line in cells.remarks.splitlines())
    span = f'<td colspan="{_WORDS}" class="text">{text}</td>'
    return f'{row}<tr class="remark"><td colspan="2"></td>{span}<td colspan="{_NUMBERS}" class="apart"></td></tr>'


def _words(cells: LevelCells) -> str:
    if not cells.words:
        quiet = "" if cells.told else ' class="quiet"'
        return f'<td colspan="{_WORDS}"{quiet}>{plain(cells.statement)}</td>'
    return "".join(_cell(one, "quiet" if one in _QUIET_WORDS else "") for one in cells.words)


def _numbers(cells: LevelCells) -> str:
    if not cells.numbers:
        return f'<td colspan="{_NUMBERS}" class="apart quiet">{plain(cells.unmeasured)}</td>'
    classes = ("number apart", *["number"] * (_NUMBERS - 2), "place")
    return "".join(_cell(one, kind) for one, kind in zip(cells.numbers, classes, strict=True))


def _cell(text: str, kind: str = "") -> str:
    return f'<td class="{kind}">{plain(text)}</td>' if kind else f"<td>{plain(text)}</td>"


def grade_table(report: Report) -> str:
    """Return the table of grades, suggestion and decision apart; empty where there are none."""
    rows = "".join(_grade_rows(grade_cells(row)) for row in report.rows)
    if not rows:
        return ""
    titles = ("Level", "Scale", "Rests on")
    heads = "".join(f'<th scope="col">{one}</th>' for one in titles)
    heads += "".join(
        f'<th scope="col" class="apart">{one}</th>'
        for one in ("Suggested by the program", "Decided by the reader")
    )
    return (
        '<h2 id="grades">Grades by scale</h2><div class="wide"><table aria-labelledby="grades">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _grade_rows(grades: Iterable[GradeCells]) -> str:
    return "".join(
        f'<tr><th scope="row">{plain(one.level)}</th>{_cell(one.scale)}'
        f"{_cell(one.numbers or BY_EYE, '' if one.numbers else 'quiet')}"
        f"{_said(one.suggested, one.suggested_by, UNSAID)}{_said(one.decided, one.decided_by, 'not decided')}</tr>"
        for one in grades
    )


def _said(word: str, by: str, otherwise: str) -> str:
    if not word:
        return _cell(otherwise, "apart quiet")
    return f'<td class="apart"><b>{plain(word)}</b> <span class="quiet">{plain(by)}</span></td>'
