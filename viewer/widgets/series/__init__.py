"""What was opened: the series, and how they were imported."""
