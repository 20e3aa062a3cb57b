"""References walked backwards: which records lead to some others, and what else a link might mean."""

from __future__ import annotations

from collections.abc import Collection

from tonetop.records.intake import known
from tonetop.records.models import Link
from tonetop.records.registry import registers
from tonetop.standard.schema import BUILT_INS, shapes

SOME = 900


def types_led_to(link: Link) -> tuple[str, ...]:
    """The record types that a link's field may lead to."""
    fields = shapes()[link.from_type].fields
    judge = fields.get(link.field) or BUILT_INS[link.field]
    if judge.to and judge.to != ("any",):
        return judge.to
    return tuple(type for type, shape in shapes().items() if shape.has_id)


def leading_to(records: Collection[tuple[str, str]]) -> list[Link]:
    """The links to any of these records (type, ref), of fields that may lead to records of the type."""
    refs = sorted({ref for _, ref in records})
    found: list[Link] = []
    for start in range(0, len(refs), SOME):
        some = Link.objects.filter(to_ref__in=refs[start : start + SOME]).order_by("id")
        found += [link for link in some if any((type, link.to_ref) in records for type in types_led_to(link))]
    return found


def others_named(link: Link, type: str) -> list[str]:
    """The types other than this one in which a record stands that the link might as well mean."""
    others = [other for other in types_led_to(link) if other != type and other in registers()]
    return [other for other in others if known(other, [link.to_ref])]
