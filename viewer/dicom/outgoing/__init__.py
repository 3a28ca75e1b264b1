"""DICOM objects made of a report: structured report, segmentation, presentation, key images, pages."""
