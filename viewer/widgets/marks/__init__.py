"""Marks and measured narrowings: their lists, forms and words."""
