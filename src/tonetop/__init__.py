"""Tonetop computes leadership commitment for ISO/IEC 42001 from dated acts, and proves it offline."""

__version__ = "0.1.0"
