"""The REST API: the same registers, verbs and refusals as everywhere, as JSON."""
