"""A reading room with one form in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def press(qapp):
    """Press keys one by one, names of keys or letters, wherever the keyboard is; returns how many."""

    def keys(*names, modifier=NONE):
        for name in names:
            assert qapp.focusWidget() is not None, f"nothing has the keyboard at {name}"
            QTest.keyClick(qapp.focusWidget(), name, modifier)
        return len(names)

    return keys


@pytest.fixture
def click(qapp):
    """Click a widget, in its middle unless a place is given."""

    def at(widget, place=None):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, place or widget.rect().center())

    return at


@pytest.fixture
def chip():
    """Find the shown chip with certain words in a form."""
    from viewer.widgets.parts.chip import Chip

    def find(form, words, row=None):
        found = [
            one
            for one in form.findChildren(Chip)
            if one.text() == words
            and one.isVisibleTo(form)
            and (row is None or one.parentWidget().accessibleName() == row)
        ]
        assert len(found) == 1, [one.text() for one in form.findChildren(Chip) if one.isVisibleTo(form)]
        return found[0]

    return find
