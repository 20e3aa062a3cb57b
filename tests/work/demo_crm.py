"""The fictional source of the demo's kept scans: the customers of a mutual, as they stood on two days.

`python -m tests.work.demo_crm` writes the scans anew, when kinds or verdicts changed (set DJANGO_SETTINGS_MODULE to
tonetop.site.settings, and TONETOP_DATA to an empty folder).
"""

from __future__ import annotations

import base64
import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from tonetop.standard import demo

if TYPE_CHECKING:
    from tonetop.work.scan_found import Scan

FIRST, SECOND = "2025-11-28", "2025-12-29"
SOURCE, LISTED, SYSTEM = "sqlite:///fjordbook-crm.db", "Fjordbook export", "asset-crm"
SALT = bytes(32)
GIVEN = (
    "Ingrid",
    "Lars",
    "Maren",
    "Henrik",
    "Sofie",
    "Jonas",
    "Astrid",
    "Erik",
    "Nora",
    "Anders",
    "Kari",
    "Olav",
)
FAMILY = ("Hansen", "Johansen", "Olsen", "Larsen", "Andersen", "Pedersen", "Nilsen", "Berg", "Dahl", "Lund")
LANGUAGES = ("nb", "en", "de", "nl")
COLUMNS = (
    "id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, language TEXT, birth_date TEXT, iban TEXT"
)


def iban(number: int) -> str:
    """A Norwegian account number of a bank that is none, with the digits that check it."""
    digits = f"0000{number:06}"
    weights = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    last = -sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    if last == 10:
        return iban(number + 1)
    account = f"{digits}{last}"
    check = 98 - int(f"{account}232400") % 97
    return f"NO{check:02}{account}"


def contact(n: int, ended: str | None) -> tuple[Any, ...]:
    """One customer of the source."""
    given, family = GIVEN[n % 12], FAMILY[n * 7 % 10]
    born = date(1948, 3, 1) + timedelta(days=n * 83)
    mail = f"{given}.{family}{n}@mail.example".lower()
    phone = f"+44 7700 900{n % 1000:03}"
    account = iban(1000 + n * 17)
    return n, f"{given} {family}", mail, phone, LANGUAGES[n % 4], born.isoformat(), account, ended


def source(path: Path, as_of: str) -> Path:
    """The source on a day: contracts that ended, some of them longer ago than the rule allows, and a copy later on."""
    day = date.fromisoformat(as_of)
    late, first = (5, 1) if as_of == FIRST else (3, 6)
    ended = {first + n: (day - timedelta(days=1096 + 6 * n)).isoformat() for n in range(late)}
    ended |= {first + 20 + n: (day - timedelta(days=40 + 9 * n)).isoformat() for n in range(60)}
    rows = [contact(n, ended.get(n)) for n in range(first, first + 240)]
    with closing(sqlite3.connect(path)) as link, link:
        link.execute(f"CREATE TABLE contact ({COLUMNS}, contract_ended_on TEXT)")
        link.executemany("INSERT INTO contact VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        if as_of == SECOND:
            link.execute("CREATE TABLE contact_mailing_2025 (id INTEGER PRIMARY KEY, name TEXT, email TEXT)")
            link.executemany(
                "INSERT INTO contact_mailing_2025 VALUES (?, ?, ?)", [row[:3] for row in rows[:120]]
            )
    return path


def scanned(as_of: str) -> Scan:
    """The scan of the source on a day, held against what the story declares and knew on that day."""
    from tonetop.standard import facts_file
    from tonetop.work.scan import Plan, scan

    story = demo.story("steady")
    facts = facts_file.take(story).facts(as_of, as_of)
    plan = Plan(as_of, salt=SALT, system=SYSTEM, called=LISTED)
    with tempfile.TemporaryDirectory() as folder:
        place = source(Path(folder) / "fjordbook-crm.db", as_of)
        return scan(f"sqlite:///{place}", plan, facts)


def told(as_of: str) -> dict[str, Any]:
    """The scan as the demo ships it."""
    from dataclasses import replace

    from tonetop.work.keep_scan import packed, plain

    found = replace(scanned(as_of), source=SOURCE)
    return {
        "source": SOURCE,
        "listed": LISTED,
        "system": SYSTEM,
        "as_of": as_of,
        "systems": list(found.systems),
        "found": plain(found),
        "sketches": base64.b64encode(packed(found.assets)).decode(),
    }


def write() -> None:
    """Write both scans into the demo; Django has to be set up."""
    folder = Path(demo.__file__).with_name("demo") / "scans" / "steady"
    folder.mkdir(parents=True, exist_ok=True)
    for as_of in (FIRST, SECOND):
        (folder / f"{as_of}.json").write_bytes(orjson.dumps(told(as_of), option=orjson.OPT_SORT_KEYS) + b"\n")


if __name__ == "__main__":
    import django

    django.setup()
    write()
