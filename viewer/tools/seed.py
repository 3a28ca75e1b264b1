"""The tool that chooses the point in the contrast from which the column grows."""

from viewer.tools.events import Button, Phase, Pointer
from viewer.tools.marking import place_seed
from viewer.tools.outcome import NOTHING, Outcome, Preview, Refused
from viewer.tools.tool import Context


class SeedTool:
    """Takes one click inside the image."""

    def handle(self, event: Pointer, context: Context) -> Outcome:
        """Answer one pointer event: the release places the seed."""
        if event.phase is not Phase.RELEASE or event.button is not Button.LEFT:
            return NOTHING
        if not context.geometry.contains(event.point):
            return Refused("This place lies outside the image.", "Click in the bright contrast of the canal.")
        return place_seed(context.case, event.point)

    def cancel(self) -> Outcome:
        """Nothing is ever under way."""
        return Preview(None)
