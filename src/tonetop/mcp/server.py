"""The server: every call is of an account that may read, one at a time, and every mistake is one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.db import DatabaseError, connection
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import ValidationError

from tonetop import __version__
from tonetop.mcp.bounds import NOTICE
from tonetop.mcp.passages import Passages, indexed
from tonetop.mcp.tools import Tools
from tonetop.records import clock
from tonetop.records.models import Account
from tonetop.work.permission import READ, Forbidden, demand
from tonetop.work.token import READS, account_of
from tonetop.work.watch_guests import note

MOST = 20_000
"""Bytes of the arguments of one call, as JSON."""
LONGEST = 500
"""Characters of a sentence about a mistake."""
ABOUT = (
    "The AI management system of one organisation: registers, dated results with their reasons, evidence. Every tool "
    f"only reads, and looks at one day (`as_of`) as known on another (`known_on`). {NOTICE}"
)


class Server(MCPServer[Any]):
    """The SDK's server, whose mistakes are told in one sentence."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """The answer of a tool. Raises ToolError with one sentence."""
        _demand_sound(name, arguments)
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            raise UnexpectedToolError(f"{name} could not be answered; the server's log says why") from error
        except ToolError as error:
            raise ToolError(_sentence(name, error)) from error.__cause__


def serving(token: str, passages: Passages | None = indexed) -> Server:
    """A server for the account whose token this is. Raises Forbidden when it may not read here."""
    caller(token)
    server = Server(
        "tonetop",
        title="Tonetop",
        instructions=ABOUT,
        version=__version__,
        log_level="WARNING",
        subscriptions=False,
    )
    tools = Tools(passages)
    asked, one_at_a_time = _asked(tools, token), Lock()
    hints = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    for tool in (
        tools.list_registers,
        tools.list_records,
        tools.get_record,
        tools.get_assessment,
        tools.explain_check,
        tools.list_evidence,
        tools.read_evidence,
        tools.search_documents,
        tools.ask,
        tools.search_all,
    ):
        server.add_tool(asked(tool, one_at_a_time), annotations=hints)
    return server


def caller(token: str) -> Account:
    """The account of a token, which may read. Raises Forbidden."""
    account = account_of(token, READS)
    if account is None:
        raise Forbidden("the token is none that works; `tonetop token` makes one for an account")
    demand(account, READ)
    return account


def _asked(tools: Tools, token: str) -> Callable[[Callable[..., Any], Lock], Callable[..., Any]]:
    """Tools that look first whether the account may still read; a connection lasts as long as the call."""

    def guarded(tool: Callable[..., dict[str, Any]], alone: Lock) -> Callable[..., dict[str, Any]]:
        @wraps(tool)
        def answered(*given: Any, **named: Any) -> dict[str, Any]:
            with alone:
                try:
                    tools.account = caller(token)
                    note(tools.account, f"/mcp/{tool.__name__}", clock.calendar_day())
                    return tool(*given, **named)
                except DatabaseError as error:
                    raise ToolError("the data folder cannot be read just now; try again") from error
                except Exception as error:
                    if type(error).__module__.startswith("tonetop."):
                        raise ToolError(str(error)) from error  # ours are sentences for people
                    raise
                finally:
                    connection.close()

        return answered

    return guarded


def _demand_sound(name: str, arguments: dict[str, Any]) -> None:
    """Raises ToolError for arguments that no question needs: too long, or with half a character."""
    try:
        size = len(json.dumps(arguments, ensure_ascii=False).encode())
    except UnicodeEncodeError:
        raise ToolError(f"{name}: an argument holds half a character; send whole ones, as UTF-8") from None
    if size > MOST:
        raise ToolError(
            f"{name}: the arguments are {size} bytes, more than the {MOST} that are taken; ask for less"
        )


def _sentence(name: str, error: ToolError) -> str:
    told = str(error).removeprefix(f"Error executing tool {name}: ")
    if isinstance(error.__cause__, ValidationError):
        first = error.__cause__.errors()[0]
        told = f"{'.'.join(map(str, first['loc'])) or name}: {first['msg']}"
    told = " ".join(told.split())
    return told if len(told) <= LONGEST else f"{told[:LONGEST]} …"
