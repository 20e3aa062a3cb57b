"""The catalogue: clauses, controls, duties, checks and parameters, read from our own wording in YAML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

NAME = "iso42001.yaml"


@dataclass(frozen=True, slots=True)
class CheckText:
    """The words of one check: its duty (empty for privacy checks), what it reads, whether it is key."""

    id: str
    title: str
    duty: str
    facts: tuple[str, ...]
    helpers: tuple[str, ...]
    key: bool
    texts: dict[str, str]
    evidence: tuple[str, ...]

    @property
    def judged_by(self) -> tuple[str, ...]:
        """Record types of which one record makes the check judged rather than no-data."""
        return tuple(type for type in self.facts if type not in self.helpers)


_chosen: list[str] = []


def choose(released: str) -> None:
    """Read an earlier catalogue, by its label, instead of the present one; before anything of it is read.

    Raises KeyError for one that is not shipped.
    """
    name = f"catalogues/{released.replace(' ', '-')}.yaml"
    if not resources.files(__package__).joinpath(name).is_file():
        raise KeyError(released)
    _chosen.append(name)


@cache
def data() -> dict[str, Any]:
    """The whole catalogue as read; treat it as immutable."""
    name = _chosen[-1] if _chosen else NAME
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # type: ignore[no-any-return]  # noqa: S506 - both loaders are safe


def label() -> str:
    """Name and version, as assessments quote it."""
    about = data()["catalogue"]
    return f"{about['name']} {about['version']}"


def parameters() -> dict[str, float]:
    """The catalogue's parameters: days and shares, by name."""
    return dict(data()["parameters"])


@cache
def clauses() -> dict[str, dict[str, Any]]:
    """Clauses 4 to 10 by id, umbrellas among them."""
    return {item["id"]: item for item in data()["clauses"]}


@cache
def controls() -> dict[str, dict[str, Any]]:
    """The 38 controls of Annex A by id."""
    return {item["id"]: item for item in data()["annex_a_controls"]}


@cache
def duties() -> dict[str, dict[str, Any]]:
    """The nine duties of clause 5.1 by id, each with its checks."""
    return {item["id"]: item for item in data()["leadership_5_1"]}


@cache
def pitfalls() -> dict[str, dict[str, Any]]:
    """The eight pitfalls by id."""
    return {item["id"]: item for item in data()["pitfalls"]}


def _check(item: dict[str, Any], duty: str) -> CheckText:
    told = ("of", "pass", "partial", "fail", "rationale")
    texts: dict[str, str] = {name: item[name] for name in told if name in item}
    return CheckText(
        id=item["id"],
        title=item["title"],
        duty=duty,
        facts=tuple(item["facts"]),
        helpers=tuple(item.get("helpers", ())),
        key=item.get("criticality") == "key",
        texts=texts,
        evidence=tuple(item["evidence"]),
    )


@cache
def checks() -> dict[str, CheckText]:
    """The 60 leadership checks and the 8 privacy checks by id, in the catalogue's order."""
    found = [_check(item, duty["id"]) for duty in duties().values() for item in duty["checks"]]
    found += [_check(item, "") for item in data()["privacy_checks"]]
    return {check.id: check for check in found}


def vocabulary(name: str) -> tuple[str, ...]:
    """A closed list of words of the catalogue, such as themes, principles or evidence_kinds."""
    return tuple(data()["vocabularies"][name])


def review_inputs() -> tuple[str, ...]:
    """The keys of a management review's inputs: those of 9.3.2, then those of good practice."""
    review = data()["management_review"]
    return tuple(item["key"] for item in (*review["inputs"], *review["good_practice_extra"]))


@cache
def additions() -> dict[str, Any]:
    """What the product adds: the catalogue's versions, and impact and complexity by item."""
    text = resources.files(__package__).joinpath("ratings.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def versions(item: str) -> list[dict[str, str]]:
    """The versions that touched an item, latest first: version, date, author, text."""
    found = additions()["versions"]
    return [entry for entry in reversed(found) if entry["items"] == "all" or item in entry["items"]]
