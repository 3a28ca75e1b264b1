"""What is drawn over an image, as shapes in pixels of the pane."""
