"""Every act of the API under its address."""

from __future__ import annotations

from ninja import Router

from tonetop.api import acts_daily, acts_governing, acts_papers
from tonetop.api.acting import ACTS, add_to

__all__ = ["ACTS", "acts_daily", "acts_governing", "acts_papers", "router"]

router = Router(tags=["Acts"])
add_to(router)
