"""The studies that were opened on this computer: found again by name, date, region or finding."""
