"""Sequences that share no item, seen as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar, overload

Item = TypeVar("Item")


class Together(Sequence[Item]):
    """Lists, windows and tenures one after another, without being copied."""

    __slots__ = ("_parts",)

    def __init__(self, *parts: Sequence[Item]) -> None:
        self._parts = parts

    def __bool__(self) -> bool:
        return any(self._parts)

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts)

    def __iter__(self) -> Iterator[Item]:
        return chain.from_iterable(self._parts)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | Sequence[Item]:
        if isinstance(place, slice):
            return list(self)[place]
        return next(islice(self, range(len(self))[place], None))
