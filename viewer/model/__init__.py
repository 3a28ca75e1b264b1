"""Frozen values and pure geometry; points are LPS mm, arrays are [k, j, i]."""
