"""Digital phantoms of CT myelograms, with their analytic truth."""
