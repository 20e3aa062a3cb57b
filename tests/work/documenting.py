"""Documents as tests write them: begun, asked about, approved, published, by the verbs that people use."""

from __future__ import annotations

from typing import Any

import pytest

AUTHOR, LEADER, OTHER = "haddad", "solvang", "rehn"


def account(role: str, person: str = "", number: int = 1) -> Any:
    """An account of a role, of a person of the register."""
    from tonetop.records.models import Account

    return Account(pk=number, role=role, person=person)


def lead() -> Any:
    return account("governance-lead", AUTHOR)


def facts() -> Any:
    from tonetop.work.assess import assess

    return assess().facts


def document(ref: str = "DOC-1") -> Any:
    from tonetop.work.document_state import documents

    return facts().prepared(documents)[ref]


def draft(text: str = "# Policy\n\nWe decide by people.", version: str = "1", **other: Any) -> Any:
    from tonetop.work.write_document import Draft

    return Draft(version, text, **other)


def begin(**about: Any) -> str:
    """A document with one version; the id of the version."""
    from tonetop.work.write_document import begin_document

    row = begin_document(
        lead(), {"title": "AI policy", "kind": "policy", "audience": ["all"]} | about, draft()
    )
    return str(document(row.ref).current.row.id)


def ask(version: str, *people: str, due: str = "2026-01-15") -> Any:
    from tonetop.work.ask_review import Asked, ask_review

    return ask_review(lead(), version, Asked(people or (LEADER,), "The year turns", due, "It stays a draft"))


def approve(version: str, person: str = LEADER, word: str = "approved") -> None:
    """The answer of somebody who was asked."""
    from tonetop.work.answer import answer

    said = "" if word == "approved" else "Say who decides"
    answer(account("executive", person, 2), "DocumentVersion", version, word, comment=said)


def approved(**about: Any) -> str:
    version = begin(**about)
    ask(version)
    approve(version)
    return version


def published(**about: Any) -> str:
    from tonetop.work.publish import Place, publish

    version = approved(**about)
    publish(lead(), version, Place("inside", "Intranet", "https://in.example/policy"))
    return version


def later(text: str = "# Policy\n\nWe decide by people and say why.", version: str = "2") -> str:
    """A further version."""
    from tonetop.work.write_document import write_version

    return str(write_version(lead(), "DOC-1", draft(text, version, change="Reasons")).ref)


def change(version: str, text: str = "Another text.") -> Any:
    from tonetop.work.revised import standing
    from tonetop.work.write_document import change_text

    return change_text(lead(), version, draft(text), standing("DocumentVersion", version).revision)


def refused(act: Any, *given: Any) -> str:
    from tonetop.records.intake import Refused
    from tonetop.work.permission import Forbidden

    with pytest.raises((Refused, Forbidden)) as caught:
        act(*given)
    return str(caught.value)
