"""The measured profile along the straightened canal."""
