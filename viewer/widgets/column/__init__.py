"""The contrast column in 3D."""
