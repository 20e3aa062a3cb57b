"""The Model Context Protocol: read tools over records, results, evidence and search, for any program that speaks it."""
