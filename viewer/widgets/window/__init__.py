"""The window itself: bars, rails, panes, sheets and messages."""
