"""Every act, in the order in which it is told."""

from __future__ import annotations

from tonetop.work.acts import daily, governing, papers, preparing, reviewing
from tonetop.work.acts.act import ACTS

__all__ = ["ACTS", "daily", "governing", "papers", "preparing", "reviewing"]
