"""T2 over own data: erasures, holds and retention runs by chance; both verifiers accept, and no erased byte is left.

Every person bears a name that stands nowhere else, in their record, a comment, an account and what was made of these.
A round does one of four things by chance; now and then both verifiers judge a bundle. At the end the whole folder is
read byte by byte for every erased name, and every name that a hold kept is looked for where it should be.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.figures import at_least, at_most
from bench.trust_forgeries import page

ROUNDS, BUNDLES, SEED = 200, 20, 51


@dataclass(slots=True)
class Told:
    """What came of the rounds: names gone and kept, what was refused rightly, and what went wrong."""

    gone: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    broken: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def measured(share: float) -> bool:
    """How many rounds, how many bundles were refused, how many erased names were found, how many holds were broken."""
    import django

    django.setup()
    rounds = max(20, int(ROUNDS * share))
    chance, told = random.Random(SEED), Told()  # noqa: S311 - the same rounds again
    refused = bundles = 0
    with tempfile.TemporaryDirectory() as place, page() as ask:
        folder = _opened()
        every = max(1, rounds // max(2, int(BUNDLES * share)))
        for number in range(rounds):
            _round(number, chance, told)
            if number % every == every - 1:
                bundles += 1
                refused += _refused(Path(place), ask)
        found = _found(folder, told.gone)
        missing = [name for name in told.kept if not _stands(name)]
    did = ", ".join(f"{count} {what}" for what, count in sorted(told.counts.items()))
    return all(
        [
            at_least(f"T2 rounds over own data: {did}", rounds, "rounds", ROUNDS * min(share, 1)),
            at_most(f"T2 bundles afterwards that a verifier refused, of {bundles}", refused, "bundles", 0),
            at_most(f"T2 erased names found in the folder, of {len(told.gone)}", found, "names", 0),
            at_most("T2 erasures that went through a hold", told.broken, "erasures", 0),
            at_most(
                f"T2 held names that are not there any more, of {len(told.kept)}", len(missing), "names", 0
            ),
        ]
    )


def _opened() -> Path:
    from django.conf import settings

    from tonetop.work.open_folder import open_folder

    open_folder(create=True)
    return Path(settings.DATA)


def _round(number: int, chance: random.Random, told: Told) -> None:
    """Make somebody, and let one of four things come over them."""
    name = f"Zy{chance.randrange(16**10):010x} Qu{chance.randrange(16**8):08x}"
    left = chance.random() < 0.5
    _made(number, name, left=left)
    what = chance.choice(("erased whole", "erased by field", "held", "let go"))
    told.counts[what] = told.counts.get(what, 0) + 1
    ACTS[what](number, name, told)


def _made(number: int, name: str, *, left: bool) -> None:
    from tonetop.records import intake, write
    from tonetop.records.models import Account, Import

    ref = f"p-{number}"
    rows: list[tuple[str, dict[str, Any]]] = [
        (
            "Person",
            {
                "id": ref,
                "name": name,
                "valid_from": "2000-01-01",
                "valid_to": "2011-01-01" if left else "2099-01-01",
            },
        ),
        (
            "Comment",
            {"id": f"c-{number}", "text": f"As {name} said.", "said_by": ref, "said_on": "2020-01-01"},
        ),
    ]
    for type, plain in rows:
        write.save(intake.take(type, plain), write.By(person=None))
    write.save(intake.take("Action", {"id": f"a-{number}", "due": "2020-02-01"}), write.By(person=ref))
    first, last = name.split(" ")
    about = {"username": f"n{number}", "email": f"{first}.{last}@house.example", "first_name": first}
    Account.objects.create(
        **about, last_name=last, person=ref, role="staff", is_active=False, until="2020-01-01"
    )
    Import.objects.create(
        file="people.csv", sha256="0" * 64, on="2020-01-01", remarks=[{"why": f"{name} is twice"}]
    )


def _whole(number: int, name: str, told: Told) -> None:
    from tonetop.records.write import By
    from tonetop.work.own_data.erase_person import plan, run
    from tonetop.work.own_data.persons import somebody

    run(plan(somebody(f"p-{number}")), None, By(), "", "")
    told.gone.append(name)


def _by_field(number: int, name: str, told: Told) -> None:
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    account = _account(number)
    erase("Person", f"p-{number}", ["name"], By(), "")
    erase("Comment", f"c-{number}", None, By(), "")
    erase("Account", account, None, By(), "")
    told.gone.append(name)


def _account(number: int) -> str:
    from tonetop.records.models import Account

    return str(Account.objects.get(person=f"p-{number}").pk)


def _held(number: int, name: str, told: Told) -> None:
    from tonetop.records import clock
    from tonetop.records.intake import Refused
    from tonetop.records.write import By
    from tonetop.work.erase import erase
    from tonetop.work.hold import Wish, put
    from tonetop.work.own_data.carry_out import run

    put(Wish(f"Case {number}", "a dispute", clock.today(), "Person", f"p-{number}", True), By(), None)
    for type, ref in (("Person", f"p-{number}"), ("Comment", f"c-{number}"), ("Account", _account(number))):
        try:
            erase(type, ref, None, By(), "")
        except Refused:
            continue
        told.broken += 1
    run(["people", "accounts"], By())
    told.kept.append(name)


def _let_go(number: int, name: str, told: Told) -> None:
    from tonetop.records.registry import registers
    from tonetop.records.write import By
    from tonetop.work.erase import erase
    from tonetop.work.own_data.carry_out import run

    run(["people", "accounts", "imports"], By())
    erase("Comment", f"c-{number}", None, By(), "")
    if registers()["Person"].objects.get(ref=f"p-{number}").name is None:
        told.gone.append(name)


ACTS: dict[str, Callable[[int, str, Told], None]] = {
    "erased whole": _whole,
    "erased by field": _by_field,
    "held": _held,
    "let go": _let_go,
}


def _refused(place: Path, ask: Callable[[Path, Path], Any]) -> bool:
    """Whether one of the verifiers finds a problem in a bundle made now."""
    from django.conf import settings
    from django.db import connection

    from tonetop.records import sealing
    from tonetop.records.ledger import checkpoints, keys
    from tonetop.work.export_bundle import write_bundle
    from tonetop.work.verify import verify_bundle

    sealing.seal()
    bundle, held = place / "bundle.zip", place / "held.txt"
    write_bundle(connection, keys.load(settings.DATA), bundle)
    newest = checkpoints.latest(connection)
    held.write_text(newest.note if newest else "", encoding="utf-8")
    return bool(verify_bundle(bundle, held=[held])["problems"]) or bool(ask(bundle, held))


def _found(folder: Path, names: list[str]) -> int:
    """How many erased names stand anywhere in the folder, also in part."""
    from django.db import connection

    connection.close()
    parts = {part.encode(): name for name in names for part in name.split(" ")}
    held = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return len({name for part, name in parts.items() if part in held})


def _stands(name: str) -> bool:
    from tonetop.records.registry import registers

    return bool(registers()["Person"].objects.filter(name=name).exists())
