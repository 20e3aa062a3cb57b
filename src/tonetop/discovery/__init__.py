"""Looks for personal data: kinds, the kernel that counts them, sketches that merge, and verdicts in words."""
