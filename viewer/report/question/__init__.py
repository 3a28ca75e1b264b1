"""What the symptoms point to, held against what was found."""
