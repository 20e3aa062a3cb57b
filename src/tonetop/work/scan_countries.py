"""Countries: where data lies or goes, against the third countries that activities declare."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from tonetop.core.facts import Row
from tonetop.discovery.regions import country_of, is_region
from tonetop.discovery.source import Asset
from tonetop.work.scan_declared import Declared, value
from tonetop.work.scan_found import Finding, Scanned

Tally = Callable[[Asset, str], Mapping[str, int] | None]
"""Asks the source how often each value of a column occurs; None for too many."""
EEA = frozenset(
    ("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
     "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO")
)  # fmt: skip
PLACES = re.compile(
    r"(?:storage|stored|hosting|hosted|host|server|data|processing|processed|transfer|transferred|recipient|destination"
    r"|target|dest|cloud|backup|residency|location_of)_?(?:in_?|to_?|at_?)?(?:country|region|location|residency)"
    r"|data_?residency|(?:processed|stored|hosted|transferred)_(?:in|to|at)|aws_?region",
    re.I,
)
"""Names of columns that say where data lies or goes, unlike those that say where a person lives."""
OTHERS = {
    "usa": "US", "u s a": "US", "u s": "US", "united states": "US", "united states of america": "US", "uk": "GB",
    "united kingdom": "GB", "great britain": "GB", "england": "GB", "vereinigte staaten": "US", "russia": "RU",
    "south korea": "KR", "north korea": "KP", "vietnam": "VN", "czechia": "CZ", "turkey": "TR", "deutschland": "DE",
    "schweiz": "CH", "vereinigtes königreich": "GB", "china": "CN", "taiwan": "TW", "hong kong": "HK", "iran": "IR",
}  # fmt: skip


@cache
def _names() -> dict[str, str]:
    """Codes by English name in small letters (ISO 3166, as the time zone database lists them)."""
    text = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name.lower(): code for code, name in rows} | OTHERS


def code_of(place: str) -> str | None:
    """The ISO 3166 code of a country or of a cloud's region; None for what is neither."""
    text = place.strip()
    if is_region(text):
        return country_of(text)
    if len(text) == 2 and text.upper() in set(_names().values()):
        return text.upper()
    named = " ".join(re.findall(r"[^\W\d_]+", text.lower()))
    return _names().get(named)


def countries(scanned: Sequence[Scanned], declared: Declared, tally: Tally) -> Iterator[Finding]:
    """Places outside the European Economic Area where data lies or goes, and no activity declares."""
    allowed = _allowed(declared.activities)
    abroad = {code for system in declared.systems if (code := code_of(value(system, "country") or ""))}
    for code in sorted(abroad - allowed):
        why = f"the asset register says that it lies in {code}, which no activity declares as a third country"
        yield Finding("country", "", "", declared.named(), None, None, why)
    for one in scanned:
        allowed = _allowed(declared.about(one.name))
        if one.asset.country and one.asset.country not in allowed:
            why = f"it lies in {one.asset.country}, which no activity declares as a third country"
            yield Finding("country", one.name, "", declared.named(one.name), one.rows, None, why)
        for column in one.columns:
            if PLACES.search(column.name) and column.non_null:
                yield from _within(one, column.name, declared, tally)


def _allowed(activities: Iterable[Row]) -> frozenset[str]:
    """The countries in which data of these activities may lie."""
    said = (place for activity in activities for place in activity.third_countries or ())
    return EEA | {code for place in said if (code := code_of(place))}


def _within(one: Scanned, column: str, declared: Declared, tally: Tally) -> Iterator[Finding]:
    allowed = _allowed(declared.about(one.name, column))
    counts: dict[str, int] = {}
    for place, count in (tally(one.asset, column) or {}).items():
        code = code_of(place)
        if code and code not in allowed:
            counts[code] = counts.get(code, 0) + count
    for code, count in sorted(counts.items()):
        why = f"it says {code} in {count:,} rows, which no activity declares as a third country"
        yield Finding("country", one.name, column, declared.named(one.name, column), count, None, why)
