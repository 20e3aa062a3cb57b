"""What holds for every register, whatever its fields: one file, the same tests for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests.records import samples
from tonetop.core import ledger as core_ledger
from tonetop.records import facts, form, intake, write
from tonetop.records.history import history
from tonetop.records.ledger import journal
from tonetop.records.listing import Wish, listing
from tonetop.records.models import Account, Locked
from tonetop.records.registry import registers
from tonetop.standard import schema
from tonetop.work.change_record import change_record
from tonetop.work.permission import Forbidden

TODAY = "2100-01-01"
every = pytest.mark.parametrize("type", list(schema.shapes()))


def save(type: str, plain: dict[str, Any], **options: Any) -> Any:
    """Take and write one record."""
    change = write.Change(intake.take(type, plain), act=True, **options)
    return write.save_all([change], write.By("tester"))[0]


def events() -> list[dict[str, Any]]:
    """All events of the ledger, read."""
    return [core_ledger.read(body) for body in journal.bodies(connection)]


@every
def test_a_full_record_is_kept_as_it_was_given(type: str, targets: Path) -> None:
    """Its plain form says what was written, to the last character."""
    plain = samples.full(type)
    row = save(type, plain)
    read = registers()[type].objects.get(pk=row.pk).plain()
    assert {name: read[name] for name in plain} == plain


@every
def test_a_change_adds_one_line_to_the_ledger(type: str, targets: Path) -> None:
    """The line names the record, its version and its type."""
    before = len(events())
    row = save(type, samples.full(type))
    added = events()[before:]
    assert [event["subject"] for event in added] == [{"kind": type, "id": row.ref, "version": 1}]
    assert row.seq == added[0]["sequence"]


@every
def test_personal_values_stay_out_of_the_hashed_bytes(type: str, targets: Path) -> None:
    """The line holds a commitment where the register marks a field as personal."""
    plain = samples.full(type)
    row = save(type, plain)
    body = list(journal.bodies(connection))[-1].decode()
    for name in row.personal():
        value = plain.get(name)
        if isinstance(value, str):
            assert value not in body
            assert name in events()[-1]["data"]["personal"]


@every
def test_an_equal_record_changes_nothing(type: str, targets: Path) -> None:
    """Neither a version nor a line is added."""
    save(type, samples.full(type))
    before = len(events())
    assert save(type, samples.full(type)) is None
    assert len(events()) == before


@every
def test_an_unknown_field_is_refused_by_name(type: str, targets: Path) -> None:
    """One sentence names the record and the field."""
    with pytest.raises(intake.Refused, match=rf"{type} .*does not know the field nonsense"):
        intake.take(type, samples.full(type) | {"nonsense": "x"})


@every
def test_a_wrong_kind_of_value_is_refused(type: str, targets: Path) -> None:
    """A list where one value is asked, or a text where a list is."""
    shape = schema.shapes()[type]
    for name, judge in shape.fields.items():
        wrong = (
            "x" if judge.kind in ("texts", "words", "references", "limits", "inputs", "amounts") else ["x"]
        )
        with pytest.raises(intake.Refused, match=name):
            intake.take(type, samples.full(type) | {name: wrong})


@every
def test_a_reference_to_nowhere_is_refused(type: str, targets: Path) -> None:
    """The sentence names the field and the id."""
    for name, judge in schema.shapes()[type].fields.items():
        if judge.kind == "reference" and name not in schema.shapes()[type].key:
            with pytest.raises(intake.Refused, match=rf"{name} names 'nobody'"):
                intake.take(type, samples.full(type) | {name: "nobody"})


@every
def test_a_second_version_keeps_the_first(type: str, targets: Path) -> None:
    """Its history shows both, and the list one."""
    row = save(type, samples.full(type))
    shape = schema.shapes()[type]
    other = samples.bare(type) | {name: samples.full(type)[name] for name in (*shape.required(), *shape.key)}
    changed = save(type, other)
    if changed is None:
        pytest.fail("leaving fields out must be a change")
    assert [step.version.revision for step in history(type, row.ref)] == [2, 1]
    assert registers()[type].objects.on(TODAY).filter(ref=row.ref).count() == 1


@every
def test_a_change_made_from_an_old_version_is_refused(type: str, targets: Path) -> None:
    """Two writers do not overwrite each other unseen."""
    row = save(type, samples.full(type))
    with pytest.raises(write.Overtaken, match=row.ref):
        save(type, samples.full(type), after=7)


@every
def test_a_withdrawn_record_is_there_as_of_earlier_days_alone(type: str, targets: Path) -> None:
    """From the day of its withdrawal on it is not there."""
    row = save(type, samples.full(type))
    last = write.values_of(row) | {"withdrawn_on": TODAY}
    if registers()[type].only_by_act(last, row, TODAY):
        with pytest.raises(write.Refused, match="another person"):
            write.withdraw(type, row.ref, write.By("tester"))
        return
    gone = write.withdraw(type, row.ref, write.By("tester"))
    there = registers()[type].objects
    assert not there.on(TODAY).filter(ref=row.ref).exists()
    earlier = there.on(samples.DAY).filter(ref=row.ref).values_list("revision", flat=True)
    assert list(earlier) == [1]
    assert gone.withdrawn_on
    assert events()[-1]["type"] == "record.withdrawn"


@every
def test_facts_hold_what_the_record_says(type: str, targets: Path) -> None:
    """The rules see the same values."""
    plain = samples.full(type)
    row = save(type, plain)
    fact = facts.taken(TODAY).get(type, row.ref)
    for name, judge in schema.shapes()[type].fields.items():
        if name in plain:
            assert getattr(fact, name) == judge.take(plain[name])


@every
def test_the_form_reads_back_what_it_shows(type: str, targets: Path) -> None:
    """Asked for and submitted unchanged, a record is the same."""
    row = save(type, samples.full(type))
    sent = QueryDict(mutable=True)
    for field in form.asked(registers()[type], row.plain()):
        sent.setlist(field.name, list(field.value or ()) if field.widget == "several" else [field.value])
    plain, errors = form.read(registers()[type], sent)
    assert errors == {}
    again = plain | ({} if row.key else {"id": row.ref})
    assert save(type, again) is None


def another(type: str, number: int) -> dict[str, Any]:
    """A full record of a type that is told apart from the others by its number."""
    shape = schema.shapes()[type]
    name = "id" if shape.has_id else shape.key[0]
    judge = shape.fields.get(name)
    if judge is not None and judge.kind == "reference":
        save(judge.to[0], samples.bare(judge.to[0]) | {"id": f"y{number}"})
    told = judge.words[number] if judge is not None and judge.kind == "word" else f"y{number}"
    return samples.full(type) | {
        name: f"20{number:02}" if judge is not None and judge.kind == "period" else told
    }


@every
def test_a_list_takes_the_same_queries_whatever_its_length(type: str, targets: Path) -> None:
    """Rows cost no query each."""
    counts = []
    for numbers in (range(1, 2), range(2, 8)):
        for number in numbers:
            save(type, another(type, number))
        with CaptureQueriesContext(connection) as captured:
            found = listing(registers()[type], TODAY, None, Wish())
            assert [str(row) for row in found.rows]
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4


@every
def test_a_guest_may_not_write(type: str, targets: Path) -> None:
    """Deny by default."""
    guest = Account(username="guest", role="guest-auditor", pk=1)
    with pytest.raises(Forbidden, match="ask the governance lead"):
        change_record(guest, type, samples.full(type))


@every
def test_rows_do_not_change_past_the_one_door(type: str, targets: Path) -> None:
    """No bulk call of the framework leaves the ledger behind."""
    rows = registers()[type].objects.all()
    for act in (
        lambda: rows.update(seq=1),
        rows.delete,
        lambda: rows.bulk_create([]),
        lambda: rows.bulk_update([], ["seq"]),
    ):
        with pytest.raises(Locked):
            act()
