"""The only home of DICOM: scanning, judging, loading and writing series."""
