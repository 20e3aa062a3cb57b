"""What a passage shows where its form leaves no doubt."""

from __future__ import annotations

from typing import NamedTuple


class Shown(NamedTuple):
    """Duties of top management, standing and actor, as the labels name them."""

    duties: tuple[str, ...]
    standing: str
    actor: str
