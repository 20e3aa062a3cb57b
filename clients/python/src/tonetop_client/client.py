"""The client: a server, a token, every register and every other operation."""

from __future__ import annotations

from tonetop_client.http import Http
from tonetop_client.operations import Operations
from tonetop_client.registers import Registers


class Client(Operations):
    """A server as one account's token sees it. timeout: seconds of each attempt; retries: of what may be repeated.

    patience: how many seconds in all one call waits for a server that says when to come back, before it raises.
    """

    def __init__(
        self, address: str, token: str, *, timeout: float = 30.0, retries: int = 2, patience: float = 60.0
    ) -> None:
        http = Http(address, token, timeout=timeout, retries=retries, patience=patience)
        super().__init__(http)
        self.registers = Registers(http)
