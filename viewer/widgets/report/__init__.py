"""The report desk: the case form and the report beside the images, live."""
