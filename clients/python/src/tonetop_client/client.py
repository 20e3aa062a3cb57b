"""The client: a server, a token, every register and every other operation."""

from __future__ import annotations

from tonetop_client.http import Http
from tonetop_client.operations import Operations
from tonetop_client.registers import Registers


class Client(Operations):
    """A server as one account's token sees it. timeout: seconds of each attempt; retries: of what may be repeated."""

    def __init__(self, address: str, token: str, *, timeout: float = 30.0, retries: int = 2) -> None:
        http = Http(address, token, timeout=timeout, retries=retries)
        super().__init__(http)
        self.registers = Registers(http)
