"""Numbers and times of day as readers type them, and what is wrong with them in a sentence."""

import math
import re
from collections.abc import Callable

_TIME = re.compile(r"^([0-9]{1,2})[:.h]?([0-9]{2})$")


def number_of(text: str) -> float | None:
    """Return a typed number with a point or a comma, None for an empty text; `ValueError` for no number."""
    typed = text.strip().replace(",", ".")
    if not typed:
        return None
    number = float(typed)
    if not math.isfinite(number):
        raise ValueError(typed)
    return number


def number_words(number: float | None) -> str:
    """Return a number as it is typed: without a point where it is whole."""
    return "" if number is None else f"{number:g}"


def number_reason(name: str, unit: str, least: float, most: float) -> Callable[[str], str]:
    """Return the judge of a number: why it is not taken, "" where it is."""

    def reason(text: str) -> str:
        try:
            number = number_of(text)
        except ValueError:
            return f"{name}: type a number in {unit}."
        if number is not None and not least <= number <= most:
            return f"{name}: between {least:g} and {most:g} {unit}."
        return ""

    return reason


def time_of(text: str) -> str:
    """Return a typed time of day as `HH:MM`, "" for an empty text; `ValueError` for no time."""
    typed = text.strip()
    if not typed:
        return ""
    found = _TIME.match(typed)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(typed)
    return f"{int(found[1]):02d}:{found[2]}"


def time_reason(text: str) -> str:
    """Return why a time of day is not taken, "" where it is."""
    try:
        time_of(text)
    except ValueError:
        return "Type the time of day as 14:05."
    return ""
