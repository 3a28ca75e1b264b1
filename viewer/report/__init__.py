"""A case as a report value and its outputs."""
