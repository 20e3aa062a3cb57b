"""What each kind of finding of a scan is called on pages, how grave it is, and what it means."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import lazy
from django.utils.translation import gettext

said = lazy(gettext, str)


class Title(NamedTuple):
    """look, mark: how it is marked; name; means: in a sentence."""

    look: str
    mark: str
    name: str
    means: str


TITLES = {
    "undeclared": Title(
        "fail",
        "▲",
        said("Found, and declared by no activity"),
        said("Personal data that nobody declared: declare it, or take it out."),
    ),
    "special-category-without-condition": Title(
        "fail",
        "▲",
        said("Special categories without a condition"),
        said("Art. 9 and 10 GDPR forbid them unless a condition is met, and no activity names one."),
    ),
    "overdue": Title(
        "fail",
        "✕",
        said("Older than their retention period"),
        said("Exact counts from the source, with the oldest day."),
    ),
    "country": Title(
        "fail",
        "▲",
        said("In a country that no activity declares"),
        said("Outside the European Economic Area, and not among the third countries of the record."),
    ),
    "copy": Title(
        "partial",
        "◐",
        said("Copies"),
        said("The same values stand in another place, told by hashes of a sample of them."),
    ),
    "never-used": Title(
        "partial",
        "◐",
        said("Not needed or not used"),
        said("Empty, the same in every row, or said not to be needed: what could be taken out."),
    ),
    "declared-not-found": Title(
        "partial",
        "◐",
        said("Declared, and not found"),
        said("The record names it, and no column holds it: is it elsewhere, or gone?"),
    ),
    "cannot-be-evaluated": Title(
        "no-data",
        "?",
        said("Cannot be evaluated"),
        said("Where nobody can say whether it is as declared; what is missing stands beside it."),
    ),
}
"""By kind of finding, the gravest first; coverage is told apart."""
