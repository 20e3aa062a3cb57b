"""Benchmarks: one command each, every figure on a line of its own with its target."""
