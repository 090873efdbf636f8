"""The report: one HTML file that opens offline and tells why every failure failed."""
