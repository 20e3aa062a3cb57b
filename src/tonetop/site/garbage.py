"""How often the server looks for garbage: seldom, for a standing assessment is many objects that all stay."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 50_000, 20, 100
"""After how many new objects the youngest are looked through, and after how many such looks the older ones."""


def seldom() -> None:
    """Look through what was loaded never again, and through the rest at most every hundred requests or so.

    Python's own numbers (700, 10, 10) suit small programs: with a year of a large organisation in memory, every
    other page looked through its objects, and some pages waited a third of a second for that.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
