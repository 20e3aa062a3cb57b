"""What a kind of personal data is: how its values look, what its columns are called, and how it is checked."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from tonetop.discovery.candidates import Candidates

Check = Callable[["Candidates"], "np.ndarray"]
ANY = (0, 31)  # counts in a signature end at 31, which stands for "31 or more"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal data.

    `pattern` is a regular expression (Rust's) over a whole value; `digits`, `letters` and `marks` are how many of
    them such a value holds (31 and 3 stand for "or more"), so that most values need no pattern at all.
    `at` and `colon` say whether a value holds @ or a colon (None: both are possible).
    `check` takes the values that matched and says which stand (a checksum).
    `within` finds the kind inside running text; `names` and `never` are looked for in the words of a column's name.
    `words` are dictionaries whose entries are whole values of the kind. `alone` is the confidence when every value
    fits and the name says nothing: 0 means that values alone never tell. `named` is the confidence when the name
    alone speaks (0: never), `least` the share of values that must fit when the name speaks. `types` are the types of
    columns that can hold the kind; `family` names the kind of which this is a weaker form; `special` says that the
    law protects the kind further (GDPR Art. 9 and 10).
    """

    key: str
    title: str
    dpv: str
    pattern: str = ""
    digits: tuple[int, int] = ANY
    letters: tuple[int, int] = ANY
    marks: tuple[int, int] = (0, 3)
    at: bool | None = False
    colon: bool | None = False
    check: Check | None = None
    within: str = ""
    words: tuple[str, ...] = ()
    names: str = ""
    never: str = ""
    alone: float = 0.0
    named: float = 0.0
    least: float = 0.5
    family: str = ""
    country: str = ""
    special: bool = False
    types: tuple[str, ...] = ("text", "integer", "number")
    found: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def formed(self) -> bool:
        """Whether values tell by a pattern, or at least by how many digits, letters and marks they hold."""
        return bool(self.pattern) or (self.digits, self.letters) != (ANY, ANY)


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """Every kind that is known: the `KIND` or `KINDS` of each file in `kinds/`, in order of their keys."""
    package = import_module("tonetop.discovery.kinds")
    known: list[Kind] = []
    for one in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{one.name}")
        known.extend(module.KINDS if hasattr(module, "KINDS") else [module.KIND])
    return tuple(sorted(known, key=lambda kind: kind.key))
