"""What contradicts itself in a report, and whether an issued one still says what the case says."""
