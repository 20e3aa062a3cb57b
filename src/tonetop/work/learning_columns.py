"""What the columns of a learning system's export mean, and which person of the register a cell tells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tonetop.records.mapping.dates import DateFormat
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.records.sheets.table import Row, like

FORMS = ("YYYY-MM-DD", "D.M.YYYY", "D/M/YYYY", "M/D/YYYY", "D-MMM-YYYY")
"""Forms of dates that learning systems export; what follows the day, such as its hour, is left off."""
HINTS = {
    "person": (
        *("person id", "person", "employee id", "personnel number", "e-mail", "email", "email address"),
        *("user id", "user name", "username", "login", "user", "learner", "employee", "participant", "name"),
        *("full name", "personalnummer", "mitarbeiter", "teilnehmer"),
    ),
    "course": ("course", "course name", "course title", "training", "title", "module", "activity", "kurs"),
    "completed_on": (
        *("completed on", "completed_on", "completion date", "date completed", "completed", "completed at"),
        *("completion time", "finished on", "date", "abgeschlossen am"),
    ),
    "expires_on": ("expires on", "expires_on", "expiry date", "expiration date", "valid until", "gültig bis"),
    "state": ("status", "completion status", "state", "result", "progress"),
}
DONE = frozenset(
    (
        *("completed", "complete", "passed", "done", "finished", "yes", "true", "1", "100", "100%", "100 %"),
        *("abgeschlossen", "bestanden", "ja"),
    )
)


@dataclass(frozen=True, slots=True)
class Meant:
    """Which column tells what, empty for none; one_course: of which course all rows are; form: of the dates."""

    person: str = ""
    course: str = ""
    completed_on: str = ""
    expires_on: str = ""
    state: str = ""
    one_course: str = ""
    form: str = FORMS[0]

    def course_of(self, cells: Mapping[str, str]) -> str:
        """The course of a row, as the file writes it."""
        return self.one_course or cells.get(self.course, "").strip()

    def done(self, cells: Mapping[str, str]) -> bool:
        """Whether a row says that the course is completed; so it is where no column tells."""
        return not self.state or like(cells.get(self.state, "")) in DONE

    def day(self, cell: str) -> str | None:
        """The day that a cell tells, or None."""
        return DateFormat(self.form).read(re.split(r"[T ]", cell.strip())[0])


def fits(columns: Sequence[str], rows: Sequence[Row]) -> Meant:
    """What columns seem to mean by their headings, and the first form of dates that reads all their days."""
    found = {name: _first(hints, columns) for name, hints in HINTS.items()}
    meant = Meant(**found)
    days = [cell for row in rows if (cell := row.cells.get(meant.completed_on, "").strip())]
    forms = (form for form in FORMS if all(Meant(form=form).day(cell) for cell in days))
    return Meant(**found, form=next(forms, FORMS[0]))


def _first(hints: Sequence[str], columns: Sequence[str]) -> str:
    by_heading = {like(column): column for column in reversed(columns)}
    return next((by_heading[hint] for hint in hints if hint in by_heading), "")


@dataclass(frozen=True, slots=True)
class Trainees:
    """People by what a cell may tell of them (id, e-mail address, name), and courses by their letters."""

    people: Mapping[str, Sequence[str]]
    courses: Mapping[str, str]

    def find(self, cell: str) -> Sequence[str]:
        """The ids of the people whom a cell may mean: none, one or several."""
        told = like(cell)
        last, comma, first = told.partition(",")
        turned = like(f"{first} {last}") if comma else told
        return self.people.get(told) or self.people.get(turned) or ()

    def course(self, text: str) -> str:
        """The course on record whose name has the same letters, else the name as it is written."""
        return self.courses.get(_letters(text), text)


def trainees() -> Trainees:
    """Those of the register as it stands, and the courses that mandates name."""
    people: dict[str, list[str]] = defaultdict(list)
    rows = list(_current("Person").values_list("ref", "name"))
    known = {ref for ref, _ in rows}
    for ref, name in rows:
        for told in {like(ref), like(name or "")} - {""}:
            people[told].append(ref)
    accounts = Account.objects.exclude(email="").exclude(person="").values_list("email", "person")
    for email, person in accounts:
        if person in known and person not in people[like(email)]:
            people[like(email)].append(person)
    named = _current("TrainingMandate").values_list("course", flat=True)
    return Trainees(dict(people), {_letters(course): course for course in named if course})


def _current(type: str) -> QuerySet[Any]:
    found: QuerySet[Any] = registers()[type].objects.filter(until_on=None, withdrawn_on=None)
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
