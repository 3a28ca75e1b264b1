"""Finding one's way: palette, shortcuts, and what the program is."""

from viewer.actions.action import Action

_MENU = ("&Help",)

HELP_ACTIONS: tuple[Action, ...] = (
    Action(
        "help.palette",
        "Find a command…",
        _MENU,
        lambda desk: desk.window.show_palette(),
        ("Ctrl+K",),
        icon="command",
        on_toolbar=True,
        section="find",
        help="Search everything the program can do.",
    ),
    Action(
        "help.shortcuts",
        "Keyboard shortcuts",
        _MENU,
        lambda desk: desk.window.show_shortcuts(),
        ("F1",),
        icon="keyboard",
        section="find",
    ),
    Action("help.about", "About Thecal", _MENU, lambda desk: desk.window.show_about(), section="about"),
)
