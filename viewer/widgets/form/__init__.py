"""The case form in the window: the question, the procedure and the levels, one key or click for each answer."""
