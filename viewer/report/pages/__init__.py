"""The report as pages: what stands where, the letters, and the parts that PDF and HTML share."""
