"""DICOM objects made of images read back: reports, segmentations and presentations, Thecal's and others'."""
