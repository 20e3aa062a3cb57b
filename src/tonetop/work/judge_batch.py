"""Reading and judging as one pure function over a batch of documents: columns in, columns out, fit for any engine.

A process pool, or an engine that spreads columns over a cluster, may call `judge` with batches of any size and in any
order: what a document is judged to show depends on its name and bytes alone, so the bytes that come back are the same.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from tonetop.core.passage import Text
from tonetop.documents.read_all import Readers
from tonetop.work.examine import Judge, Waiting, awaited, cache_folder, judged
from tonetop.work.examined import Examined, Refusal
from tonetop.work.examined_before import examined_to_plain, plain_to_examined

DOCUMENTS, BYTES = 32, 4 * 1024 * 1024
"""How many documents, and about how many bytes of them, are given to a process at once."""
AHEAD = 2
"""How many batches for each process are taken up before the first is given back."""
Columns = Mapping[str, Sequence[Any]]


def judge(batch: Columns) -> dict[str, list[Any]]:
    """Documents, read and judged. batch: the columns name (str) and data (bytes).

    Gives the columns name, judged (JSON as bytes, None where it was not read) and why (a sentence, None where it was).
    Raises Refused where a part of the program is missing.
    """
    waiting: list[Waiting | Refusal | Examined] = []
    for name, data in zip(batch["name"], batch["data"], strict=True):
        found = _readers().read(data, name)
        waiting.append(awaited(name, found) if isinstance(found, Text) else Refusal(name, found.why))
    told = list(judged(waiting, _judge()))
    return {
        "name": list(batch["name"]),
        "judged": [
            orjson.dumps(examined_to_plain(one)) if isinstance(one, Examined) else None for one in told
        ],
        "why": [one.why if isinstance(one, Refusal) else None for one in told],
    }


def judge_files(folder: Path, names: Sequence[str], processes: int) -> Iterator[Examined | Refusal]:
    """Files of a folder, read and judged by so many processes, in the order of the names; few are held at once."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawned) as pool:
        begun: deque[Future[dict[str, list[Any]]]] = deque()
        try:
            for batch in batches(folder, names):
                begun.append(pool.submit(judge, batch))
                if len(begun) > AHEAD * processes:
                    yield from _taken(begun.popleft().result())
            while begun:
                yield from _taken(begun.popleft().result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def batches(folder: Path, names: Sequence[str]) -> Iterator[Columns]:
    """Files as batches of the two columns, each of a few documents."""
    called: list[str] = []
    held: list[bytes] = []
    for name in names:
        called.append(name)
        held.append((folder / name).read_bytes())
        if len(called) == DOCUMENTS or sum(map(len, held)) >= BYTES:
            yield {"name": called, "data": held}
            called, held = [], []
    if called:
        yield {"name": called, "data": held}


def _taken(batch: Columns) -> Iterator[Examined | Refusal]:
    for name, told, why in zip(batch["name"], batch["judged"], batch["why"], strict=True):
        yield Refusal(name, why) if told is None else plain_to_examined(orjson.loads(told))


@cache
def _readers() -> Readers:
    """The one cell of this process, which ends with it."""
    return Readers(1)


@cache
def _judge() -> Judge:
    """The sentence model of this process."""
    return Judge(cache_folder())
