"""What ISO/IEC 42001 asks, in our words: texts as data, checks and pitfalls as Python values."""
