"""The composition root: command line, window, logs and crash reports."""
