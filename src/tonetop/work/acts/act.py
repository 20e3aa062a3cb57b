"""What an act is: its name, the fields it is sent, who may do it, and what does it; the same for every face."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Annotated, Any, TypeVar, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, WithJsonSchema, create_model
from pydantic import Field as Described

from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.records.write import Overtaken, latest
from tonetop.work.act_once import Ref
from tonetop.work.permission import demand, writer

T = TypeVar("T")
Told = Mapping[str, Any]
Does = Callable[[Account, Told], Sequence[Ref]]


class Sent(BaseModel):
    """What is sent: nothing beside the fields, and no text for a number."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class Act:
    """One act. demands: raises Forbidden for whoever may not do it; files: whether it takes any; how many at least."""

    name: str
    summary: str
    sent: type[Sent]
    example: Told
    demands: Callable[[Account], object]
    does: Does
    files: int | None = None


VERSION = (int | None, None)
"""The version that the program saw, where it names one: another one since is refused."""
ACTS: list[Act] = []
"""Every act, in the order of the document."""


def writes(*types: str) -> Callable[[Account], object]:
    """Asks whether an account writes registers."""
    return lambda account: [writer(account, type) for type in types]


def does(act: str) -> Callable[[Account], object]:
    """Asks whether an account's role does an act of `permission.ACTS`."""
    return lambda account: demand(account, act)


def sending(about: type | None = None, /, **more: Any) -> type[Sent]:
    """What an act is sent: the fields of a verb's own dataclass, and others; a default makes one optional.

    more: a type, or (type, default).
    """
    named: dict[str, Any] = {
        name: one if isinstance(one, tuple) else (one, Described()) for name, one in more.items()
    }
    hints = get_type_hints(about) if about else {}
    for field in fields(about) if about else ():
        kind = list[str] if get_origin(hints[field.name]) is tuple else hints[field.name]
        default = Described() if field.default is MISSING else [] if kind == list[str] else field.default
        named.setdefault(field.name, (kind, default))
    return create_model("Sent", __base__=Sent, **named)


def word(*words: str, optional: bool = False) -> Any:
    """A field that takes one of some words; that it does is told in the document, and judged by the verb."""
    told = WithJsonSchema({"type": "string", "enum": [*words, *([""] if optional else [])]})
    return (Annotated[str, told], "") if optional else Annotated[str, told]


def into(about: type[T], told: Told) -> T:
    """The verb's own dataclass out of what was sent."""
    names = [field.name for field in fields(about)]  # type: ignore[arg-type]
    given = {name: told[name] for name in names if name in told}
    return about(**{name: tuple(one) if isinstance(one, list) else one for name, one in given.items()})


def act(  # noqa: PLR0913 - an act is all of this
    name: str,
    summary: str,
    sent: type[Sent],
    demands: Callable[[Account], object],
    example: Told,
    *,
    files: int | None = None,
) -> Callable[[Does], Does]:
    """Make a function an act; its docstring is the description."""

    def keep(does: Does) -> Does:
        ACTS.append(Act(name, summary, sent, example, demands, does, files))
        return does

    return keep


def seen(told: Told, type: str) -> int | None:
    """The version that the program saw, where it named one. Raises Overtaken when there is another one since."""
    version: int | None = told["version"]
    ref = told["id"]
    row = latest(type, ref) if version is not None and type in registers() else None
    if row is not None and row.revision != version:
        raise Overtaken(f"{type} {ref}: was changed since it was shown to you; look at it again")
    return version


def judged(one: Act, plain: Told) -> dict[str, Any]:
    """What was sent, filled up. Raises Refused with every mistake of form."""
    try:
        return one.sent(**plain).model_dump()
    except ValidationError as error:
        wrong = [_said(one, mistake["loc"], mistake) for mistake in error.errors()]
        raise Refused("; ".join(wrong)) from None


def _said(one: Act, place: Sequence[Any], mistake: Any) -> str:
    where = ".".join(map(str, place))
    if mistake["type"] == "extra_forbidden":
        return f"{one.name} takes no {where}; it takes {', '.join(one.sent.model_fields)}"
    if mistake["type"] == "missing":
        return f"{where} is missing"
    return f"{where}: {mistake['msg'][0].lower()}{mistake['msg'][1:]}"
