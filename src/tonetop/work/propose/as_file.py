"""Proposed facts as a facts file that people edit: above each record the quotations that speak for it, as comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from tonetop.work.propose.proposal import Proposal

HEAD = """\
# Proposed from documents, and not accepted by anybody yet. Strike out what does not hold, mend what is wrong, and
# then store it: tonetop assess --accept THIS-FILE. Above each record stand the words that speak for it.
"""


def as_file(proposals: Sequence[Proposal]) -> str:
    """The text of the file; read again it gives the same records."""
    types = dict.fromkeys(one.type for one in proposals)
    return HEAD + ("\n".join(_type(type, proposals) for type in types) if types else "{}\n")


def _type(type: str, proposals: Sequence[Proposal]) -> str:
    return f"{type}:\n" + "".join(_record(one) for one in proposals if one.type == type)


def _record(one: Proposal) -> str:
    told = yaml.safe_dump([one.record()], sort_keys=False, allow_unicode=True, width=110)
    return "".join(f"  # {line}\n" for line in _spoken(one)) + "".join(
        f"  {line}\n" for line in told.splitlines()
    )


def _spoken(one: Proposal) -> Iterator[str]:
    for name, cites in one.cites.items():
        for cite in cites:
            page = f", page {cite.page}" if cite.page else ""
            field = f"{name}: " if name else ""
            words = " ".join(cite.quote.text.split())
            yield f"{field}“{_plain(words)}” ({_plain(cite.document)}{page}, {cite.quote.start}-{cite.quote.end})"


def _plain(text: str) -> str:
    """A text that stays within a comment: no control or line-breaking character."""
    return "".join(character if character.isprintable() else " " for character in text)
