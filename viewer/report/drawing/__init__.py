"""The report's drawings as values in millimetres, and what writes them to a page or to SVG."""
