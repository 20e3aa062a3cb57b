"""What the latest scans found and no register holds: systems, applications, uses of AI; the same one twice is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tonetop.core.facts import Facts, Row
from tonetop.discovery.categories import covers, keys_of
from tonetop.records.scans import ACCEPTED, JOINED, Candidate, KeptScan
from tonetop.work.declared_found import held_kinds
from tonetop.work.sayings import Sayings, corrections
from tonetop.work.scan_declared import own_name

SAAS, CLOUD = "saas", "cloud"
CLOUDS = re.compile(r"^(?P<what>dynamodb|rds):(?P<name>[^/]+)|^(?P<bucket>[^/:]+)/")
NOISE = frozenset(("app", "inc", "gmbh", "ltd", "llc", "the", "db", "database", "sqlite", "com", "corp"))
MOST = 12


@dataclass(frozen=True, slots=True)
class FoundAsset:
    """A system as scans found it. key: its words, by which it is known again. places: where, each with its scan.

    ai: the AI that it is or uses; personal: whether personal data was found; categories: what of it. source: what was
    scanned, where that is the system itself. like: a registered system that may be the same, for its name is alike;
    same: whether both names say the same words; decided: what a person made of it.
    """

    key: str
    name: str
    on: str
    places: tuple[tuple[int, str], ...]
    hosting: str = ""
    ai: str = ""
    personal: bool = False
    categories: tuple[str, ...] = ()
    country: str = ""
    source: str = ""
    like: Row | None = None
    same: bool = False
    decided: Candidate | None = None

    def joined(self, other: FoundAsset) -> FoundAsset:
        """Both as one."""
        return replace(
            self,
            on=min(self.on, other.on),
            places=tuple(dict.fromkeys((*self.places, *other.places)))[:MOST],
            hosting=self.hosting or other.hosting,
            ai=self.ai or other.ai,
            personal=self.personal or other.personal,
            categories=tuple(dict.fromkeys((*self.categories, *other.categories))),
            country=self.country or other.country,
            source=self.source or other.source,
        )


def key_of(name: str) -> str:
    """The words by which a name is known again, whatever their order and ending."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return " ".join(sorted(set(words) - NOISE or set(words)))[:400]


def told_system(source: str, listed: str = "") -> str:
    """Which system a person said that a source is, when it was found and not registered; empty where nobody did."""
    key = key_of(listed or own_name(source))
    one = Candidate.objects.filter(key=key, state__in=(ACCEPTED, JOINED)).first()
    return one.ref if one is not None else ""


def found_assets(facts: Facts, scans: Iterable[KeptScan]) -> list[FoundAsset]:
    """All that scans found and no register holds, shadow AI first; with what people made of it."""
    found: dict[str, FoundAsset] = {}
    for scan in scans:
        said = corrections(scan.source)
        for one in (*_sources(scan, said), *_applications(scan), *_uses(scan)):
            found[one.key] = found[one.key].joined(one) if one.key in found else one
    known = {key_of(row.name or row.id): row for type in ("AISystem", "Asset") for row in facts.rows(type)}
    decided = {one.key: one for one in Candidate.objects.filter(key__in=found)}
    left = [
        _beside(one, known, decided.get(one.key)) for one in found.values() if not _is_registered(one, known)
    ]
    return sorted(left, key=lambda one: (not one.ai, not one.personal, one.name.casefold()))


def undecided_ai(facts: Facts, scans: Iterable[KeptScan]) -> list[FoundAsset]:
    """Uses of AI that scans found, that no register holds and of which nobody said what they are."""
    return [one for one in found_assets(facts, scans) if one.ai and one.decided is None]


def _beside(one: FoundAsset, known: dict[str, Row], decided: Candidate | None) -> FoundAsset:
    like = _like(one, known)
    is_same = like is not None and key_of(like.name or like.id) == one.key
    return replace(one, like=like, same=is_same, decided=decided)


def _is_registered(one: FoundAsset, known: dict[str, Row]) -> bool:
    """Whether a system of the same name is there, with its AI told; a source is one by its very name or a person."""
    if one.source:
        return False
    row = known.get(one.key)
    return row is not None and (
        not one.ai or row.type == "AISystem" or bool(row.ai_features or row.ai_system)
    )


def _like(one: FoundAsset, known: dict[str, Row]) -> Row | None:
    """An asset that may be the same: of the same words, or of all of one's words."""
    own = set(one.key.split())
    assets = {key: row for key, row in known.items() if row.type == "Asset"}
    alike = (
        row for key, row in assets.items() if own and (own <= set(key.split()) or set(key.split()) <= own)
    )
    return assets.get(one.key) or next(alike, None)


def _sources(scan: KeptScan, said: Sayings) -> Iterator[FoundAsset]:
    """The source itself where no system stands for it; of an account its buckets, tables and databases."""
    if scan.systems:
        return
    lists = {one["provider"] for one in scan.found["applications"]}
    held = [
        (
            asset,
            [
                v.kind
                for f in asset["fields"]
                for v in held_kinds(f, said.get((asset["name"], f["name"]), ()))
            ],
        )
        for asset in scan.found["assets"]
    ]
    if scan.source.startswith("aws"):
        for asset, kinds in held:
            part = CLOUDS.match(asset["name"])
            if part:
                name = part["name"] or part["bucket"]
                yield _found(scan, name, kinds, asset["name"], CLOUD, asset["country"] or "")
    elif any(kinds for _, kinds in held) and not lists:
        name = scan.listed or own_name(scan.source)
        country = next((asset["country"] for asset, _ in held if asset["country"]), "")
        hosting = CLOUD if scan.source.startswith("s3:") else ""
        every = [kind for _, kinds in held for kind in kinds]
        found = _found(scan, name, every, scan.source, hosting, country)
        yield replace(found, source=scan.source)


def _found(  # noqa: PLR0913, PLR0917 - what is known of a system
    scan: KeptScan, name: str, kinds: Sequence[str], where: str, hosting: str, country: str
) -> FoundAsset:
    titles = scan.found["titles"]
    named = (category(kind, titles.get(kind, (kind,))[0]) for kind in dict.fromkeys(kinds))
    return FoundAsset(
        key_of(name),
        name,
        scan.as_of,
        ((scan.pk, where),),
        hosting,
        personal=bool(kinds),
        categories=tuple(sorted(set(named))),
        country=country,
    )


def category(kind: str, title: str) -> str:
    """A word for a kind that scans understand again: its title, where that leads back to it, else its key."""
    return title.lower() if covers(keys_of(title), kind) else kind


def _applications(scan: KeptScan) -> Iterator[FoundAsset]:
    for one in scan.found["applications"]:
        where = f"{one['provider']}: {one['name']}"
        yield FoundAsset(key_of(one["name"]), one["name"], scan.as_of, ((scan.pk, where),), SAAS, one["ai"])


def _uses(scan: KeptScan) -> Iterator[FoundAsset]:
    """Uses of AI in code, told apart by what is used; those of applications stand in their lists."""
    for use in scan.found["ai_use"]:
        if not use["why"].startswith("application "):
            where = f"{use['where']} ({use['why']})"
            yield FoundAsset(
                key_of(use["what"]), use["what"], scan.as_of, ((scan.pk, where),), "", use["what"]
            )
