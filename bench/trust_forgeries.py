"""T1 and T2: bundles altered at places and with bytes of chance, and clean ones; both verifiers look at each.

Each class of alteration is tried under a manifest as it was, under one that was made to fit, and under one that an
insider signed anew with the log's own key; where a key alone can make it fit, a checkpoint held outside is given too.
"""

from __future__ import annotations

import random
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.figures import at_least, at_most, figure
from bench.trust_forged_anchors import ANCHORS, flipped, stamped
from tests.conftest import launched
from tests.making_logs import LEAD, NOON, act, make
from tests.verifier.alterations import CHECKPOINTS, EVENTS, PERSONAL, chained_anew, of_lines, of_value
from tests.verifier.bundles import Case, Members, event, exported, full, zipped
from tests.verifier.conftest import PAGE, VERIFY
from tonetop.core import canonical
from tonetop.records.ledger import erasure
from tonetop.records.ledger.writing import writing
from tonetop.work.verify import NoBundleError, verify_bundle

if TYPE_CHECKING:
    from playwright.sync_api import Page

EACH, CLEAN, SEED = 100, 100, 51
Forge = Callable[[Members, random.Random], Members]


def in_member(*names: str) -> Forge:
    """A byte of one of these members is another; a name that ends in a slash stands for all below it."""

    def forge(members: Members, chance: random.Random) -> Members:
        found = sorted(
            one
            for one in members
            for name in names
            if one == name or name[-1] == "/" and one.startswith(name)
        )
        name = chance.choice(found)
        return members | {name: flipped(members[name], chance)}

    return forge


def fields(members: Members, chance: random.Random) -> Members:
    """An event's doer, day, subject or type is another's."""
    number = chance.randint(2, count(members))
    doer = {
        "authenticated": "passkey",
        "id": f"p{chance.randint(2, 999)}",
        "name": None,
        "rank": "top management",
    }
    other: dict[str, Any] = chance.choice(
        [
            {"actor": doer},
            {"effective": f"20{chance.randint(10, 24)}-01-14"},
            {"type": f"record.{chance.choice(('approved', 'signed', 'closed'))}"},
            {"data": {"plain": {"title": f"Policy {chance.randint(1000, 9999)}"}, "personal": {}}},
        ]
    )
    return event(members, number, **other)


def count(members: Members) -> int:
    """The number of events."""
    return members[EVENTS].count(b"\n")


def dropped(members: Members, chance: random.Random) -> Members:
    """An event is taken out."""
    place = chance.randrange(1, count(members) - 1)
    return of_lines(EVENTS, lambda lines: lines[:place] + lines[place + 1 :])(members)


def doubled(members: Members, chance: random.Random) -> Members:
    """An event stands twice."""
    place = chance.randrange(1, count(members))
    return of_lines(EVENTS, lambda lines: [*lines[:place], lines[place], *lines[place:]])(members)


def swapped(members: Members, chance: random.Random) -> Members:
    """Two events change places."""
    one, two = sorted(chance.sample(range(1, count(members)), 2))

    def change(lines: list[bytes]) -> list[bytes]:
        lines[one], lines[two] = lines[two], lines[one]
        return lines

    return of_lines(EVENTS, change)(members)


def added(members: Members, chance: random.Random) -> Members:
    """An event that nobody wrote stands at the end or between others."""
    place = chance.randrange(2, count(members) + 1)
    return of_lines(EVENTS, lambda lines: [*lines[:place], flipped_title(lines[-1], chance), *lines[place:]])(
        members
    )


def flipped_title(line: bytes, chance: random.Random) -> bytes:
    """An event with another id."""
    return line.replace(b'"id":"0', b'"id":"%d' % chance.randint(1, 9), 1)


def cut(members: Members, chance: random.Random) -> Members:
    """The last events are gone."""
    left = chance.randrange(2, count(members))
    return of_lines(EVENTS, lambda lines: lines[:left])(members)


def cut_with_checkpoints(members: Members, chance: random.Random) -> Members:
    """The last events are gone, and the checkpoint over them."""
    return of_lines(CHECKPOINTS, lambda lines: lines[:-1])(cut(members, chance))


def head(members: Members, chance: random.Random) -> Members:
    """A checkpoint says another size or root."""

    def change(lines: list[bytes]) -> list[bytes]:
        place = chance.randrange(len(lines))
        note = canonical.loads(lines[place]).split("\n")
        if chance.random() < 0.5:
            note[1] = str(int(note[1]) + chance.choice((-1, 1, 2, 7)))
        else:
            note[2] = b64encode(chance.randbytes(32)).decode()
        return [*lines[:place], canonical.dumps("\n".join(note)), *lines[place + 1 :]]

    return of_lines(CHECKPOINTS, change)(members)


def key(members: Members, chance: random.Random) -> Members:
    """A key of the log begins elsewhere."""
    since = chance.randint(2, 6)
    return of_value("keys.json", lambda keys: [keys[0], keys[1] | {"since": keys[1]["since"] + since}])(
        members
    )


def personal(members: Members, chance: random.Random) -> Members:
    """A personal value or its salt is another."""

    def change(lines: list[bytes]) -> list[bytes]:
        place = chance.randrange(len(lines))
        one = canonical.loads(lines[place])
        salted = {"salt": chance.randbytes(32).hex()}
        other = salted if chance.random() < 0.5 else {"value": f"No {chance.randrange(10**9)}"}
        return [*lines[:place], canonical.dumps(one | other), *lines[place + 1 :]]

    return of_lines(PERSONAL, change)(members)


