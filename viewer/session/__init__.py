"""The only stateful core: the current case, undo, jobs, settings and notices; Qt without widgets."""
