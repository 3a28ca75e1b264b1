"""A key image: a view a reader has chosen to keep, restored exactly when it is clicked."""

import attrs

from viewer.model.display import Display, PaneId

MOST_IN_REPORT = 6


@attrs.frozen
class KeyImage:
    """One chosen view: `display` holds plane, window, zoom and crosshair, `pane` which of its panes is meant.

    `title` is what stands under it, `burned_in` whether identity and overlays are drawn into the pixels of
    an exported picture. `created` is ISO 8601 in UTC. `reported` tells that it goes into the report.
    """

    key_id: str
    pane: PaneId
    display: Display
    title: str = ""
    note: str = ""
    burned_in: bool = True
    reported: bool = True
    created: str = ""
    by: str = ""
