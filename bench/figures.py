"""How a figure is told: name, value, unit, target, and whether it holds."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence


def figure(name: str, value: float, unit: str, target: str, holds: bool) -> bool:
    """Print one figure on a line of its own; gives back whether it holds."""
    print(f"{name}\t{value:.4g}\t{unit}\t{target}\t{'holds' if holds else 'short'}", flush=True)  # noqa: T201
    return holds


def at_most(name: str, value: float, unit: str, limit: float) -> bool:
    """A figure that must not exceed its limit."""
    return figure(name, value, unit, f"<= {limit:g}", value <= limit)


def at_least(name: str, value: float, unit: str, limit: float) -> bool:
    """A figure that must reach its limit."""
    return figure(name, value, unit, f">= {limit:g}", value >= limit)


def seconds(act: Callable[[], object]) -> float:
    """How long one call takes, in seconds."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def peak_megabytes() -> float:
    """The process's largest resident size so far, in MB."""
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6
