"""Datasets that an activity names: its categories are declared for them alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tonetop.work.scan_declared import Declared


def test_an_activity_that_names_datasets_declares_its_categories_for_them_alone() -> None:
    def activity(id: str, category: str, *datasets: str) -> Any:
        return SimpleNamespace(id=id, data_categories=[category], datasets=list(datasets))

    system: Any = SimpleNamespace(id="crm", name="Customers", data_categories=None)
    mails = activity("RP-1", "user.contact.email", "Customers: people.mail", "letters")
    phones = activity("RP-2", "user.contact.phone_number", "Other system: people")
    found = Declared((system,), (mails, phones), (), (), "")
    assert found.declares("main.people", "mail", "user.contact.email")
    assert found.declares("letters", "to", "user.contact.email")
    assert not found.declares("people", "notes", "user.contact.email")
    assert not found.declares("old_letters", "to", "user.contact.email")
    assert found.declares("people", "notes", "user.contact.phone_number")  # it names nothing of this source
    kept: Any = SimpleNamespace(id="crm", name="Customers", data_categories=["user.contact.email"])
    assert Declared((kept,), (mails,), (), (), "").declares("people", "notes", "user.contact.email")
