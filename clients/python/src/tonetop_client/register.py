"""One register: list, read, add, change and withdraw its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypedDict, TypeVar, cast
from urllib.parse import quote

from tonetop_client.http import Http, fresh_key

R = TypeVar("R")


class Version(TypedDict, Generic[R]):
    """A version of a record. seq: its line of the ledger; source_data: cells of an imported file that no field took."""

    revision: int
    seq: int
    record: R
    source_data: dict[str, Any]


class Step(Version[R], Generic[R]):
    """A version with when it was recorded, the hash of its event, who did it and who entered it."""

    recorded: str
    leaf: str
    done_by: str
    entered_by: str


class Register(Generic[R]):
    """The records of one type."""

    def __init__(self, http: Http, type: str) -> None:
        self._http, self.type, self._path = http, type, f"/registers/{type}"

    def list(
        self,
        *,
        q: str = "",
        where: Mapping[str, str] | None = None,
        sort: str = "",
        as_of: str = "",
        known_on: str = "",
        recorded_since: str | int = "",
        withdrawn: bool = False,
        size: int = 100,
    ) -> Iterator[Version[R]]:
        """Every record that holds on a day (default: today), fetched page after page.

        q: words that stand in it; where: values by field (yes or no, closed words, ids; an empty one: without any);
        sort: a field, with `-` before it downwards. recorded_since: only what was recorded since an instant, or after a
        line of the ledger by its number; withdrawn: with what was withdrawn.
        """
        asked = {"q": q or None, "sort": sort or None, "as_of": as_of or None, "known_on": known_on or None}
        asked["recorded_since"] = str(recorded_since) if recorded_since != "" else None
        asked["withdrawn"] = "yes" if withdrawn else None
        return self._walked(self._path, "records", {**(where or {}), **asked, "size": size})

    def get(self, ref: str, *, as_of: str = "", known_on: str = "") -> Version[R]:
        """One record as it holds on a day. Raises Problem with status 404 when there is none."""
        return cast(
            "Version[R]",
            self._http.call(
                "GET", self._at(ref), query={"as_of": as_of or None, "known_on": known_on or None}
            ),
        )

    def history(self, ref: str, *, size: int = 100) -> Iterator[Step[R]]:
        """The versions of a record, the last first, fetched page after page."""
        return self._walked(f"{self._at(ref)}/history", "versions", {"size": size})

    def add(self, record: R, *, key: str | None = None) -> Version[R] | None:
        """A new record; None when it is already so. Raises Problem with status 409 when another one has its id."""
        return self._made(self._http.call("POST", self._path, body=record, key=key or fresh_key()))

    def change(
        self, ref: str, record: R, *, after: int | None = None, since: str = "", key: str | None = None
    ) -> Version[R] | None:
        """A new version; None when it is already so.

        after: the version you saw, so that nobody's change is lost; since: the day from which it holds (default: it
        is a correction).
        """
        query = {"after": after, "since": since or None}
        return self._made(
            self._http.call("PUT", self._at(ref), query=query, body=record, key=key or fresh_key())
        )

    def withdraw(self, ref: str, *, after: int | None = None, key: str | None = None) -> Version[R] | None:
        """From today on it is not there; as of earlier days it still is."""
        return self._made(
            self._http.call("DELETE", self._at(ref), query={"after": after}, key=key or fresh_key())
        )

    def _walked(self, path: str, name: str, query: Mapping[str, Any]) -> Iterator[Any]:
        page = self._http.call("GET", path, query=query)
        while True:
            yield from page[name]
            if not page["next"]:
                return
            page = self._http.call("GET", page["next"])

    def _at(self, ref: str) -> str:
        return f"{self._path}/{quote(ref, safe='/')}"

    def _made(self, told: Any) -> Version[R] | None:
        return None if told.get("unchanged") else cast("Version[R]", told)
