"""How many lists of 50 out of many records one process answers in a second, asked over a few connections at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

from bench.figures import at_least
from bench.load_house import ask, filled, first_page, up

CONNECTIONS, EACH, WARM = 4, 100, 10
OTHERS = 20_000


def measured(tonetop: str, rows: int) -> bool:
    """The list of a register of so many records, every request another page of it."""

    def fill() -> None:
        from bench.organisations import Organisation

        made = Organisation(OTHERS)
        made.counts["Evidence"] = rows
        made.fill()

    (cookie,) = filled(fill, ["governance-lead"])
    with up(tonetop) as (_, port):
        first_page(port, "/", cookie)

        def asked(first: int, times: int) -> None:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            for place in range(times):
                path = f"/registers/Evidence/?page={(first * times + place) % (rows // 50) + 1}"
                if ask(connection, path, cookie) != 200:
                    raise SystemExit(f"{path} was refused")

        asked(0, WARM)
        begun = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(asked, range(CONNECTIONS), [EACH] * CONNECTIONS))
        took = time.perf_counter() - begun
    return at_least(f"list_of_50_out_of_{rows}", CONNECTIONS * EACH / took, "requests/s a process", 80)
