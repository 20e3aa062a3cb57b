"""Only these modules open connections, each for its reason; a new one has to say here who names the address."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tonetop"
SPEAKS = {
    *(
        "socket",
        "http.client",
        "urllib.request",
        "smtplib",
        "imaplib",
        "poplib",
        "ftplib",
        "telnetlib",
        "xmlrpc",
    ),
    *("requests", "httpx", "httpx2", "aiohttp", "urllib3", "boto3", "botocore", "fsspec", "s3fs", "paramiko"),
    *("websockets", "websocket", "asyncio.open_connection", "opentelemetry.exporter"),
}
"""Modules by which a program speaks over a network."""
PEOPLE, OPERATOR, HERE = "people, within what the operator allows", "the operator", "nobody: this machine"
OPENS = {
    "work/fetch_public.py": PEOPLE,
    "records/screening.py": OPERATOR,
    "records/stores.py": OPERATOR,
    "assistant/models/exchange.py": OPERATOR,
    "discovery/sources/scim.py": OPERATOR,
    "discovery/sources/aws.py": OPERATOR,
    "discovery/sources/s3.py": OPERATOR,
    "web/sso_session.py": OPERATOR,
    "web/sso_oidc.py": OPERATOR,
    "work/ask_server.py": OPERATOR,
    "work/serve.py": HERE,
    "work/ready.py": HERE,
    "cli/cosign.py": HERE,  # the name of this machine alone
    "work/trace.py": OPERATOR,
    "work/json_lines.py": HERE,  # the names of statuses alone
}
"""Who names the address that a module connects to; everything else goes by work/fetch_public.py."""


def spoken(path: Path) -> set[str]:
    """The network modules that a file imports, also by name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            found |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return {name for name in found if any(name == one or name.startswith(f"{one}.") for one in SPEAKS)}


@pytest.mark.slow
def test_every_module_that_opens_connections_is_listed_and_every_listed_one_does():
    opens = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if spoken(path)}
    assert opens == set(OPENS)


def test_what_people_name_goes_out_in_one_place_alone():
    assert [path for path, who in OPENS.items() if who == PEOPLE] == ["work/fetch_public.py"]
