"""Volume files of other formats: NIfTI, NRRD and MetaImage."""
