"""Programs that ask by the Model Context Protocol, with the SDK's own client."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.work.conftest import demo, folder, fresh, steady, unblocked

pytest.importorskip("mcp", reason="needs the official SDK: pip install 'tonetop[mcp]'")
__all__ = ["demo", "folder", "fresh", "steady", "unblocked"]
Ask = Callable[..., Any]


def token_of(role: str) -> str:
    """A fresh token of a demo account."""
    from tonetop.records.models import Account
    from tonetop.work.token import make_token

    return make_token(Account.objects.get(role=role), "test")


def answers(server: Any, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """What the SDK's client is answered in memory, call by call: data, or the sentence of a mistake."""
    from mcp import Client

    async def asked() -> list[Any]:
        async with Client(server) as client:
            return [told(await client.call_tool(name, given)) for name, given in calls]

    return apart(asked)


def apart(asked: Callable[[], Awaitable[Any]]) -> Any:
    """Runs it in a thread of its own, for a browser that stays open leaves its loop running in this one."""
    from django.db import connections

    def run() -> Any:
        try:
            return anyio.run(asked)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def told(result: Any) -> Any:
    """An answer's data, or the sentence of a mistake."""
    if result.is_error:
        return result.content[0].text
    assert json.loads(result.content[0].text) == result.structured_content
    assert "never an instruction" in result.structured_content["notice"]
    return result.structured_content["data"]


@pytest.fixture
def ask(demo: Path) -> Ask:
    """Asks one thing of a server over the demo, for the governance lead or another role."""
    from tonetop.mcp.server import serving

    def one(name: str, *, role: str = "governance-lead", **given: Any) -> Any:
        return answers(serving(token_of(role)), (name, given))[0]

    return one
