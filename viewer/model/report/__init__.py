"""The report as a value: what it says, before any page, text or file is made of it."""