def anew(forge: Forge) -> Forge:
    """The same, with numbers and links made to fit behind it."""
    return lambda members, chance: chained_anew(lambda given: forge(given, chance))(members)


CLASSES: dict[str, Forge] = {
    "a byte of an event": in_member(EVENTS),
    "a byte of a checkpoint": in_member(CHECKPOINTS),
    "a byte of a file of evidence": in_member("blobs/"),
    "a byte of a proof": in_member("proofs/"),
    "a byte of the keys": in_member("keys.json"),
    "a byte of an anchor": in_member("anchors.json"),
    "fields of an event": fields,
    "fields of an event, chained anew": anew(fields),
    "an event taken out": dropped,
    "an event taken out, chained anew": anew(dropped),
    "an event doubled": doubled,
    "an event doubled, chained anew": anew(doubled),
    "two events changed about": swapped,
    "two events changed about, chained anew": anew(swapped),
    "an event added, chained anew": anew(added),
    "the last events cut off": cut,
    "the last events cut off with their checkpoint": cut_with_checkpoints,
    "the size or root of a checkpoint": head,
    "where a key begins": key,
    "a personal value or its salt": personal,
    **ANCHORS,
}


OUTSIDERS = {"a byte of an anchor"}
"""What is told of those alone who have no key of the log: whoever has one may say who else holds a checkpoint, and the
verifiers tell such a holder as not verified."""


def measured(share: float) -> bool:
    """How many alterations were told by both, and how many clean bundles were accepted by both."""
    with tempfile.TemporaryDirectory() as place, page() as ask:
        case = stamped(full(Path(place)), Path(place) / "authority")
        try:
            return all([*_forged(case, share, Path(place), ask), _clean(share, Path(place), ask)])
        finally:
            case.log.connection.close()


def _forged(case: Case, share: float, folder: Path, ask: Callable[[Path, Path], Any]) -> Iterator[bool]:
    chance = random.Random(SEED)  # noqa: S311 - the same forgeries again
    each, apart = max(3, int(EACH * share)), 0
    held = folder / "held.txt"
    held.write_text(canonical.loads(case.members[CHECKPOINTS].splitlines()[-1]), encoding="utf-8")
    missed = dict.fromkeys(CLASSES, 0)
    for name, forge in CLASSES.items():
        for number in range(each):
            forged = forge(dict(case.members), chance)
            while forged == case.members:
                forged = forge(dict(case.members), chance)
            signed = case.resigned(forged)
            path = zipped(
                (forged, forged | {"manifest.json": signed["manifest.json"]}, signed)[
                    number % (2 if name in OUTSIDERS else 3)
                ],
                folder / "forged.zip",
            )
            ours, theirs = _told(path, held), ask(path, held)
            missed[name] += not ours
            apart += ours != theirs
    of = f"{len(CLASSES)} classes of {each}"
    yield at_least("T1 classes of alterations", len(CLASSES), "classes", 12)
    yield at_least("T1 alterations of each class", each, "bundles", EACH * min(share, 1))
    yield at_most(f"T1 alterations that were not told, {of}", sum(missed.values()), "bundles", 0)
    yield at_most(f"T1 alterations that one verifier told alone, {of}", apart, "bundles", 0)
    for name, times in missed.items():
        if times:
            figure(f"T1 not told: {name}", times, "bundles", "= 0", holds=False)


def _told(path: Path, held: Path) -> bool:
    """Whether the verifier of the command line finds a problem, or refuses the file."""
    try:
        return bool(verify_bundle(path, held=[held])["problems"])
    except NoBundleError:
        return True


def _clean(share: float, folder: Path, ask: Callable[[Path, Path], Any]) -> bool:
    """Logs of many lengths, after erasures and rotations of the key."""
    chance = random.Random(SEED)  # noqa: S311 - the same logs again
    times, refused = max(3, int(CLEAN * share)), 0
    for number in range(times):
        place = folder / f"clean-{number}"
        place.mkdir()
        log = make(place, acts=chance.randint(1, 40))
        kept = log.sign()
        for turn in range(chance.randint(0, 3)):
            log.append(*(act(chance.randint(50, 99) + 100 * turn + n) for n in range(chance.randint(1, 9))))
            if chance.random() < 0.5:
                log.rotate()
            if chance.random() < 0.5:
                with writing(log.connection):
                    erasure.erase(log.connection, erasure.Order(("PolicyVersion", "pol-2"), None, LEAD, NOON))
            log.sign()
        held = place / "held.txt"
        held.write_text(kept.note, encoding="utf-8")
        path = zipped(exported(log), place / "bundle.zip")
        refused += _told(path, held) or ask(path, held)
        log.connection.close()
    return at_most(f"T2 clean bundles that one of them refused, of {times}", refused, "bundles", 0)


@contextmanager
def page() -> Iterator[Callable[[Path, Path], bool]]:
    """Asks the verifier's page, in a browser, whether it finds a problem."""
    with launched() as browser:
        opened: Page = browser.new_page()
        opened.goto(PAGE.as_uri())
        opened.wait_for_selector("html[data-ready]")

        def asked(path: Path, held: Path) -> bool:
            raw = b64encode(path.read_bytes()).decode()
            found = opened.evaluate(VERIFY, [raw, "", [{"name": "held", "text": held.read_text("utf-8")}]])
            return bool(found.get("refused") or found.get("problems"))

        yield asked
