"""A report as it leaves the house: the bytes of all its files, and these in a folder."""
