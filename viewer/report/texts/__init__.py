"""The report as text and data: for pasting, JSON, CSV and FHIR."""
