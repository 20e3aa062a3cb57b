"""A stored text as it is searched and quoted: which record or file it is, and what it can be narrowed by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A stored text as it is searched: which record it belongs to, its file, and what it can be narrowed by.

    day: of what it proves, or on which it was written (YYYY-MM-DD, empty for none).
    """

    sha256: str
    type: str
    ref: str
    title: str
    file: str
    kind: str = ""
    day: str = ""
    requirements: tuple[str, ...] = ()
    classification: str = ""
    state: str = ""

    @property
    def stamp(self) -> str:
        """What its passages depend on: other bytes, or another name, are read anew."""
        return f"{self.sha256}:{self.file}"

    @property
    def name(self) -> str:
        """Under which name it is read, for that says how."""
        return self.file or self.ref

    @property
    def called(self) -> str:
        """How it is called beside a quotation."""
        return self.title if self.file in {"", self.title} else f"{self.title} · {self.file}"
