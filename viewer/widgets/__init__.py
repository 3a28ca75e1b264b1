"""Qt widgets; each takes a session and shows it."""
