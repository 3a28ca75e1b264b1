"""Studies opened before."""
