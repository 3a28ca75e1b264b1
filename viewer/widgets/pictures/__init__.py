"""Images that form no volume, beside the CT."""
