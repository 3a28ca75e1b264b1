"""Small widgets and looks that others are made of."""
