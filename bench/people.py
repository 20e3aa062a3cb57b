"""Made-up tables with a fixed seed for `./dev bench scan`: people, and what only looks like them."""

from __future__ import annotations

import random
import string
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pyarrow as pa
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

SEED = 20261123
GIVEN = [
    "Anna",
    "Lars",
    "Sofia",
    "Peter",
    "Fatima",
    "Wei",
    "Giulia",
    "Pierre",
    "Ingrid",
    "Tomasz",
    "María",
    "Ahmed",
    "Priya",
    "Hans",
    "Eva",
    "Joao",
    "Yuki",
    "Olga",
    "Emma",
    "Noah",
]
FAMILY = [
    "Jansen",
    "Müller",
    "García",
    "Rossi",
    "Dubois",
    "Novák",
    "Smith",
    "Kowalski",
    "Andersson",
    "Khan",
    "Chen",
    "Patel",
    "Silva",
    "Tanaka",
    "Ivanova",
    "Brown",
    "Nagy",
    "Costa",
    "Weber",
    "Martin",
]
STREETS = (
    "Main Street",
    "High Street",
    "Station Road",
    "Park Avenue",
    "Oak Lane",
    "Church Road",
    "Mill Lane",
)
CITIES = [
    "Amsterdam",
    "Berlin",
    "Paris",
    "London",
    "Madrid",
    "Rome",
    "Vienna",
    "Oslo",
    "Warsaw",
    "Prague",
    "Lisbon",
    "Dublin",
]
ILLNESSES = (
    "asthma",
    "type 2 diabetes",
    "hypertension",
    "migraine",
    "epilepsy",
    "depression",
    "none",
    "anaemia",
)
FILLER = (
    "called about the open invoice and asked for a new appointment next week",
    "was told that the delivery will be late because of the weather",
    "wants the contract to be changed before the end of the quarter",
    "reported that the device does not start since the last update",
)


def digits(random_: random.Random, count: int) -> str:
    """So many random digits."""
    return "".join(random_.choices(string.digits, k=count))


def card(random_: random.Random) -> str:
    """A card number with its Luhn digit."""
    body = random_.choice(("4", "51", "55")) + digits(random_, 14)
    return body[:15] + luhn.calc_check_digit(body[:15])


def iban(random_: random.Random) -> str:
    """A German or Dutch account number with its check digits."""
    country, body = random_.choice((("DE", digits(random_, 18)), ("NL", "ABNA" + digits(random_, 10))))
    return country + mod_97_10.calc_check_digits(body + country) + body


def phone(random_: random.Random) -> str:
    """A telephone number as people of six countries write it."""
    two, three, four = (digits(random_, count) for count in (2, 3, 4))
    forms = (
        f"+31 20 {three} {four}",
        f"(212) 5{two}-{four}",
        f"030 / {three}{four}",
        f"+44 20 7{three} {four}",
    )
    return random_.choice(
        (*forms, f"+33 1 {two} {two} {two} {two}", f"+34 91{digits(random_, 1)} {three} {three}")
    )


def bsn(random_: random.Random) -> str:
    """A Dutch citizen service number."""
    while True:
        body = [random_.randint(1, 9), *(random_.randint(0, 9) for _ in range(7))]
        check = sum(weight * digit for weight, digit in zip(range(9, 1, -1), body, strict=True)) % 11
        if check < 10:
            return "".join(map(str, body)) + str(check)


def address(random_: random.Random) -> str:
    """An address of a device."""
    if random_.random() < 0.8:
        return ".".join(str(random_.randint(1, 254)) for _ in range(4))
    return ":".join(f"{random_.randint(1, 65535):x}" for _ in range(8))


