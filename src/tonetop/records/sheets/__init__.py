"""Registers as files, both ways: one module `as_…` a format, and what they share."""
