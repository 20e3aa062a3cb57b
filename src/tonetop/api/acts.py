"""Every act under its address."""

from __future__ import annotations

from ninja import Router

from tonetop.api.acting import add_to

router = Router(tags=["Acts"])
add_to(router)
