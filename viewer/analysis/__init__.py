"""Arrays and geometry in, values out: no Qt, no VTK, no DICOM."""