def note(random_: random.Random) -> str:
    """A remark of a clerk, now and then with what should not stand there."""
    person = f"{random_.choice(GIVEN)} {random_.choice(FAMILY)}"
    planted = random_.choices(("", person, "mail", "phone", "iban"), (60, 10, 10, 10, 10))[0]
    told = {
        "mail": f"reachable at {person.split(maxsplit=1)[0].lower()}@example.org",
        "phone": f"call back on {phone(random_)}",
        "iban": f"refund to {iban(random_)}",
        "": "nothing further",
    }.get(planted, f"spoke with {planted} about it")
    return f"Customer {random_.choice(FILLER)}; {told}. {random_.choice(FILLER).capitalize()}."


Maker = Callable[[random.Random], str]
PEOPLE: dict[str, Maker] = {
    "full_name": lambda r: f"{r.choice(GIVEN)} {r.choice(FAMILY)}",
    "first_name": lambda r: r.choice(GIVEN),
    "last_name": lambda r: r.choice(FAMILY),
    "email": lambda r: f"{r.choice(GIVEN).lower()}.{digits(r, 5)}@example.{r.choice(('org', 'com', 'nl'))}",
    "phone": phone,
    "street_address": lambda r: f"{r.randint(1, 999)} {r.choice(STREETS)}",
    "city": lambda r: r.choice(CITIES),
    "birth_date": lambda r: str(date(1940, 1, 1) + timedelta(r.randint(0, 25000))),
    "iban": iban,
    "card_number": card,
    "bsn": bsn,
    "ip_address": address,
    "diagnosis": lambda r: r.choice(ILLNESSES),
    "notes": note,
}
DECOYS: dict[str, Maker] = {
    "order_number": lambda r: digits(r, 10),
    "uuid": lambda r: str(uuid.UUID(int=r.getrandbits(128), version=4)),
    "sku": lambda r: f"{''.join(r.choices(string.ascii_uppercase, k=3))}-{digits(r, 5)}-{r.choice('SML')}",
    "version": lambda r: f"{r.randint(0, 9)}.{r.randint(0, 40)}.{r.randint(0, 99)}",
    "latitude_longitude": lambda r: f"{r.uniform(-90, 90):.6f},{r.uniform(-180, 180):.6f}",
    "timestamp": lambda r: f"{datetime.fromtimestamp(r.randint(10**9, 18 * 10**8), UTC):%Y-%m-%dT%H:%M:%SZ}",
}
# Under names that tell nothing, these must become neither phones nor cards nor national numbers.
LOOKALIKES: dict[str, Maker] = {
    **DECOYS,
    "year": lambda r: str(r.randint(1900, 2030)),
    "hash": lambda r: f"{r.getrandbits(160):040x}",
    "day": lambda r: f"{r.randint(1, 28):02}.{r.randint(1, 12):02}.{r.randint(1990, 2026)}",
    "latitude": lambda r: f"{r.uniform(-90, 90):.6f}",
    "epoch": lambda r: str(r.randint(1_000_000_000, 1_900_000_000)),
    "epoch_millis": lambda r: str(r.randint(1_000_000_000_000, 1_900_000_000_000)),
    "ean": lambda r: digits(r, 13),
    "sixteen": lambda r: digits(r, 16),
    "nine": lambda r: digits(r, 9),
    "eleven": lambda r: digits(r, 11),
    "price": lambda r: f"{r.uniform(1, 99999):.2f}",
    "invoice": lambda r: f"INV-{r.randint(2015, 2026)}-{digits(r, 6)}",
    "mac_like": lambda r: f"{digits(r, 3)}-{digits(r, 4)}",
    "isbn": lambda r: f"978-{digits(r, 1)}-{digits(r, 4)}-{digits(r, 4)}-{digits(r, 1)}",
}


def made(makers: dict[str, Maker], rows: int, seed: int = SEED) -> pa.RecordBatch:
    """A table of so many rows, the same for the same seed."""
    columns = {name: [make(random_) for _ in range(rows)] for name, make, random_ in _seeded(makers, seed)}
    return (
        pl.DataFrame(columns).to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks().to_batches()[0]
    )


def _seeded(makers: dict[str, Maker], seed: int) -> list[tuple[str, Maker, random.Random]]:
    return [(name, make, random.Random(f"{seed}{name}")) for name, make in makers.items()]
