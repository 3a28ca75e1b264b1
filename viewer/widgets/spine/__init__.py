"""The strip of levels."""
