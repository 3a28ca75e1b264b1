"""A plane through the volume with what is drawn over it."""
