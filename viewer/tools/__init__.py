"""Interaction as state machines: event in, look or edit out."""
